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

package com.chatbotkit.springai.server.chat;

import java.util.function.Supplier;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Guards the threads on which a model's stream is subscribed to and comes: what the code
 * behind the stream throws there, fails the agent's stream.
 */
record ModelGuard<T>(CoreSubscriber<? super T> actual, AgentThread<?> thread) implements CoreSubscriber<T> {

	static <T> Flux<T> in(Supplier<Flux<T>> stream) {
		return new Flux<T>() {
			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				AgentThread<?> thread = AgentThread.of(actual);
				if (thread == null) {
					stream.get().subscribe(actual);
					return;
				}
				Flux<T> source;
				try {
					source = stream.get();
				}
				catch (Throwable ex) {
					Operators.error(actual, CarriedError.of(ex));
					return;
				}
				thread.guard(() -> source.subscribe(new ModelGuard<>(actual, thread)));
			}
		};
	}

	/**
	 * Returns the failure of a model as it was before it came through here.
	 */
	static Throwable original(Throwable failure) {
		return (failure instanceof CarriedError carried) ? carried.error : failure;
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.thread.guard(() -> this.actual.onSubscribe(subscription));
	}

	@Override
	public void onNext(T next) {
		try {
			this.actual.onNext(next);
		}
		catch (Throwable ex) {
			this.thread.fail(ex);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.thread.guard(() -> this.actual.onError(CarriedError.of(failure)));
	}

	@Override
	public void onComplete() {
		this.thread.guard(this.actual::onComplete);
	}

	/**
	 * Carries an {@link Error} as an exception, because Reactor's operators throw some
	 * errors instead of signalling them (3.8.6), {@code doOnNext} for example.
	 */
	private static final class CarriedError extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Throwable error;

		private CarriedError(Throwable error) {
			super(error);
			this.error = error;
		}

		static Throwable of(Throwable ex) {
			return Exceptions.isJvmFatal(ex) ? new CarriedError(ex) : ex;
		}

	}

}
