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
 * Ends a subscription whose subscriber threw where it should only listen: an exception,
 * or an {@link Error} such as a {@link NoClassDefFoundError}, which Reactor's operators
 * let through.
 * <p>
 * Whoever waits for the end would wait for ever otherwise. And the thread is the HTTP
 * client's, which some do not survive: Apache's I/O reactor shuts down.
 */
final class SubscriberFailure {

	private SubscriberFailure() {
	}

	/**
	 * Cancels the source and tells the subscriber, also one that has cancelled: operators
	 * such as {@code next} do that before they pass on what came, and wait for no more.
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
	 * Reports what nobody can be told any more.
	 */
	static void drop(CoreSubscriber<?> actual, Throwable ex) {
		Operators.onErrorDropped(ex, actual.currentContext());
		rethrowIfFatal(ex);
	}

	/**
	 * Throws what says that the JVM is in trouble, once nothing is left half done. A
	 * stack that was too deep is no trouble any more, nor is a missing class.
	 */
	static void rethrowIfFatal(Throwable ex) {
		if (ex instanceof VirtualMachineError fatal && !(ex instanceof StackOverflowError)) {
			throw fatal;
		}
	}

}
