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

package com.chatbotkit.springai.api;

import java.util.concurrent.CancellationException;

import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Fails a request whose response headers do not arrive in time. The time starts when the
 * request is sent. The wait for a connection has its own limit, {@link ConnectionWait},
 * and the body has {@link IdleTimeout}.
 */
final class ResponseTimeout implements ExchangeFilterFunction {

	private final Watchdog watchdog;

	private final ConnectionWait connectionWait;

	ResponseTimeout(Watchdog watchdog, ConnectionWait connectionWait) {
		this.watchdog = watchdog;
		this.connectionWait = connectionWait;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return new Mono<>() {
			@Override
			public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
				exchange(request, next, actual);
			}
		};
	}

	private void exchange(ClientRequest request, ExchangeFunction next, CoreSubscriber<? super ClientResponse> actual) {
		if (this.connectionWait.isFull()) {
			Operators.error(actual, this.connectionWait.tooMany());
			return;
		}
		HeadersWatch watch = new HeadersWatch(actual, this.watchdog, this.connectionWait);
		Mono<ClientResponse> response;
		try {
			response = next.exchange(observed(request, watch));
		}
		catch (Throwable ex) {
			Operators.error(actual, ex);
			GuardedSubscriber.rethrowIfFatal(ex);
			return;
		}
		watch.waitForConnection();
		response.subscribe(watch);
	}

	/**
	 * Copies the request only if a filter has replaced the body. A copy of each request
	 * makes a call's memory 1.1 times as much. Measured:
	 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
	 */
	private static ClientRequest observed(ClientRequest request, HeadersWatch watch) {
		BodyInserter<?, ? super ClientHttpRequest> body = request.body();
		if (body instanceof ReportingBody ours) {
			ours.reportTo(watch);
			return request;
		}
		return ClientRequest.from(request).body((message, context) -> {
			watch.inserting(message);
			return body.insert(new WatchedRequest(message, watch), context);
		}).build();
	}

	/**
	 * A request body that reports its progress to its latest listener.
	 */
	interface ReportingBody {

		void reportTo(BodyListener listener);

	}

	/**
	 * Is told how far the body of a request is.
	 */
	interface BodyListener {

		/**
		 * Called before the body is inserted into the connector's request. Does nothing
		 * by default.
		 */
		default void inserting(ClientHttpRequest message) {
		}

		/**
		 * Called when the connector requests the body, which it does only once it has a
		 * connection.
		 * @throws CancellationException if the request has ended and must not be sent
		 */
		void requested();

	}

}
