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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Passes the signals of one request on until the request ends or the client is closed.
 * Signals never overlap.
 *
 * @param <T> the completion or a chunk
 */
final class OpenRequest<T> extends GuardedSubscriber<T, T> {

	/** Marks a request that has ended without an error. */
	private static final Object COMPLETE = new Object();

	private final OpenRequests openRequests;

	private final Function<Boolean, RuntimeException> failure;

	/** The first end: {@link #COMPLETE} or an error. */
	private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

	/** The number of signals to pass on: a value, and the end once there is one. */
	private final AtomicInteger signals = new AtomicInteger();

	private volatile boolean cancelled;

	OpenRequest(CoreSubscriber<? super T> actual, OpenRequests openRequests,
			Function<Boolean, RuntimeException> failure) {
		super(actual);
		this.openRequests = openRequests;
		this.failure = failure;
	}

	/**
	 * Fails the request unless it has ended. Its exchange ends now, and its subscriber
	 * gets the error shortly afterwards on another thread.
	 */
	void end() {
		if (!this.end.compareAndSet(null, this.failure.apply(true))) {
			return;
		}
		try {
			cancelSource();
		}
		catch (Throwable ex) {
			drop(actual(), ex);
		}
		this.openRequests.schedule(this::passEndOn);
	}

	/**
	 * Whether any part of the request may have been sent.
	 */
	boolean isSent() {
		return Attempts.of(currentContext()).isSent();
	}

	/**
	 * Whether the request has ended or was cancelled.
	 */
	boolean isOver() {
		return this.cancelled || this.end.get() != null;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		super.onSubscribe(subscription);
		this.openRequests.add(this);
	}

	@Override
	public void onNext(T value) {
		if (!this.signals.compareAndSet(0, 1)) {
			return;
		}
		try {
			actual().onNext(value);
		}
		finally {
			if (this.signals.decrementAndGet() != 0) {
				deliverEnd();
			}
		}
	}

	@Override
	public void onError(Throwable ex) {
		// An error after the end is a consequence of it.
		if (this.end.compareAndSet(null, ex)) {
			passEndOn();
		}
	}

	@Override
	public void onComplete() {
		if (this.end.compareAndSet(null, COMPLETE)) {
			passEndOn();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.openRequests.remove(this);
		super.cancel();
	}

	@Override
	protected void abort(Throwable ex) {
		this.cancelled = true;
		super.abort(ex);
	}

	/**
	 * Passes the end on, at once or after the value that is being passed on.
	 */
	private void passEndOn() {
		if (this.signals.getAndIncrement() == 0) {
			deliverEnd();
		}
	}

	private void deliverEnd() {
		this.openRequests.remove(this);
		if (this.end.get() instanceof Throwable ex) {
			actual().onError(ex);
		}
		else {
			actual().onComplete();
		}
	}

}
