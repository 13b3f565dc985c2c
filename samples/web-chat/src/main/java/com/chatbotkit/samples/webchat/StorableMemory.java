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

package com.chatbotkit.samples.webchat;

import java.util.List;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Stores messages as {@link StorableText}, because a single NUL would lose an answer.
 */
class StorableMemory implements ChatMemory {

	private final ChatMemory memory;

	StorableMemory(ChatMemory memory) {
		this.memory = memory;
	}

	@Override
	public void add(String conversationId, List<Message> messages) {
		this.memory.add(conversationId, messages.stream().map(StorableMemory::storable).toList());
	}

	@Override
	public List<Message> get(String conversationId) {
		return this.memory.get(conversationId);
	}

	@Override
	public void clear(String conversationId) {
		this.memory.clear(conversationId);
	}

	private static Message storable(Message message) {
		String text = message.getText();
		if (text == null || text.indexOf('\0') < 0) {
			return message;
		}
		if (message instanceof UserMessage user) {
			return user.mutate().text(StorableText.of(text)).build();
		}
		if (message instanceof AssistantMessage answer) {
			return AssistantMessage.builder()
				.content(StorableText.of(text))
				.properties(answer.getMetadata())
				.toolCalls(answer.getToolCalls())
				.build();
		}
		return message;
	}

}
