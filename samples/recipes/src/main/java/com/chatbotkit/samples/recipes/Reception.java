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

// tag::memory[]
package com.chatbotkit.samples.recipes;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.stereotype.Component;

/**
 * Remembers each conversation.
 */
@Component
class Reception {

	private final ChatClient chat;

	private final ChatMemory memory;

	Reception(ChatClient chat, ChatMemory memory) {
		this.chat = chat.mutate().defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
		this.memory = memory;
	}

	@Nullable String answer(String conversation, String message) {
		return this.chat.prompt()
			.user(message)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
			.call()
			.content();
	}

	Flux<String> stream(String conversation, String message) {
		return this.chat.prompt()
			.user(message)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
			.stream()
			.content();
	}

	void forget(String conversation) {
		this.memory.clear(conversation);
	}

}
// end::memory[]
