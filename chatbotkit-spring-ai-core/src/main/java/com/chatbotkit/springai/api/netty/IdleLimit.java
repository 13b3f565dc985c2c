/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.api.netty;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Calculates how long an idle HTTP/1.1 connection may be used again, so that no request
 * is sent while the server closes it. It does not depend on an HTTP client.
 * <p>
 * A server declares by {@code Keep-Alive: timeout=…} (RFC 2068, section 19.7.1.1) how
 * many seconds it waits for another request. Otherwise TLS decides: hosted servers and
 * load balancers use it and wait for a minute or more, the platform's own stack uses
 * plain {@code http} and waits for 5 s.
 */
public final class IdleLimit {

	private static final Pattern TIMEOUT = Pattern.compile("(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d+)",
			Pattern.CASE_INSENSITIVE);

	/**
	 * For the time that a request takes to arrive, and the difference of the two clocks.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private static final Duration OVER_TLS = Duration.ofMinutes(1).minus(MARGIN);

	private static final Duration PLAIN = Duration.ofSeconds(5).minus(MARGIN);

	/**
	 * NAT devices and load balancers forget an idle connection after 4 minutes or more,
	 * some of them without closing it.
	 */
	private static final Duration MAX = Duration.ofMinutes(4);

	private IdleLimit() {
	}

	/**
	 * Returns how long a server keeps a connection, less a margin of one second, or of
	 * half the time where the server keeps it for less than two.
	 * @param keepAlive the values of the {@code Keep-Alive} headers of its last response
	 * @return the shortest of these times, at most 4 minutes; null if there is none
	 */
	public static @Nullable Duration ofServer(Iterable<String> keepAlive) {
		Duration usable = null;
		for (String value : keepAlive) {
			Matcher matcher = TIMEOUT.matcher(value);
			if (matcher.find()) {
				Duration said = lessMargin(matcher.group(1));
				usable = (usable == null || said.compareTo(usable) < 0) ? said : usable;
			}
		}
		return usable;
	}

	private static Duration lessMargin(String seconds) {
		// More digits are more than MAX in any case.
		long millis = (seconds.length() < 10) ? Long.parseLong(seconds) * 1000 : MAX.toMillis() * 2;
		long usable = Math.max(millis / 2, millis - MARGIN.toMillis());
		return Duration.ofMillis(Math.min(MAX.toMillis(), usable));
	}

	/**
	 * Returns how long a connection may be used again if its server does not declare it.
	 * @param tls whether it has TLS
	 * @return 59 seconds with TLS, 4 seconds without
	 */
	public static Duration otherwise(boolean tls) {
		return tls ? OVER_TLS : PLAIN;
	}

}
