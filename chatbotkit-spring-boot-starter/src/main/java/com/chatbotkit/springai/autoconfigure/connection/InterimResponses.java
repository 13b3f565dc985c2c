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
 * Counts the interim responses to one request, for clients that skip them without end.
 */
final class InterimResponses {

	/** As on Reactor Netty. */
	private static final int MOST = 1000;

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Counts one more.
	 * @return the failure if there were too many, else null
	 */
	@Nullable ProtocolException add() {
		// The client knows these words, which are the JDK's.
		return (this.count.incrementAndGet() > MOST)
				? new ProtocolException("Too many interim responses received: more than " + MOST) : null;
	}

}
