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
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

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
	private static final class Guard<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private volatile @Nullable Subscription upstream;

		/** Whether an error was told, so that there is nothing more to tell. */
		private volatile boolean failed;

		Guard(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			guard(() -> this.actual.onSubscribe(this));
		}

		@Override
		public void onNext(T next) {
			guard(() -> this.actual.onNext(next));
		}

		@Override
		public void onComplete() {
			if (!this.failed) {
				guard(this.actual::onComplete);
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (this.failed) {
				Operators.onErrorDropped(ex, currentContext());
				return;
			}
			this.failed = true;
			guard(() -> this.actual.onError(ex));
		}

		@Override
		public void request(long n) {
			upstream().request(n);
		}

		@Override
		public void cancel() {
			upstream().cancel();
		}

		private void guard(Runnable signal) {
			try {
				signal.run();
			}
			catch (Throwable ex) {
				if (this.failed) {
					SubscriberFailure.drop(this.actual, ex);
					return;
				}
				this.failed = true;
				SubscriberFailure.end(this::cancel, this.actual, ex);
			}
		}

		private Subscription upstream() {
			Subscription subscription = this.upstream;
			return (subscription != null) ? subscription : Operators.emptySubscription();
		}

	}

}
