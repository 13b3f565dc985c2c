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

import java.util.Objects;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitLimits;
import com.chatbotkit.springai.api.ChatCompletionRequest;

/**
 * Limits the number and the total size of the tool calls of one response, because they
 * are kept in memory until the response is complete.
 */
final class ToolCallLimit {

	/** No server needs as many, and each is compared with the calls before it. */
	private static final int MOST_MESSAGES = 10_000;

	private final ChatBotKitApi api;

	private final ChatCompletionRequest request;

	private final int rounds;

	/**
	 * Creates the limits for one answer.
	 * @param rounds the rounds of tool calls before it
	 */
	ToolCallLimit(ChatBotKitApi api, ChatCompletionRequest request, int rounds) {
		this.api = api;
		this.request = request;
		this.rounds = rounds;
	}

	/**
	 * Returns the limits of a client. A mocked one has the defaults.
	 */
	static ChatBotKitLimits limits(ChatBotKitApi api) {
		return Objects.requireNonNullElseGet(api.limits(), ChatBotKitLimits::defaults);
	}

	/**
	 * Checks that the answer may ask for tools once more.
	 */
	void checkRounds() {
		ToolRounds.check(this.rounds + 1, this.api, this.request);
	}

	/**
	 * Checks the number of messages that list the calls of the answer again.
	 */
	void checkMessages(int messages) {
		if (messages > MOST_MESSAGES) {
			throw this.api.unusableAnswer(this.request, "TOO_MANY_TOOL_CALLS",
					"the answer lists its tool calls in more than " + MOST_MESSAGES + " messages");
		}
	}

	void check(int calls, long size) {
		ChatBotKitLimits limits = limits(this.api);
		if (calls > limits.toolCalls()) {
			throw this.api.unusableAnswer(this.request, "TOO_MANY_TOOL_CALLS", "the answer has more than "
					+ limits.toolCalls() + " tool calls (spring.ai.chatbotkit.limits.tool-calls)");
		}
		if (size > limits.toolCallsSize()) {
			throw this.api.unusableAnswer(this.request, "TOOL_CALLS_TOO_LARGE",
					"the tool calls of the answer have more than " + limits.toolCallsSize()
							+ " bytes (spring.ai.chatbotkit.limits.tool-calls-size)");
		}
	}

}
