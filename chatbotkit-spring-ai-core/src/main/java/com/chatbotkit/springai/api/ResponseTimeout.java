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
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
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
		return new Exchange(request, next, this.watchdog, this.connectionWait);
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

		private final ConnectionWait connectionWait;

		Exchange(ClientRequest request, ExchangeFunction next, Watchdog watchdog, ConnectionWait connectionWait) {
			this.request = request;
			this.next = next;
			this.watchdog = watchdog;
			this.connectionWait = connectionWait;
		}

		@Override
		public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
			if (this.connectionWait.isFull()) {
				Operators.error(actual, this.connectionWait.tooMany());
				return;
			}
			Watch watch = new Watch(actual, this.watchdog, this.connectionWait);
			Mono<ClientResponse> response;
			try {
				response = this.next.exchange(observed(watch));
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
		 * The request is copied only where a filter has put another body instead of ours.
		 * To copy each makes a call's memory 1.1 times as much. Measured:
		 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
		 */
		private ClientRequest observed(Watch watch) {
			BodyInserter<?, ? super ClientHttpRequest> body = this.request.body();
			if (body instanceof ReportingBody ours) {
				ours.whenTaken(watch::start);
				return this.request;
			}
			return ClientRequest.from(this.request)
				.body((message, context) -> body.insert(new TakenRequest(message, watch), context))
				.build();
		}

	}

	/**
	 * A request that says when its body is taken.
	 */
	private static final class TakenRequest extends ClientHttpRequestDecorator {

		private final Watch watch;

		TakenRequest(ClientHttpRequest request, Watch watch) {
			super(request);
			this.watch = watch;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith((body instanceof Mono) ? Mono.from(body).doOnNext((buffer) -> this.watch.start())
					: Flux.from(body).doOnNext((buffer) -> this.watch.start()));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(Flux.from(body).doOnNext((buffers) -> this.watch.start()));
		}

		/**
		 * Without a body nobody knows when the request leaves.
		 */
		@Override
		public Mono<Void> setComplete() {
			return Mono.defer(() -> {
				this.watch.start();
				return super.setComplete();
			});
		}

	}

	/**
	 * Where a request is.
	 */
	private enum Phase {

		/** It waits for a connection. */
		UNSENT,

		/** It has one, and its body is taken. */
		SENT,

		/** It has waited too long, and must not be sent any more. */
		GIVEN_UP,

		/** It has ended before its body was taken. */
		OVER

	}

	/**
	 * Watches one exchange.
	 */
	private static final class Watch extends WatchedSubscriber<ClientResponse> {

		private final ConnectionWait connectionWait;

		private final Attempts attempts;

		private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNSENT);

		private volatile long asked;

		private volatile long sent;

		private volatile boolean refused;

		private volatile @Nullable ReadOnceResponse response;

		Watch(CoreSubscriber<? super ClientResponse> actual, Watchdog watchdog, ConnectionWait connectionWait) {
			super(actual, watchdog);
			this.connectionWait = connectionWait;
			this.attempts = Attempts.of(currentContext());
		}

		void waitForConnection() {
			this.attempts.sent(false);
			if (this.connectionWait.isLimited()) {
				this.asked = watchdog().now();
				this.connectionWait.begin(this, this.attempts, this::checkConnection);
			}
		}

		/**
		 * The request has a connection, and its body is taken: now, and not before, it is
		 * the server that is waited for.
		 */
		void start() {
			long now = watchdog().now();
			this.sent = now;
			if (this.phase.compareAndSet(Phase.UNSENT, Phase.SENT)) {
				this.attempts.sent(true);
				endWait(now);
			}
			else if (this.phase.get() != Phase.SENT && this.response == null) {
				// Reactor Netty (1.3.6) goes on waiting after a cancel.
				this.refused = true;
				throw new CancellationException("The request ended before it had a connection");
			}
			watch();
			if (is(State.NOT_WAITING)) {
				watchdog().remove(this);
			}
		}

		@Override
		void ended() {
			if (this.phase.compareAndSet(Phase.UNSENT, Phase.OVER)) {
				endWait(watchdog().now());
			}
		}

		@Override
		void failedLate(Throwable ex) {
			// What is refused here because it has ended is no news.
			if (!this.refused) {
				super.failedLate(ex);
			}
		}

		private void endWait(long now) {
			if (this.connectionWait.isLimited()) {
				this.connectionWait.end(this);
				this.attempts.addWaited(now - this.asked);
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
				ResponseHead.check(answer);
			}
			catch (ExchangeException ex) {
				try {
					answer.end();
				}
				finally {
					// Whatever the HTTP client makes of that end.
					onError(ex);
				}
				return;
			}
			deliver(answer);
		}

		/**
		 * Once there is a response, connectors no longer end the exchange at a cancel:
		 * Reactor Netty's reads the body to its end instead.
		 */
		@Override
		protected void cancelSource() {
			ReadOnceResponse answer = this.response;
			if (answer != null) {
				answer.end();
			}
			else {
				super.cancelSource();
			}
		}

		@Override
		public long nanosLeft(long now) {
			return (this.phase.get() == Phase.SENT) ? watchdog().timeout().toNanos() - (now - this.sent)
					: this.connectionWait.nanosLeft(this.attempts, now - this.asked);
		}

		/**
		 * The connection may have come in the meantime.
		 */
		@Override
		public void expire() {
			if (this.phase.get() != Phase.SENT) {
				checkConnection();
			}
			else if (nanosLeft(watchdog().now()) <= 0) {
				fail("RESPONSE_TIMEOUT", "no response headers within " + watchdog().timeout().toMillis()
						+ " ms after the request was sent");
			}
		}

		private void checkConnection() {
			if (this.phase.get() != Phase.UNSENT || is(State.ENDED)) {
				return;
			}
			if (!this.connectionWait.isExhausted()) {
				// Some connection is about to stand, and another timeout is for that.
				this.connectionWait.lookAgain(this::checkConnection);
			}
			else if (this.phase.compareAndSet(Phase.UNSENT, Phase.GIVEN_UP)) {
				this.connectionWait.end(this);
				fail(this.connectionWait.tooLong());
			}
		}

	}

}
