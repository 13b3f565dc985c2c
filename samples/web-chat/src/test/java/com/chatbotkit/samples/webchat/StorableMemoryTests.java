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

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StorableMemory}.
 */
class StorableMemoryTests {

	private final ChatMemory memory = new StorableMemory(MessageWindowChatMemory.builder().build());

	@Test
	void whatAUserAndABotSayIsKeptWithoutNul() {
		this.memory.add("1",
				List.of(new UserMessage("a\0b"),
						AssistantMessage.builder()
							.content("\0c\0")
							.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "time", "{}")))
							.build()));
		assertThat(this.memory.get("1")).extracting(Message::getText).containsExactly("a\ufffdb", "\ufffdc\ufffd");
		assertThat(this.memory.get("1").get(1)).isInstanceOfSatisfying(AssistantMessage.class,
				(answer) -> assertThat(answer.getToolCalls()).hasSize(1));
	}

	@Test
	void otherMessagesAreKeptAsTheyAre() {
		Message message = new UserMessage("a\tb\ud83d\ude00");
		this.memory.add("1", message);
		assertThat(this.memory.get("1")).singleElement().isSameAs(message);
		this.memory.clear("1");
		assertThat(this.memory.get("1")).isEmpty();
	}

}
