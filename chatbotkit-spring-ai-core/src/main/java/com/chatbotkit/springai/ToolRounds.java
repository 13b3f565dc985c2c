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
 * Ends a question whose bot asks for tools again and again. Spring AI's tool loop (2.0.0)
 * has no limit of its own.
 */
final class ToolRounds {

	private ToolRounds() {
	}

	/**
	 * Refuses the request that would be one round too many.
	 * @throws RuntimeException a failure with the code {@code TOO_MANY_TOOL_ROUNDS}
	 */
	static void check(List<Message> messages, ChatBotKitApi api, ChatCompletionRequest request) {
		int most = api.limits().toolRounds();
		if (messages.size() > most && count(messages) > most) {
			throw api.refusedRequest(request, "TOO_MANY_TOOL_ROUNDS", "the bot asked for tools in more than " + most
					+ " rounds and still does not answer. Its next request was not"
					+ " sent. Look at what the tools return to it, or raise spring.ai.chatbotkit.limits.tool-rounds");
		}
	}

	/**
	 * Counts the answers with tool calls since the user last said something.
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
