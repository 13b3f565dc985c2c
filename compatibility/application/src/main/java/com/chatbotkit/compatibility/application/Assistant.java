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

package com.chatbotkit.compatibility.application;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.stereotype.Component;

/**
 * Answers customers, and remembers what they said.
 */
@Component
class Assistant {

	private final ChatClient chat;

	Assistant(ChatClient chat, ChatMemory memory, Orders orders) {
		this.chat = chat.mutate()
			.defaultSystem("You help customers of a bicycle shop.")
			.defaultTools(orders)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build();
	}

	@Nullable String answer(String customer, String question) {
		return request(customer, question).call().content();
	}

	Flux<String> stream(String customer, String question) {
		return request(customer, question).stream().content();
	}

	@Nullable Hours hours(String customer) {
		return request(customer, "When are you open?").call().entity(Hours.class);
	}

	private ChatClient.ChatClientRequestSpec request(String customer, String question) {
		return this.chat.prompt()
			.user(question)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, customer));
	}

	/**
	 * When the shop is open.
	 *
	 * @param from the hour it opens
	 * @param to the hour it closes
	 */
	record Hours(int from, int to) {

	}

}
