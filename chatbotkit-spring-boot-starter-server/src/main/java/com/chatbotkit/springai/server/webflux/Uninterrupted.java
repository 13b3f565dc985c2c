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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Hands signals on while their thread is not interrupted, and interrupts it again
 * afterwards; who cancels meanwhile, and would interrupt it, does so when the signal has
 * been handed on. A servlet container writes a whole answer on the agent's thread, and a
 * connection is closed where an interrupted thread writes to it, with all its streams
 * over HTTP/2.
 */
final class Uninterrupted<T> implements CoreSubscriber<T>, Subscription {

	private final CoreSubscriber<? super T> actual;

	private @Nullable Subscription upstream;

	// This object guards what follows.
	private int signals;

	private boolean cancelled;

	private Uninterrupted(CoreSubscriber<? super T> actual) {
		this.actual = actual;
	}

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
		this.upstream = subscription;
		this.actual.onSubscribe(this);
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

	@Override
	public void request(long n) {
		subscription().request(n);
	}

	@Override
	public void cancel() {
		synchronized (this) {
			this.cancelled = true;
			if (this.signals > 0) {
				return;
			}
		}
		subscription().cancel();
	}

	private void run(Runnable signal) {
		synchronized (this) {
			this.signals++;
		}
		boolean interrupted = Thread.interrupted();
		try {
			signal.run();
		}
		finally {
			if (isLast()) {
				subscription().cancel();
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Ends a signal, and returns whether there is to be none after it. */
	private synchronized boolean isLast() {
		this.signals--;
		return this.cancelled && this.signals == 0;
	}

	private Subscription subscription() {
		Subscription subscription = this.upstream;
		if (subscription == null) {
			throw new IllegalStateException("Not subscribed");
		}
		return subscription;
	}

}
