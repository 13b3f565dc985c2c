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

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Waits briefly between a response and the next request, so that bytes which a server
 * sends after its response are not read as the response to the next request.
 * <p>
 * The HTTP clients of Jetty, Apache and the JDK close a connection on which bytes arrive
 * without a request. Each connection of the first two has a {@link ConnectionRest} for
 * which a request waits, so that a single caller always uses the same connection. The
 * JDK's client has {@link RestedClients}, and Reactor Netty
 * {@link com.chatbotkit.springai.api.netty.AnswerGuard}.
 */
final class RestingConnector implements ClientHttpConnector {

	private static final long REST = ConnectionRest.DURATION.toNanos();

	private final ClientHttpConnector connector;

	private final Mono<Void> rest;

	private final AtomicLong lastEnd = new AtomicLong(System.nanoTime() - REST);

	/**
	 * Creates a connector.
	 * @param rest completes when the connection that was used last has rested
	 */
	RestingConnector(ClientHttpConnector connector, Mono<Void> rest) {
		this.connector = connector;
		this.rest = rest;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		Mono<ClientHttpResponse> exchange = Mono.defer(() -> this.connector.connect(method, uri, requestCallback))
			.map((response) -> new TransformedResponse(response, this::remember));
		return Mono.defer(() -> {
			long left = this.lastEnd.get() + REST - System.nanoTime();
			Mono<Void> rested = (left > 0) ? Mono.delay(Duration.ofNanos(left)).then(this.rest) : this.rest;
			return rested.then(exchange);
		});
	}

	/**
	 * Remembers when the last bytes of a body arrived. Each buffer counts, because a
	 * stream completes at [DONE], before the body.
	 */
	private Flux<DataBuffer> remember(Flux<DataBuffer> body) {
		return body.doOnNext((buffer) -> this.lastEnd.set(System.nanoTime()))
			.doOnTerminate(() -> this.lastEnd.set(System.nanoTime()));
	}

}
