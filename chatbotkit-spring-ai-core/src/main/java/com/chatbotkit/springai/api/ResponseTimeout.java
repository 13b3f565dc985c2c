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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
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
 * Ends an exchange whose headers do not come in time, counted from when the request is
 * sent: neither the wait for a connection nor the body of the answer counts.
 */
final class ResponseTimeout implements ExchangeFilterFunction {

	private final Watchdog watchdog;

	ResponseTimeout(Watchdog watchdog) {
		this.watchdog = watchdog;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return new Exchange(request, next, this.watchdog);
	}

	/**
	 * Checks that Spring can read the status, for it refuses one such as {@code 099} as
	 * if the caller had written it.
	 */
	static void checkStatus(ClientResponse response) {
		try {
			response.statusCode();
		}
		catch (IllegalArgumentException ex) {
			throw new BrokenAnswerException("INVALID_ANSWER",
					"the server's answer cannot be read: its status is none of HTTP", ex);
		}
	}

	/**
	 * A body that says itself when it is taken, to whoever asked last.
	 */
	interface ReportingBody {

		void whenTaken(Runnable taken);

	}

	/**
	 * The exchange, once for each subscriber.
	 */
	private static final class Exchange extends Mono<ClientResponse> {

		private final ClientRequest request;

		private final ExchangeFunction next;

		private final Watchdog watchdog;

		Exchange(ClientRequest request, ExchangeFunction next, Watchdog watchdog) {
			this.request = request;
			this.next = next;
			this.watchdog = watchdog;
		}

		@Override
		public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
			Watch watch = new Watch(actual, this.watchdog);
			Mono<ClientResponse> response;
			try {
				response = this.next.exchange(observed(watch));
			}
			catch (Throwable ex) {
				Operators.error(actual, ex);
				SubscriberFailure.rethrowIfFatal(ex);
				return;
			}
			response.subscribe(watch);
		}

		/**
		 * A copy of a request is dear, and needed only where a filter has put another
		 * body in the place of ours.
		 */
		private ClientRequest observed(Watch watch) {
			BodyInserter<?, ? super ClientHttpRequest> body = this.request.body();
			if (body instanceof ReportingBody ours) {
				ours.whenTaken(watch::start);
				return this.request;
			}
			return ClientRequest.from(this.request).body((message, context) -> {
				watch.start();
				return body.insert(message, context);
			}).build();
		}

	}

	/**
	 * Watches one exchange.
	 */
	private static final class Watch extends WatchedSubscriber<ClientResponse> {

		private volatile long started;

		private volatile @Nullable ReadOnceResponse response;

		Watch(CoreSubscriber<? super ClientResponse> actual, Watchdog watchdog) {
			super(actual, watchdog);
		}

		void start() {
			this.started = watchdog().now();
			watch();
			if (is(State.NOT_WAITING)) {
				watchdog().remove(this);
			}
		}

		@Override
		public void onNext(ClientResponse response) {
			ReadOnceResponse answer = new ReadOnceResponse(response);
			this.response = answer;
			if (change(State.WAITING, State.NOT_WAITING)) {
				watchdog().remove(this);
				deliverIfReadable(answer);
			}
			else {
				answer.end();
			}
		}

		private void deliverIfReadable(ReadOnceResponse answer) {
			try {
				checkStatus(answer);
			}
			catch (BrokenAnswerException ex) {
				answer.end();
				onError(ex);
				return;
			}
			deliver(answer);
		}

		/**
		 * Once there is a response, connectors no longer end the exchange at a cancel:
		 * Reactor Netty's reads the body to its end instead.
		 */
		@Override
		void cancel(Subscription subscription) {
			ReadOnceResponse answer = this.response;
			if (answer != null) {
				answer.end();
			}
			else {
				subscription.cancel();
			}
		}

		@Override
		public long nanosLeft(long now) {
			return watchdog().timeout().toNanos() - (now - this.started);
		}

		@Override
		public void expire() {
			fail("RESPONSE_TIMEOUT",
					"no response headers within " + watchdog().timeout().toMillis() + " ms after the request was sent");
		}

	}

}
