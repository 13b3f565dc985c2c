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

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.netty.channel.Channel;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Sends each request by HTTP/2 if its server accepts that, or else by HTTP/1.1.
 * <p>
 * A pool whose requests share a connection opens one connection at a time. That is right
 * for HTTP/2 and would be slow for HTTP/1.1. So there is a connector for each, and the
 * result of the TLS handshake decides between them.
 */
final class ProtocolConnector implements ClientHttpConnector {

	private final ClientHttpConnector http2;

	private final ClientHttpConnector http1;

	private final LongSupplier clock;

	private final Map<String, Origin> origins = new ConcurrentHashMap<>();

	/**
	 * Creates a connector that uses two others.
	 * @param http2 offers HTTP/2 to the server, and uses HTTP/1.1 if it does not accept
	 * @param http1 uses HTTP/1.1
	 * @param clock the time in nanoseconds
	 */
	ProtocolConnector(ClientHttpConnector http2, ClientHttpConnector http1, LongSupplier clock) {
		this.http2 = http2;
		this.http1 = http1;
		this.clock = clock;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		if (!"https".equalsIgnoreCase(uri.getScheme())) {
			return this.http1.connect(method, uri, requestCallback);
		}
		Origin origin = this.origins.computeIfAbsent(uri.getRawAuthority().toLowerCase(Locale.ROOT),
				(authority) -> new Origin(this.clock));
		Mono<ClientHttpResponse> overHttp1 = Mono.defer(() -> this.http1.connect(method, uri, requestCallback));
		Mono<ClientHttpResponse> overHttp2 = Mono.defer(() -> this.http2.connect(method, uri, (request) -> {
			learn(origin, request);
			return requestCallback.apply(request);
		}));
		return origin.choose(overHttp2, overHttp1);
	}

	private static void learn(Origin origin, ClientHttpRequest request) {
		if (request.<Object>getNativeRequest() instanceof Connection connection) {
			Channel channel = connection.channel();
			Channel parent = channel.parent();
			if (parent != null) {
				UnprocessedStream.watch(channel);
				EarlyRequests.whenOpen(parent, () -> origin.learn(parent));
			}
			else {
				origin.learn(null);
			}
		}
	}

}
