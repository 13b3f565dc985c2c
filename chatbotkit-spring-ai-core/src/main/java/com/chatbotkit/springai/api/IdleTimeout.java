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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Ends a stream of bytes whose server is silent while data is wanted.
 * <p>
 * Unlike {@link Flux#timeout(java.time.Duration)} it does not count the time in which
 * nothing was asked for, or in which the reader works on what it got and sets no timer
 * for each buffer.
 */
final class IdleTimeout extends FluxOperator<DataBuffer, DataBuffer> {

	private final Watchdog watchdog;

	IdleTimeout(Flux<? extends DataBuffer> source, Watchdog watchdog) {
		super(source);
		this.watchdog = watchdog;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.source.subscribe(new Watch(actual, this.watchdog));
	}

	/**
	 * Watches one subscription.
	 */
	private static final class Watch implements CoreSubscriber<DataBuffer>, Subscription, Watchdog.Watched {

		private static final int WAITING = 0;

		private static final int DELIVERING = 1;

		private static final int ENDED = 2;

		private final CoreSubscriber<? super DataBuffer> actual;

		private final Watchdog watchdog;

		private final AtomicInteger state = new AtomicInteger(WAITING);

		private final AtomicLong wanted = new AtomicLong();

		private final AtomicBoolean watched = new AtomicBoolean();

		private volatile long lastSign;

		private volatile @Nullable Subscription upstream;

		Watch(CoreSubscriber<? super DataBuffer> actual, Watchdog watchdog) {
			this.actual = actual;
			this.watchdog = watchdog;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			if (!this.state.compareAndSet(WAITING, DELIVERING)) {
				DataBufferUtils.release(buffer);
				return;
			}
			if (this.wanted.get() != Long.MAX_VALUE) {
				this.wanted.decrementAndGet();
			}
			this.actual.onNext(buffer);
			this.lastSign = now();
			this.state.compareAndSet(DELIVERING, WAITING);
		}

		@Override
		public void onError(Throwable ex) {
			if (end()) {
				this.actual.onError(ex);
			}
			else {
				Operators.onErrorDropped(ex, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long n) {
			// After a delivery comes a sign anyway, and a clock is slow to read.
			if (this.wanted.get() == 0 && this.state.get() != DELIVERING) {
				this.lastSign = now();
			}
			this.wanted.accumulateAndGet(n, Operators::addCap);
			if (this.watched.compareAndSet(false, true)) {
				watch();
			}
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.request(n);
			}
		}

		@Override
		public void cancel() {
			end();
			cancelUpstream();
		}

		@Override
		public long nanosLeft(long now) {
			boolean silent = this.state.get() == WAITING && this.wanted.get() > 0;
			return this.watchdog.timeout().toNanos() - (silent ? now - this.lastSign : 0);
		}

		/**
		 * Too late, unless something came, or less was wanted, in the meantime.
		 */
		@Override
		public void expire() {
			if (nanosLeft(now()) <= 0 && this.state.compareAndSet(WAITING, ENDED)) {
				cancelUpstream();
				this.actual.onError(new BrokenAnswerException("STREAM_IDLE_TIMEOUT", "the server was silent for "
						+ this.watchdog.timeout().toMillis() + " ms while more of the answer was wanted"));
			}
			else {
				watch();
			}
		}

		private void watch() {
			this.watchdog.add(this);
			if (this.state.get() == ENDED) {
				this.watchdog.remove(this);
			}
		}

		private boolean end() {
			boolean first = this.state.getAndSet(ENDED) != ENDED;
			this.watchdog.remove(this);
			return first;
		}

		private void cancelUpstream() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				BodySubscription.cancel(subscription);
			}
		}

		private long now() {
			return this.watchdog.now();
		}

	}

}
