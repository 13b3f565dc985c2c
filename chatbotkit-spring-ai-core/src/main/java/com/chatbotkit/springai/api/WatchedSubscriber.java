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

import com.chatbotkit.springai.api.reactive.GuardedSubscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * Passes the signals of one subscription on, and fails it if the expected signal comes
 * too late.
 *
 * @param <T> what is passed on
 */
abstract class WatchedSubscriber<T> extends GuardedSubscriber<T, T> implements Watchdog.Watched {

	/**
	 * Only a subscription that waits for a signal can be late.
	 */
	enum State {

		WAITING, NOT_WAITING, ENDED

	}

	private final Watchdog watchdog;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	WatchedSubscriber(CoreSubscriber<? super T> actual, Watchdog watchdog) {
		super(actual);
		this.watchdog = watchdog;
	}

	final Watchdog watchdog() {
		return this.watchdog;
	}

	final boolean is(State expected) {
		return this.state.get() == expected;
	}

	/**
	 * Changes the state if it is the expected one.
	 */
	final boolean change(State expected, State next) {
		return this.state.compareAndSet(expected, next);
	}

	final void watch() {
		this.watchdog.add(this);
		if (is(State.ENDED)) {
			this.watchdog.remove(this);
		}
	}

	/**
	 * Ends the subscription with an error, and the source with it.
	 * @return false if it was not waiting
	 */
	final boolean fail(String code, String message) {
		return fail(new ExchangeException(code, message));
	}

	final boolean fail(ExchangeException ex) {
		if (!change(State.WAITING, State.ENDED)) {
			return false;
		}
		cancelSource();
		deliverError(ex);
		return true;
	}

	@Override
	protected final void deliver(T value) {
		Delivery delivery = Delivery.begin();
		try {
			super.deliver(value);
		}
		finally {
			delivery.end();
		}
	}

	@Override
	public final void onError(Throwable ex) {
		if (end()) {
			deliverError(ex);
		}
		else {
			failedLate(ex);
		}
	}

	/**
	 * Handles an error that comes after the end, when no subscriber can receive it.
	 */
	void failedLate(Throwable ex) {
		Operators.onErrorDropped(ex, currentContext());
	}

	@Override
	public final void onComplete() {
		if (end()) {
			Delivery delivery = Delivery.begin();
			try {
				complete();
			}
			finally {
				delivery.end();
			}
		}
	}

	private void deliverError(Throwable failed) {
		Delivery delivery = Delivery.begin();
		try {
			fail(actual(), failed);
		}
		finally {
			delivery.end();
		}
	}

	@Override
	public final void cancel() {
		end();
		cancelSource();
	}

	@Override
	protected final void abort(Throwable ex) {
		end();
		super.abort(ex);
	}

	/**
	 * Called when the subscription has ended, for whatever reason. Does nothing by
	 * default.
	 */
	void ended() {
	}

	private boolean end() {
		boolean first = this.state.getAndSet(State.ENDED) != State.ENDED;
		this.watchdog.remove(this);
		ended();
		return first;
	}

}
