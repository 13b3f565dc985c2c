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
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatCompletionRequest;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Limits the rounds of tool calls for one question, because Spring AI's tool loop has no
 * limit (2.0.0), or ends as if the bot had answered (2.0.1).
 * <p>
 * It counts the rounds in the messages. If a chat memory within the loop has dropped
 * some, or an advisor adds a user message to each round, it uses the options, which are
 * the same object in each round and count the requests with tool results.
 */
final class ToolRounds {

	private ToolRounds() {
	}

	/**
	 * Counts the rounds before a request.
	 * @param prompt the prompt, with the same options object in all rounds of a question
	 * @return the number of rounds, 0 for a new question
	 */
	static int count(Prompt prompt) {
		List<Message> messages = prompt.getInstructions();
		int end = messages.size();
		while (end > 0 && messages.get(end - 1) instanceof UserMessage) {
			end--;
		}
		boolean results = end > 0 && messages.get(end - 1) instanceof ToolResponseMessage;
		int requests = requests(prompt, results);
		if (!results) {
			return 0;
		}
		int begin = end;
		int rounds = 0;
		for (; begin > 0 && !(messages.get(begin - 1) instanceof UserMessage); begin--) {
			if (messages.get(begin - 1) instanceof AssistantMessage answer && answer.hasToolCalls()) {
				rounds++;
			}
		}
		if (begin == 0) {
			return Math.max(rounds, requests);
		}
		return (end == messages.size()) ? rounds : Math.min(rounds, requests);
	}

	/**
	 * Refuses a request after too many rounds, and an answer that asks for one more. The
	 * answer is refused before its tools run: Spring AI 2.0.1 has a limit of 40 calls for
	 * each tool, and passes the sentence about it on as the bot's answer.
	 * @throws RuntimeException a failure with the code {@code TOO_MANY_TOOL_ROUNDS}
	 */
	static void check(int rounds, ChatBotKitApi api, ChatCompletionRequest request) {
		int maxRounds = ToolCallLimit.limits(api).toolRounds();
		if (rounds > maxRounds) {
			throw api.refusedRequest(request, "TOO_MANY_TOOL_ROUNDS",
					"the bot asked for tools in more than " + maxRounds
							+ " rounds and still does not answer. Look at what the tools return to it, or raise"
							+ " spring.ai.chatbotkit.limits.tool-rounds");
		}
	}

	/**
	 * Counts the requests with these options since the last one without tool results.
	 */
	private static int requests(Prompt prompt, boolean results) {
		if (!(prompt.getOptions() instanceof ChatBotKitChatOptions options)) {
			return 0;
		}
		AtomicInteger requests = options.requestsWithResults();
		if (!results) {
			requests.set(0);
			return 0;
		}
		return requests.incrementAndGet();
	}

}
