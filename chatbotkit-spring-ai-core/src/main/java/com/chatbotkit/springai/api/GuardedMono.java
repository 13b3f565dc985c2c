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

import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;

/**
 * Passes a single result on, also to a subscriber that throws. That subscriber gets the
 * exception as an error signal, because the operators before this one have ended by then.
 */
final class GuardedMono<T> extends MonoOperator<T, T> {

	GuardedMono(Mono<T> source) {
		super(source);
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new Guard<>(actual));
	}

	/**
	 * Guards one subscription.
	 */
	private static final class Guard<T> extends GuardedSubscriber<T, T> {

		/** Whether the subscriber got an error, so that no other signal may follow. */
		private volatile boolean failed;

		Guard(CoreSubscriber<? super T> actual) {
			super(actual);
		}

		@Override
		public void onNext(T next) {
			deliver(next);
		}

		@Override
		public void onComplete() {
			if (!this.failed) {
				complete();
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (this.failed) {
				Operators.onErrorDropped(ex, currentContext());
				return;
			}
			this.failed = true;
			fail(actual(), ex);
		}

		@Override
		protected void abort(Throwable ex) {
			if (this.failed) {
				drop(actual(), ex);
				return;
			}
			this.failed = true;
			super.abort(ex);
		}

	}

}
