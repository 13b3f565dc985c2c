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
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Ends the use of an idle connection shortly before its server would close it.
 * <p>
 * A server says by {@code Keep-Alive: timeout=…} (RFC 2068, section 19.7.1.1) how many
 * seconds it waits for another request. Without it TLS tells the servers apart: hosted
 * ones and the balancers in front of them have it and wait for a minute or more, the
 * platform's own stack is reached by plain {@code http} and waits for 5 s.
 */
final class KeepAlive {

	/**
	 * When the last answer's server will wait no longer, less a margin.
	 */
	private static final AttributeKey<Long> USABLE_UNTIL = AttributeKey.valueOf(KeepAlive.class, "usableUntil");

	private static final Pattern TIMEOUT = Pattern.compile("(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d+)",
			Pattern.CASE_INSENSITIVE);

	/**
	 * For the time that a request takes to arrive, and for what the two clocks do not
	 * agree about.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private static final Duration OVER_TLS = Duration.ofMinutes(1).minus(MARGIN);

	private static final Duration PLAIN = Duration.ofSeconds(5).minus(MARGIN);

	/**
	 * Translators of addresses and balancers forget an idle connection after 4 minutes or
	 * more, and some tell nobody.
	 */
	private static final Duration MOST = Duration.ofMinutes(4);

	private final LongSupplier clock;

	KeepAlive(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Returns how long a server keeps the connection, less the margin.
	 * @param headers those of the final response
	 * @return nanoseconds, or null if the server does not say
	 */
	static @Nullable Long usableFor(HttpHeaders headers) {
		Long usable = null;
		for (String value : headers.getAll("Keep-Alive")) {
			Matcher matcher = TIMEOUT.matcher(value);
			if (matcher.find()) {
				long nanos = lessMargin(matcher.group(1));
				usable = (usable != null) ? Math.min(usable, nanos) : nanos;
			}
		}
		return usable;
	}

	private static long lessMargin(String seconds) {
		// More digits are more than MOST in any case.
		long millis = (seconds.length() < 10) ? Long.parseLong(seconds) * 1000 : MOST.toMillis() * 2;
		return Math.min(MOST.toNanos(), Duration.ofMillis(Math.max(millis / 2, millis - MARGIN.toMillis())).toNanos());
	}

	/**
	 * Begins to count, for with the end of its answer the server begins, too.
	 * @param usable what {@link #usableFor} returned
	 */
	static void begin(Channel channel, @Nullable Long usable, long now) {
		channel.attr(USABLE_UNTIL).set(now + ((usable != null) ? usable : otherwise(channel).toNanos()));
	}

	/**
	 * Whether a connection of the pool must not be used again. It replaces Reactor
	 * Netty's own check, which asks the same two questions first.
	 */
	boolean isOver(Connection connection, ConnectionMetadata metadata) {
		if (!connection.channel().isActive() || !connection.isPersistent()) {
			return true;
		}
		Long until = connection.channel().attr(USABLE_UNTIL).get();
		if (until == null) {
			// HTTP/2, or a connection without an answer yet.
			return metadata.idleTime() >= otherwise(connection.channel()).toMillis();
		}
		return this.clock.getAsLong() - until >= 0;
	}

	private static Duration otherwise(Channel channel) {
		return (channel.pipeline().get(SslHandler.class) != null) ? OVER_TLS : PLAIN;
	}

}
