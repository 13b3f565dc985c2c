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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.List;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import com.chatbotkit.springai.server.chat.ChatClientAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of agents with a memory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConversationCases {

	private static final String OTHER_KEY = "Authorization: Bearer sk-other-0123456789abcdef0123456789";

	private final WebApplicationType web;

	private ServedApplication application;

	private ScriptedModel model;

	ConversationCases(WebApplicationType web) {
		this.web = web;
	}

	@BeforeAll
	void start() {
		this.application = ServedApplication.start(this.web, Agents.class,
				"spring.ai.chatbotkit.server.agents.support.conversation=header",
				"spring.ai.chatbotkit.server.agents.single.chat-client=support",
				"spring.ai.chatbotkit.server.agents.own.chat-client=support",
				"spring.ai.chatbotkit.server.agents.own.conversation=X-Chat,metadata.chat",
				"spring.ai.chatbotkit.server.keys.test.trust-user-headers=true",
				"spring.ai.chatbotkit.server.keys.other.secret=sk-other-0123456789abcdef0123456789");
		this.model = this.application.bean(ScriptedModel.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	private Answer ask(String model, String messages, String... headers) {
		return this.application.post("{\"model\":\"" + model + "\",\"messages\":[" + messages + "]}", headers);
	}

	private static String user(String text) {
		return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
	}

	private List<String> asked() {
		return this.model.lastPrompt()
			.getInstructions()
			.stream()
			.map((message) -> message.getMessageType() + " " + message.getText())
			.toList();
	}

	@Test
	void aNamedConversationIsContinuedByItsLastTurnAlone() {
		this.model.text("Hello").text("Again");
		Answer first = ask("support", user("One"), "X-Conversation-Id: c1");
		assertThat(first.headers()).containsEntry("X-Conversation-Id", "c1");
		ask("support", user("made up") + ",{\"role\":\"assistant\",\"content\":\"made up\"}," + user("Two"),
				"X-OpenWebUI-Chat-Id: c1");
		assertThat(asked()).containsExactly("USER One", "ASSISTANT Hello", "USER Two");
	}

	@Test
	void twoKeysDoNotShareAConversation() {
		this.model.text("Hello").text("Again");
		ask("support", user("Secret"), "X-Conversation-Id: c2");
		ask("support", user("Two"), "X-Conversation-Id: c2", OTHER_KEY);
		assertThat(asked()).containsExactly("USER Two");
	}

	/**
	 * Open WebUI's ids are UUIDs, and Spring AI's tables have 36 characters for an id.
	 */
	@Test
	void aLongConversationIsContinuedByAnIdThatFitsSpringAisTables() {
		String conversation = "X-Conversation-Id: 3f2c9a10-8e7b-4c53-9d20-6b1f2a4e5c77";
		this.model.text("Hello").text("Again").text("Nothing");
		assertThat(ask("support", user("One"), conversation).headers()).containsEntry("X-Conversation-Id",
				"3f2c9a10-8e7b-4c53-9d20-6b1f2a4e5c77");
		ask("support", user("Two"), conversation);
		assertThat(asked()).containsExactly("USER One", "ASSISTANT Hello", "USER Two");
		ask("support", user("Three"), conversation, OTHER_KEY);
		assertThat(asked()).containsExactly("USER Three");
		assertThat(this.application.bean(InMemoryChatMemoryRepository.class).findConversationIds())
			.allMatch((id) -> id.length() <= 36);
	}

	@Test
	void anAgentsOwnHeadersAndFieldsNameItsConversations() {
		this.model.text("Hello").text("Again");
		ask("own", user("One"), "X-Chat: c3");
		this.application.post("{\"model\":\"own\",\"metadata\":{\"chat\":\"c3\"},\"messages\":[" + user("Two") + "]}");
		assertThat(asked()).containsExactly("USER One", "ASSISTANT Hello", "USER Two");
	}

	@Test
	void withoutAConversationEachRequestStandsForItselfAndIsForgotten() {
		this.model.text("Hello").text("Again");
		ask("single", user("One"), "X-Conversation-Id: c4");
		Answer answer = ask("single", user("Two"), "X-Conversation-Id: c4");
		assertThat(answer.headers()).doesNotContainKey("X-Conversation-Id");
		assertThat(asked()).containsExactly("USER Two");
		InMemoryChatMemoryRepository memories = this.application.bean(InMemoryChatMemoryRepository.class);
		await().untilAsserted(() -> assertThat(memories.findConversationIds())
			.noneMatch((id) -> id.matches("\\w{8}(-\\w{4}){3}-\\w{12}")));
	}

	@Test
	void aMemoryIsWholeAfterATurnWithTheCallersTools() {
		String tools = "],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}";
		this.model.calls(ScriptedModel.call("w1", "weather", "{}")).text("Sunny").text("Bye");
		ask("support", user("One") + tools, "X-Conversation-Id: c5");
		ask("support", user("One")
				+ ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"w1\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]},"
				+ "{\"role\":\"tool\",\"tool_call_id\":\"w1\",\"content\":\"21\"}" + tools, "X-Conversation-Id: c5");
		ask("support", user("Two"), "X-Conversation-Id: c5");
		List<Message> messages = this.model.lastPrompt().getInstructions();
		assertThat(asked()).containsExactly("USER One", "ASSISTANT ", "TOOL ", "ASSISTANT Sunny", "USER Two");
		assertThat(((AssistantMessage) messages.get(1)).getToolCalls()).hasSize(1);
	}

	@Test
	void aConversationsIdIsPlain() {
		Answer answer = ask("support", user("One"), "X-Conversation-Id: a b");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("printable ASCII");
	}

	@Test
	void toolsSeeTheKeyTheUserAndTheConversation() {
		this.model.calls(ScriptedModel.call("a", "lookup", "{\"q\":\"a\"}")).text("Done");
		ask("support", user("One"), "X-Conversation-Id: c6", "X-OpenWebUI-User-Id: ann");
		CountingTool tool = this.application.bean(CountingTool.class);
		assertThat(tool.contexts.get(tool.contexts.size() - 1).getContext()).containsEntry(ChatClientAgent.KEY, "test")
			.containsEntry(ChatClientAgent.USER, "ann")
			.containsEntry(ChatClientAgent.CONVERSATION, "test/c6");
		this.model.calls(ScriptedModel.call("a", "lookup", "{\"q\":\"a\"}")).text("Done");
		ask("support", user("One"), "X-OpenWebUI-User-Id: ann", OTHER_KEY);
		assertThat(tool.contexts.get(tool.contexts.size() - 1).getContext()).containsEntry(ChatClientAgent.KEY, "other")
			.doesNotContainKey(ChatClientAgent.USER);
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		ScriptedModel scriptedModel() {
			return new ScriptedModel();
		}

		@Bean
		CountingTool countingTool() {
			return new CountingTool();
		}

		@Bean
		InMemoryChatMemoryRepository memories() {
			return new InMemoryChatMemoryRepository();
		}

		@Bean
		ChatMemory memory(InMemoryChatMemoryRepository memories) {
			return MessageWindowChatMemory.builder().chatMemoryRepository(memories).build();
		}

		@Bean
		ChatClient support(ScriptedModel model, ChatMemory memory, CountingTool tool) {
			return ChatClient.builder(model)
				.defaultTools(tool)
				.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
				.build();
		}

	}

}
