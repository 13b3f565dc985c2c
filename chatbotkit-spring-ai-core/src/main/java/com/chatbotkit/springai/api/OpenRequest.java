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
 * @param <T> a piece of the answer
 */
final class OpenRequest<T> extends GuardedSubscriber<T, T> {

	/** How a request ends that does not fail. */
	private static final Object COMPLETE = new Object();

	private final OpenRequests openRequests;

	private final Function<Boolean, RuntimeException> failure;

	/** The first end there was: {@link #COMPLETE}, or what it failed with. */
	private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

	/** Those being passed on, and the end once there is one. */
	private final AtomicInteger signals = new AtomicInteger();

	private volatile boolean cancelled;

	OpenRequest(CoreSubscriber<? super T> actual, OpenRequests openRequests,
			Function<Boolean, RuntimeException> failure) {
		super(actual);
		this.openRequests = openRequests;
		this.failure = failure;
	}

	/**
	 * Ends the request, unless it has ended: its exchange now, and a moment later its
	 * caller is told.
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
		this.openRequests.tell(this::passEndOn);
	}

	/**
	 * Whether anything of it may have been sent.
	 */
	boolean isSent() {
		return Attempts.of(currentContext()).isSent();
	}

	/**
	 * Whether there is nothing left to end.
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
	public void onNext(T piece) {
		if (!this.signals.compareAndSet(0, 1)) {
			return;
		}
		try {
			actual().onNext(piece);
		}
		finally {
			if (this.signals.decrementAndGet() != 0) {
				deliverEnd();
			}
		}
	}

	@Override
	public void onError(Throwable ex) {
		// What fails because it was ended is no news.
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
	 * At once, or else after the piece that is being passed on.
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
