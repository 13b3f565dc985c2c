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

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * Fails a subscription whose subscriber throws. Reactor's operators do not handle an
 * {@link Error} such as {@link NoClassDefFoundError}.
 * <p>
 * Otherwise, the caller would wait forever. And the exception would reach a thread of the
 * HTTP client: the I/O reactor of HttpComponents shuts down then.
 */
final class SubscriberFailure {

	private SubscriberFailure() {
	}

	/**
	 * Cancels the source and sends the error to the subscriber, even to one that has
	 * cancelled: operators such as {@code next} cancel before they pass their value on.
	 */
	static void end(Runnable cancel, CoreSubscriber<?> actual, Throwable ex) {
		try {
			cancel.run();
		}
		catch (Throwable another) {
			ex.addSuppressed(another);
		}
		try {
			actual.onError(ex);
		}
		catch (Throwable another) {
			drop(actual, another);
		}
		rethrowIfFatal(ex);
	}

	/**
	 * Reports an error that no subscriber can receive.
	 */
	static void drop(CoreSubscriber<?> actual, Throwable ex) {
		Operators.onErrorDropped(ex, actual.currentContext());
		rethrowIfFatal(ex);
	}

	/**
	 * Throws errors of the JVM itself, once the state is consistent. A stack overflow and
	 * a missing class are not among them.
	 */
	static void rethrowIfFatal(Throwable ex) {
		if (ex instanceof VirtualMachineError fatal && !(ex instanceof StackOverflowError)) {
			throw fatal;
		}
	}

}
