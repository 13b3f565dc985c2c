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

package com.chatbotkit.springai.autoconfigure.connection;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.ConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Ends the use of an idle connection shortly before its server would close it. Apache's
 * own strategy keeps it until the very moment, and for 3 minutes if the server does not
 * say.
 */
final class HttpComponentsKeepAlive implements ConnectionKeepAliveStrategy {

	private static final Pattern TIMEOUT = Pattern.compile("(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d+)",
			Pattern.CASE_INSENSITIVE);

	private static final long MARGIN = 1000;

	private static final TimeValue OVER_TLS = TimeValue.ofSeconds(59);

	private static final TimeValue PLAIN = TimeValue.ofSeconds(4);

	/**
	 * Networks forget a connection that is idle for longer.
	 */
	private static final long MOST = Duration.ofMinutes(4).toMillis();

	private final @Nullable TimeValue maxIdle;

	HttpComponentsKeepAlive(@Nullable Duration maxIdle) {
		this.maxIdle = (maxIdle != null) ? TimeValue.of(maxIdle) : null;
	}

	@Override
	public TimeValue getKeepAliveDuration(HttpResponse response, HttpContext context) {
		if (this.maxIdle != null) {
			return this.maxIdle;
		}
		for (Header header : response.getHeaders("Keep-Alive")) {
			Matcher matcher = TIMEOUT.matcher(header.getValue());
			if (matcher.find()) {
				return lessMargin(matcher.group(1));
			}
		}
		boolean tls = HttpClientContext.cast(context).getHttpRoute().isSecure();
		return tls ? OVER_TLS : PLAIN;
	}

	private static TimeValue lessMargin(String seconds) {
		long millis = (seconds.length() < 10) ? Long.parseLong(seconds) * 1000 : MOST * 2;
		// Nothing would mean for ever.
		return TimeValue.ofMilliseconds(Math.min(MOST, Math.max(1, Math.max(millis / 2, millis - MARGIN))));
	}

}
