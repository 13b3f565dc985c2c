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
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Fails a body if the server is silent for too long while data is requested.
 * <p>
 * Unlike {@link Flux#timeout(java.time.Duration)}, it does not count the time in which
 * nothing is requested or the subscriber processes a buffer, and it does not set a timer
 * for each buffer.
 */
final class IdleTimeout extends FluxOperator<DataBuffer, DataBuffer> {

	private static final String CODE = "STREAM_IDLE_TIMEOUT";

	private final Watchdog watchdog;

	IdleTimeout(Flux<? extends DataBuffer> source, Watchdog watchdog) {
		super(source);
		this.watchdog = watchdog;
	}

	/**
	 * Whether a stream has failed because of the server's silence.
	 */
	static boolean isSilence(Throwable ex) {
		return ex instanceof ExchangeException broken && broken.code().equals(CODE);
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		Watch watch = new Watch(actual, this.watchdog);
		this.source.subscribe(watch);
		watch.body.subscribed();
	}

	/**
	 * Watches one subscription.
	 */
	private static final class Watch extends WatchedSubscriber<DataBuffer> {

		private final BodyCancellation body = new BodyCancellation();

		private final AtomicLong requested = new AtomicLong();

		private final AtomicBoolean watched = new AtomicBoolean();

		private volatile long silentSince;

		Watch(CoreSubscriber<? super DataBuffer> actual, Watchdog watchdog) {
			super(actual, watchdog);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			if (!change(State.WAITING, State.NOT_WAITING)) {
				DataBufferUtils.release(buffer);
				return;
			}
			if (this.requested.get() != Long.MAX_VALUE) {
				this.requested.decrementAndGet();
			}
			deliver(buffer);
			this.silentSince = watchdog().now();
			change(State.NOT_WAITING, State.WAITING);
		}

		@Override
		public void request(long n) {
			if (this.requested.get() == 0) {
				this.silentSince = watchdog().now();
			}
			this.requested.accumulateAndGet(n, Operators::addCap);
			if (this.watched.compareAndSet(false, true)) {
				watch();
			}
			super.request(n);
		}

		@Override
		public long nanosLeft(long now) {
			boolean silent = is(State.WAITING) && this.requested.get() > 0;
			return watchdog().timeout().toNanos() - (silent ? now - this.silentSince : 0);
		}

		/**
		 * Fails, unless data has arrived in the meantime, or none is requested any more.
		 */
		@Override
		public void expire() {
			if (nanosLeft(watchdog().now()) > 0 || !fail(CODE, "the server was silent for "
					+ watchdog().timeout().toMillis() + " ms while more of the answer was wanted")) {
				watch();
			}
		}

		@Override
		protected void cancelSource() {
			this.body.cancel(upstream());
		}

	}

}
