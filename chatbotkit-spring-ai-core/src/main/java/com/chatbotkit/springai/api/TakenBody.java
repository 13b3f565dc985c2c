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

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The body of one request, which says when it is taken.
 * <p>
 * It can be refused then. Unlike {@code Mono.fromSupplier} it says nothing of that to a
 * subscriber that has cancelled, and releases what nobody has taken.
 */
final class TakenBody extends Mono<DataBuffer> {

	private final DataBuffer body;

	private final @Nullable Runnable taken;

	/**
	 * @param taken runs when the body is asked for; it is not sent if that throws
	 */
	TakenBody(DataBuffer body, @Nullable Runnable taken) {
		this.body = body;
		this.taken = taken;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		actual.onSubscribe(new Taking(actual, this.body, this.taken));
	}

	/**
	 * Where a subscription is.
	 */
	private enum State {

		WAITING, TAKEN, CANCELLED

	}

	/**
	 * The subscription of the one who sends it.
	 */
	private static final class Taking implements Subscription {

		private final CoreSubscriber<? super DataBuffer> actual;

		private final DataBuffer body;

		private final @Nullable Runnable taken;

		private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

		Taking(CoreSubscriber<? super DataBuffer> actual, DataBuffer body, @Nullable Runnable taken) {
			this.actual = actual;
			this.body = body;
			this.taken = taken;
		}

		@Override
		public void request(long n) {
			if (!Operators.validate(n) || !this.state.compareAndSet(State.WAITING, State.TAKEN)) {
				return;
			}
			try {
				if (this.taken != null) {
					this.taken.run();
				}
			}
			catch (Throwable ex) {
				DataBufferUtils.release(this.body);
				if (this.state.get() != State.CANCELLED) {
					this.actual.onError(ex);
				}
				return;
			}
			if (this.state.get() == State.CANCELLED) {
				DataBufferUtils.release(this.body);
				return;
			}
			this.actual.onNext(this.body);
			if (this.state.get() != State.CANCELLED) {
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			if (this.state.getAndSet(State.CANCELLED) == State.WAITING) {
				DataBufferUtils.release(this.body);
			}
		}

	}

}
