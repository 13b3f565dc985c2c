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

package com.chatbotkit.springai.autoconfigure.connection;

import java.net.ProtocolException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Limits the interim responses to one request, for clients that skip any number of them.
 */
final class InterimResponses {

	/** The same as for Reactor Netty. */
	private static final int MAX = 1000;

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Counts one response.
	 * @return the failure if there were too many, or else null
	 */
	@Nullable ProtocolException add() {
		// The client recognizes this message, which is the JDK's.
		return (this.count.incrementAndGet() > MAX)
				? new ProtocolException("Too many interim responses received: more than " + MAX) : null;
	}

}
