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

package com.chatbotkit.springai.api.reactive;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Base of an operator that also signals to its subscriber what the subscriber itself
 * throws: exceptions, and each {@link Error} that Reactor's operators do not handle, such
 * as a {@link NoClassDefFoundError}.
 * <p>
 * Otherwise the caller would wait forever, and the exception would reach a thread of the
 * HTTP client: the I/O reactor of HttpComponents shuts down then.
 *
 * @param <I> what the source sends
 * @param <O> what the subscriber gets
 */
public abstract class GuardedSubscriber<I, O> implements CoreSubscriber<I>, Subscription {

	private final CoreSubscriber<? super O> actual;

	private volatile Subscription upstream = Operators.emptySubscription();

	/**
	 * Creates a subscriber.
	 * @param actual the subscriber behind it
	 */
	protected GuardedSubscriber(CoreSubscriber<? super O> actual) {
		this.actual = actual;
	}

	/**
	 * Returns the subscriber behind this one.
	 */
	protected final CoreSubscriber<? super O> actual() {
		return this.actual;
	}

	/**
	 * Returns the subscription of the source, or an empty one before there is any.
	 */
	protected final Subscription upstream() {
		return this.upstream;
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		try {
			this.actual.onSubscribe(this);
		}
		catch (Throwable ex) {
			abort(ex);
		}
	}

	@Override
	public void request(long n) {
		this.upstream.request(n);
	}

	@Override
	public void cancel() {
		cancelSource();
	}

	/**
	 * Passes a value on, and aborts if the subscriber throws.
	 * @param value the value
	 */
	protected void deliver(O value) {
		try {
			this.actual.onNext(value);
		}
		catch (Throwable ex) {
			abort(ex);
		}
	}

	/**
	 * Completes the subscriber, and aborts if it throws.
	 */
	protected void complete() {
		try {
			this.actual.onComplete();
		}
		catch (Throwable ex) {
			abort(ex);
		}
	}

	/**
	 * Cancels the source.
	 */
	protected void cancelSource() {
		this.upstream.cancel();
	}

	/**
	 * Cancels the source and signals an error, even to a subscriber that has cancelled:
	 * operators such as {@code next} cancel before they pass on a value.
	 * @param ex what the subscriber has thrown
	 */
	protected void abort(Throwable ex) {
		try {
			cancelSource();
		}
		catch (Throwable another) {
			ex.addSuppressed(another);
		}
		fail(this.actual, ex);
		rethrowIfFatal(ex);
	}

	/**
	 * Signals an error, and reports what the subscriber throws from its handler.
	 * @param actual the subscriber
	 * @param ex the error
	 */
	protected static void fail(CoreSubscriber<?> actual, Throwable ex) {
		try {
			actual.onError(ex);
		}
		catch (Throwable another) {
			drop(actual, another);
		}
	}

	/**
	 * Reports an error that no subscriber can receive.
	 * @param actual the subscriber that cannot
	 * @param ex the error
	 */
	protected static void drop(CoreSubscriber<?> actual, Throwable ex) {
		Operators.onErrorDropped(ex, actual.currentContext());
		rethrowIfFatal(ex);
	}

	/**
	 * Rethrows errors of the JVM such as an {@link OutOfMemoryError}, after the state is
	 * consistent. A stack overflow or a missing class does not endanger the JVM.
	 * @param ex what was caught
	 */
	public static void rethrowIfFatal(Throwable ex) {
		if (ex instanceof VirtualMachineError fatal && !(ex instanceof StackOverflowError)) {
			throw fatal;
		}
	}

}
