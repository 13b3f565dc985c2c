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

package com.chatbotkit.springai.server.webflux;

import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * A connection of Reactor Netty, whose event loop writes.
 */
record NettyConnection(Channel channel) {

	/** The connection of a response; null where another server writes it. */
	static @Nullable NettyConnection of(ServerHttpResponse response) {
		ServerHttpResponse server = response;
		while (server instanceof ServerHttpResponseDecorator decorator) {
			server = decorator.getDelegate();
		}
		if (!(server.bufferFactory() instanceof NettyDataBufferFactory)
				|| !(server instanceof AbstractServerHttpResponse known)
				|| !(known.getNativeResponse() instanceof HttpServerResponse netty)) {
			return null;
		}
		AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
		netty.withConnection((connection) -> channel.set(connection.channel()));
		Channel found = channel.get();
		return (found != null) ? new NettyConnection(found) : null;
	}

	Flux<byte[]> together(Flux<byte[]> pieces) {
		return Together.in(pieces, this.channel.eventLoop(), this::isFree);
	}

	/**
	 * Whether nothing waits to be sent. Reactor Netty asks for 128 buffers before the
	 * connection has taken one.
	 */
	private boolean isFree() {
		return this.channel.bytesBeforeUnwritable() >= this.channel.config().getWriteBufferHighWaterMark();
	}

}
