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

package com.chatbotkit.springai;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * Signals errors to a subscriber, including those that it throws itself: exceptions, and
 * each {@link Error} that Reactor's operators do not catch, such as a
 * {@link NoClassDefFoundError}. Without the signal, the stream would never end.
 */
final class SubscriberSignals {

	private SubscriberSignals() {
	}

	/**
	 * Cancels the source and signals the error, even if the subscriber has cancelled:
	 * operators such as {@code next} cancel before they pass on a value.
	 */
	static void end(Subscription source, CoreSubscriber<?> actual, Throwable ex) {
		try {
			source.cancel();
		}
		catch (Throwable another) {
			ex.addSuppressed(another);
		}
		fail(actual, ex);
		rethrowIfFatal(ex);
	}

	/**
	 * Signals the error, and reports what the subscriber throws from its handler.
	 */
	static void fail(CoreSubscriber<?> actual, Throwable ex) {
		try {
			actual.onError(ex);
		}
		catch (Throwable another) {
			Operators.onErrorDropped(another, actual.currentContext());
			rethrowIfFatal(another);
		}
	}

	/**
	 * Rethrows errors of the JVM such as an {@link OutOfMemoryError}, after the state is
	 * consistent. A stack overflow or a missing class does not endanger the JVM.
	 */
	private static void rethrowIfFatal(Throwable ex) {
		if (ex instanceof VirtualMachineError fatal && !(ex instanceof StackOverflowError)) {
			throw fatal;
		}
	}

}
