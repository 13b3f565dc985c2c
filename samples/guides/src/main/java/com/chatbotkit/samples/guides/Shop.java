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

package com.chatbotkit.samples.guides;

import java.util.List;

import com.chatbotkit.springai.ChatBotKitAttributes;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.Generation;
import org.springframework.stereotype.Component;

/**
 * Offers tools to a bot: docs/tools.md.
 */
@Component
class Shop {

	private final ChatClient chat;

	private final Orders orders;

	Shop(ChatClient chat, Orders orders) {
		this.chat = chat;
		this.orders = orders;
	}

	// tag::offer[]
	@Nullable String answer(String question) {
		return this.chat.prompt().user(question).tools(this.orders).call().content();
	}
	// end::offer[]

	// tag::own-tools[]
	static List<String> toolsThatTheBotUsed(Generation answer) {
		if (answer.getMetadata().get(ChatBotKitAttributes.AGENT_TOOL_CALLS) instanceof List<?> calls) {
			return calls.stream()
				.map(AssistantMessage.ToolCall.class::cast)
				.map(AssistantMessage.ToolCall::name)
				.toList();
		}
		return List.of();
	}
	// end::own-tools[]

}
