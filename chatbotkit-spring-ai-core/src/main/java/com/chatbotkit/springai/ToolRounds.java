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

import java.util.List;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatCompletionRequest;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Limits the rounds of tool calls for one question, because Spring AI's tool loop (2.0.0)
 * has no limit.
 */
final class ToolRounds {

	private ToolRounds() {
	}

	/**
	 * Refuses a request that exceeds the limit.
	 * @throws RuntimeException a failure with the code {@code TOO_MANY_TOOL_ROUNDS}
	 */
	static void check(List<Message> messages, ChatBotKitApi api, ChatCompletionRequest request) {
		int maxRounds = api.limits().toolRounds();
		if (messages.size() > maxRounds && count(messages) > maxRounds) {
			throw api.refusedRequest(request, "TOO_MANY_TOOL_ROUNDS", "the bot asked for tools in more than "
					+ maxRounds + " rounds and still does not answer. Its next request was not"
					+ " sent. Look at what the tools return to it, or raise spring.ai.chatbotkit.limits.tool-rounds");
		}
	}

	/**
	 * Counts the responses with tool calls since the last user message.
	 */
	private static int count(List<Message> messages) {
		int rounds = 0;
		for (int i = messages.size() - 1; i >= 0 && !(messages.get(i) instanceof UserMessage); i--) {
			if (messages.get(i) instanceof AssistantMessage answer && answer.hasToolCalls()) {
				rounds++;
			}
		}
		return rounds;
	}

}
