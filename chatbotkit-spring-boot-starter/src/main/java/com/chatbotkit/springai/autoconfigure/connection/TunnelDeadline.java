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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Applies the connect timeout also to the tunnel through a forward proxy, which the JDK's
 * client does not, and reports which step may have taken too long.
 */
final class TunnelDeadline implements ClientHttpConnector {

	private final ClientHttpConnector connector;

	private final Duration timeout;

	private final JdkTunnels tunnels;

	TunnelDeadline(ClientHttpConnector connector, Duration timeout, JdkTunnels tunnels) {
		this.connector = connector;
		this.timeout = timeout;
		this.tunnels = tunnels;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		if (!"https".equalsIgnoreCase(uri.getScheme())) {
			return this.connector.connect(method, uri, requestCallback);
		}
		return Mono.defer(() -> {
			AtomicBoolean sent = new AtomicBoolean();
			AtomicBoolean bodySent = new AtomicBoolean();
			Mono<Long> late = Mono.delay(this.timeout).filter((tick) -> !sent.get()).switchIfEmpty(Mono.never());
			return this.connector
				.connect(method, uri, (request) -> requestCallback.apply(new Request(request, sent, bodySent)))
				.timeout(late, Mono.error(() -> late(uri)))
				// The JDK's own connect timeout may be first.
				.onErrorMap(HttpConnectTimeoutException.class, (ex) -> late(uri))
				.onErrorMap(IOException.class, (ex) -> bodySent.get() ? ex : this.tunnels.failureBeforeBody(uri, ex));
		});
	}

	private IOException late(URI uri) {
		String proxy = this.tunnels.proxy(uri);
		return (proxy != null)
				? new HttpConnectTimeoutException("no tunnel through the proxy " + proxy
						+ ", or no TLS handshake behind it, within " + this.timeout.toMillis() + " ms")
				: LateHandshake.orNoConnection(this.timeout.toMillis());
	}

	/**
	 * A request that remembers when the connector requests the body, which it does only
	 * with a connection.
	 */
	private static final class Request extends ClientHttpRequestDecorator {

		private final AtomicBoolean sent;

		private final AtomicBoolean bodySent;

		Request(ClientHttpRequest request, AtomicBoolean sent, AtomicBoolean bodySent) {
			super(request);
			this.sent = sent;
			this.bodySent = bodySent;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith((body instanceof Mono) ? Mono.from(body).doOnNext((buffer) -> markSent())
					: Flux.from(body).doOnNext((buffer) -> markSent()));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(Flux.from(body).doOnNext((buffers) -> this.sent.set(true)));
		}

		private void markSent() {
			this.sent.set(true);
			this.bodySent.set(true);
		}

		/**
		 * Counts as sent at once, because nothing tells when a request without a body is
		 * sent.
		 */
		@Override
		public Mono<Void> setComplete() {
			this.sent.set(true);
			return super.setComplete();
		}

	}

}
