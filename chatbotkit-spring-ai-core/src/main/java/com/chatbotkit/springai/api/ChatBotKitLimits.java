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
 */
public record ChatBotKitLimits(int eventSize, int errorBodySize) {

	public ChatBotKitLimits {
		Assert.isTrue(eventSize > 0, "The limit of an event must be more than zero bytes");
		Assert.isTrue(errorBodySize > 0, "The limit of an error body must be more than zero bytes");
	}

	/**
	 * Returns the defaults.
	 * @return 32 MiB, 64 KiB
	 */
	public static ChatBotKitLimits defaults() {
		return new ChatBotKitLimits(32 * 1024 * 1024, 64 * 1024);
	}

}
