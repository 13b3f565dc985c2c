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

import java.time.Duration;
import java.util.Objects;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Limits the number of connections, and the time that a request waits for a free one.
 *
 * @param max most connections at once: one streamed answer takes one for as long as it
 * lasts. Defaults to 2000
 * @param acquireTimeout how long a request waits for a free connection in all, its
 * retries included. Defaults to 45 s
 * @param inUse counts the connections in use of a connector that the application
 * provides. Null, the default, if the client makes the connections itself. Also null if
 * they cannot be counted; then only the connector limits the wait
 */
public record ChatBotKitConnectionLimit(int max, Duration acquireTimeout, @Nullable IntSupplier inUse) {

	public ChatBotKitConnectionLimit {
		Assert.isTrue(max > 0, () -> "The maximum number of connections must be at least 1, but is " + max);
		Objects.requireNonNull(acquireTimeout, "The acquire timeout must not be null");
		Assert.isTrue(acquireTimeout.toNanos() > 0,
				() -> "The acquire timeout must be more than zero, for example 45s, but is " + acquireTimeout);
	}

	/**
	 * Returns the defaults.
	 * @return 2000, 45 s
	 */
	public static ChatBotKitConnectionLimit defaults() {
		return new ChatBotKitConnectionLimit(2000, Duration.ofSeconds(45), null);
	}

	/**
	 * Returns this limit with another number of connections.
	 * @param max most connections at once, at least 1
	 * @return the changed copy
	 */
	public ChatBotKitConnectionLimit withMax(int max) {
		return new ChatBotKitConnectionLimit(max, this.acquireTimeout, this.inUse);
	}

	/**
	 * Returns this limit with another wait.
	 * @param acquireTimeout how long a request waits in all, more than zero
	 * @return the changed copy
	 */
	public ChatBotKitConnectionLimit withAcquireTimeout(Duration acquireTimeout) {
		return new ChatBotKitConnectionLimit(this.max, acquireTimeout, this.inUse);
	}

	/**
	 * Returns this limit for connections that a given connector makes.
	 * @param inUse counts those in use; it must not block
	 * @return the changed copy
	 */
	public ChatBotKitConnectionLimit countedBy(IntSupplier inUse) {
		return new ChatBotKitConnectionLimit(this.max, this.acquireTimeout, inUse);
	}

}
