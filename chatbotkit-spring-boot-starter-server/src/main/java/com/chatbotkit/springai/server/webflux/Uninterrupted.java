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

package com.chatbotkit.springai.server.webflux;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Hands signals on while their thread is not interrupted, and interrupts it again
 * afterwards. A servlet container writes on the agent's thread, and a socket is closed
 * where an interrupted thread writes to it.
 */
record Uninterrupted<T>(CoreSubscriber<? super T> actual) implements CoreSubscriber<T> {

	@SuppressWarnings("unchecked")
	static <T, P extends Publisher<T>> P of(P source) {
		return (P) Operators.<T, T>lift((scannable, actual) -> new Uninterrupted<>(actual)).apply(source);
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.actual.onSubscribe(subscription);
	}

	@Override
	public void onNext(T item) {
		run(() -> this.actual.onNext(item));
	}

	@Override
	public void onError(Throwable failure) {
		run(() -> this.actual.onError(failure));
	}

	@Override
	public void onComplete() {
		run(this.actual::onComplete);
	}

	private static void run(Runnable signal) {
		boolean interrupted = Thread.interrupted();
		try {
			signal.run();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
