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

import org.springframework.util.Assert;

/**
 * How much of an answer is kept in memory at once. A streamed answer as a whole has no
 * limit.
 *
 * @param eventSize the most bytes of one event of a stream, and of an answer in one
 * piece; more is an error. Defaults to 32 MiB
 * @param errorBodySize the most bytes of an error's body that are read; more is cut.
 * Defaults to 64 KiB
 * @param loggedBodySize the most bytes of a body that the logger
 * {@code com.chatbotkit.springai.wire} shows at TRACE. Defaults to 4 KiB
 */
public record ChatBotKitLimits(int eventSize, int errorBodySize, int loggedBodySize) {

	private static final int LOGGED_BODY_SIZE = 4 * 1024;

	public ChatBotKitLimits {
		Assert.isTrue(eventSize > 0, "The limit of an event must be more than zero bytes");
		Assert.isTrue(errorBodySize > 0, "The limit of an error body must be more than zero bytes");
		Assert.isTrue(loggedBodySize > 0, "The limit of a logged body must be more than zero bytes");
	}

	/**
	 * Creates limits with the default of what is logged.
	 * @param eventSize the most bytes of one event or answer
	 * @param errorBodySize the most bytes of an error's body that are read
	 */
	public ChatBotKitLimits(int eventSize, int errorBodySize) {
		this(eventSize, errorBodySize, LOGGED_BODY_SIZE);
	}

	/**
	 * Returns the defaults.
	 * @return 32 MiB, 64 KiB, 4 KiB
	 */
	public static ChatBotKitLimits defaults() {
		return new ChatBotKitLimits(32 * 1024 * 1024, 64 * 1024, LOGGED_BODY_SIZE);
	}

}
