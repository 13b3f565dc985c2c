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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Ends a stream of bytes whose server is silent while data is wanted.
 * <p>
 * Unlike {@link Flux#timeout(Duration)} it does not count the time in which nothing was
 * asked for, or in which the reader works on what it got, and it sets one timer for many
 * buffers instead of one for each.
 */
final class IdleTimeout extends FluxOperator<DataBuffer, DataBuffer> {

	private final Duration timeout;

	private final Scheduler scheduler;

	IdleTimeout(Flux<? extends DataBuffer> source, Duration timeout, Scheduler scheduler) {
		super(source);
		this.timeout = timeout;
		this.scheduler = scheduler;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.source.subscribe(new Watch(actual, this.timeout, this.scheduler));
	}

	/**
	 * Watches one subscription.
	 */
	private static final class Watch implements CoreSubscriber<DataBuffer>, Subscription, Runnable {

		private static final int WAITING = 0;

		private static final int DELIVERING = 1;

		private static final int ENDED = 2;

		private final CoreSubscriber<? super DataBuffer> actual;

		private final Duration timeout;

		private final Scheduler scheduler;

		private final AtomicInteger state = new AtomicInteger(WAITING);

		private final AtomicLong wanted = new AtomicLong();

		private final AtomicBoolean timerSet = new AtomicBoolean();

		private volatile long lastSign;

		private volatile @Nullable Subscription upstream;

		private volatile @Nullable Disposable timer;

		Watch(CoreSubscriber<? super DataBuffer> actual, Duration timeout, Scheduler scheduler) {
			this.actual = actual;
			this.timeout = timeout;
			this.scheduler = scheduler;
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
			if (this.timerSet.compareAndSet(false, true)) {
				setTimer(this.timeout.toNanos());
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

		/**
		 * The timer went off: late enough, or too early because something came since.
		 */
		@Override
		public void run() {
			if (this.state.get() == ENDED) {
				return;
			}
			if (this.wanted.get() == 0) {
				this.timerSet.set(false);
				if (this.wanted.get() > 0 && this.timerSet.compareAndSet(false, true)) {
					setTimer(this.timeout.toNanos());
				}
				return;
			}
			long silence = now() - this.lastSign;
			boolean delivering = this.state.get() == DELIVERING;
			if (delivering || silence < this.timeout.toNanos()) {
				setTimer(delivering ? this.timeout.toNanos() : this.timeout.toNanos() - silence);
			}
			else if (this.state.compareAndSet(WAITING, ENDED)) {
				cancelUpstream();
				this.actual.onError(new BrokenAnswerException("STREAM_IDLE_TIMEOUT", "the server was silent for "
						+ this.timeout.toMillis() + " ms while more of the answer was wanted"));
			}
			else {
				setTimer(this.timeout.toNanos());
			}
		}

		private boolean end() {
			boolean first = this.state.getAndSet(ENDED) != ENDED;
			Disposable set = this.timer;
			if (set != null) {
				set.dispose();
			}
			return first;
		}

		private void cancelUpstream() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				BodySubscription.cancel(subscription);
			}
		}

		private void setTimer(long nanos) {
			Disposable set = this.scheduler.schedule(this, nanos, TimeUnit.NANOSECONDS);
			this.timer = set;
			if (this.state.get() == ENDED) {
				set.dispose();
			}
		}

		private long now() {
			return this.scheduler.now(TimeUnit.NANOSECONDS);
		}

	}

}
