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

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Ends the use of an idle connection shortly before its server would close it.
 */
final class KeepAlive {

	/**
	 * The time at which the server will close the connection, less a margin.
	 */
	private static final AttributeKey<Long> USABLE_UNTIL = AttributeKey.valueOf(KeepAlive.class, "usableUntil");

	private final LongSupplier clock;

	KeepAlive(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Returns how long a server keeps the connection, less the margin.
	 * @param headers those of the final response
	 * @return nanoseconds, or null if the server does not declare it
	 */
	static @Nullable Long usableFor(HttpHeaders headers) {
		Duration usable = IdleLimit.ofServer(headers.getAll("Keep-Alive"));
		return (usable != null) ? usable.toNanos() : null;
	}

	/**
	 * Starts the time at the end of a response, as the server does.
	 * @param usable what {@link #usableFor} returned
	 */
	static void begin(Channel channel, @Nullable Long usable, long now) {
		channel.attr(USABLE_UNTIL).set(now + ((usable != null) ? usable : otherwise(channel).toNanos()));
	}

	/**
	 * Whether a connection of the pool must not be used again. It replaces Reactor
	 * Netty's own check, whose two conditions come first.
	 */
	boolean isOver(Connection connection, ConnectionMetadata metadata) {
		if (!connection.channel().isActive() || !connection.isPersistent()) {
			return true;
		}
		Long until = connection.channel().attr(USABLE_UNTIL).get();
		if (until == null) {
			// HTTP/2, or a connection without a response yet.
			return metadata.idleTime() >= otherwise(connection.channel()).toMillis();
		}
		return this.clock.getAsLong() - until >= 0;
	}

	private static Duration otherwise(Channel channel) {
		return IdleLimit.otherwise(channel.pipeline().get(SslHandler.class) != null);
	}

}
