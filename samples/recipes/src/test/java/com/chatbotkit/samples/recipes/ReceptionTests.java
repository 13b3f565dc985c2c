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

package com.chatbotkit.samples.recipes;

import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What docs/chat-memory.md says. */
@SpringBootTest
@EmulatedChatBotKit
class ReceptionTests {

	@Autowired
	private Reception reception;

	private ChatBotKitEmulator emulator;

	@Test
	void aSecondTurnCarriesTheFirst() {
		this.emulator.any().reply("Hello Ada.");
		this.reception.answer("one", "My name is Ada.");
		this.reception.answer("one", "What is my name?");
		assertThat(this.emulator).lastRequest()
			.hasMessages(new AgentMessage.User("My name is Ada."), new AgentMessage.Bot("Hello Ada."),
					new AgentMessage.User("What is my name?"));
	}

	@Test
	void aStreamIsRememberedToo() {
		this.emulator.any().stream("Hello", " Ada.");
		this.reception.stream("two", "My name is Ada.").blockLast();
		this.reception.stream("two", "What is my name?").blockLast();
		assertThat(this.emulator).lastRequest()
			.hasMessages(new AgentMessage.User("My name is Ada."), new AgentMessage.Bot("Hello Ada."),
					new AgentMessage.User("What is my name?"));
	}

	@Test
	void conversationsAreApart() {
		this.reception.answer("three", "My name is Ada.");
		this.reception.answer("four", "What is my name?");
		assertThat(this.emulator).lastRequest().hasMessages(new AgentMessage.User("What is my name?"));
	}

	@Test
	void aConversationCanBeForgotten() {
		this.reception.answer("five", "My name is Ada.");
		this.reception.forget("five");
		this.reception.answer("five", "What is my name?");
		assertThat(this.emulator).lastRequest().hasMessages(new AgentMessage.User("What is my name?"));
	}

	@Test
	void aQuestionThatFailedStaysInTheMemory() {
		this.emulator.any().failTimes(1, Fault.quotaExceeded()).reply("Hello.");
		assertThatExceptionOfType(NonTransientAiException.class)
			.isThrownBy(() -> this.reception.answer("six", "My name is Ada."));
		this.reception.answer("six", "What is my name?");
		assertThat(this.emulator).lastRequest()
			.hasMessages(new AgentMessage.User("My name is Ada."), new AgentMessage.User("What is my name?"));
	}

	@Test
	void aRequestWithoutAConversationIsRefusedBySpringAi(@Autowired ChatClient chat, @Autowired ChatMemory memory) {
		assertThatIllegalArgumentException().isThrownBy(
				() -> chat.prompt("Hello?").advisors(MessageChatMemoryAdvisor.builder(memory).build()).call().content())
			.withMessage("conversationId cannot be null");
		assertThat(this.emulator).hasReceivedNothing();
	}

	@Test
	void aMemoryOfTheApplicationsOwnKeepsMoreThanTwentyMessages() {
		for (int turn = 1; turn <= 15; turn++) {
			this.reception.answer("seven", "Question " + turn);
		}
		assertThat(this.emulator.requests().get(14).messages()).hasSize(29)
			.startsWith(new AgentMessage.User("Question 1"));
	}

}
