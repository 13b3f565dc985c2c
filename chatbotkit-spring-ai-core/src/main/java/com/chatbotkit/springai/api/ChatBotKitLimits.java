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
 * Limits the data of a response that the client keeps in memory or logs, and the tool
 * calls of a bot. A streamed response as a whole has no limit.
 *
 * @param eventSize the most bytes of one event of a stream, and of an answer in one
 * piece; more is an error. Defaults to 32 MiB
 * @param errorBodySize the most bytes of an error's body that are read; more is cut.
 * Defaults to 64 KiB
 * @param loggedBodySize the most bytes of a body that the logger
 * {@code com.chatbotkit.springai.wire} shows at TRACE. Defaults to 4 KiB
 * @param toolCalls the most tool calls of one answer, at most 100,000; more is an error.
 * Defaults to 1,000
 * @param toolCallsSize the most bytes of the names, ids and arguments of all tool calls
 * of one answer, a character counting as one; more is an error. Defaults to 32 MiB
 * @param toolRounds the maximum number of consecutive responses with tool calls for one
 * prompt; after more of them, the next request is not sent. Defaults to 40
 */
public record ChatBotKitLimits(int eventSize, int errorBodySize, int loggedBodySize, int toolCalls, int toolCallsSize,
		int toolRounds) {

	public ChatBotKitLimits {
		Assert.isTrue(eventSize > 0, "The limit of an event must be more than zero bytes");
		Assert.isTrue(errorBodySize > 0, "The limit of an error body must be more than zero bytes");
		Assert.isTrue(loggedBodySize > 0, "The limit of a logged body must be more than zero bytes");
		Assert.isTrue(toolCalls > 0 && toolCalls <= ToolCallReader.MOST_IN_ONE_EVENT,
				"The limit of tool calls must be from 1 to " + ToolCallReader.MOST_IN_ONE_EVENT);
		Assert.isTrue(toolCallsSize > 0, "The limit of the size of tool calls must be more than zero bytes");
		Assert.isTrue(toolRounds > 0, "The limit of tool rounds must be at least 1");
	}

	/**
	 * Returns the defaults.
	 * @return 32 MiB, 64 KiB, 4 KiB, 1,000, 32 MiB, 40
	 */
	public static ChatBotKitLimits defaults() {
		return new ChatBotKitLimits(32 * 1024 * 1024, 64 * 1024, 4 * 1024, 1_000, 32 * 1024 * 1024, 40);
	}

}
