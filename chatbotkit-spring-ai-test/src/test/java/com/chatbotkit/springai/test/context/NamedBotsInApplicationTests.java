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

package com.chatbotkit.springai.test.context;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.autoconfigure.ChatBotKitBots;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running application with two bots, one plain model and another provider's model.
 */
@SpringBootTest(classes = NamedBotsInApplicationTests.Application.class,
		properties = { "spring.ai.chatbotkit.bots.lead.bot-id=b-lead", "spring.ai.chatbotkit.bots.lead.agents=expert",
				"spring.ai.chatbotkit.bots.lead.fallbacks=model/name=gpt-4o",
				"spring.ai.chatbotkit.bots.expert.bot-id=b-expert",
				"spring.ai.chatbotkit.bots.expert.description=Knows distances",
				"spring.ai.chatbotkit.bots.expert.system=Answer in km.",
				"spring.ai.chatbotkit.bots.plain.model-name=gpt-4o" })
@EmulatedChatBotKit
class NamedBotsInApplicationTests {

	private ChatBotKitEmulator emulator;

	@Autowired
	@Qualifier("lead")
	private ChatClient lead;

	@Autowired
	@Qualifier("expert")
	private ChatClient expert;

	@Autowired
	@Qualifier("plain")
	private ChatClient plain;

	@Autowired
	@Qualifier("other")
	private ChatModel other;

	@Autowired
	private ChatBotKitBots bots;

	@Test
	void eachAnswersAsItselfCalledAndStreamedAtOnce() {
		this.emulator.bot("b-lead").reply("Lead.");
		this.emulator.bot("b-expert").reply("Expert.");
		this.emulator.model("gpt-4o").reply("Plain.");

		assertThat(List.of(this.lead, this.expert, this.plain, ChatClient.create(this.other)))
			.extracting((client) -> client.prompt("Hi").call().content())
			.containsExactly("Lead.", "Expert.", "Plain.", "Another provider.");
		assertThat(Flux.merge(stream(this.lead), stream(this.expert), stream(this.plain), stream(this.lead))
			.collectList()
			.block()).containsExactlyInAnyOrder("Lead.", "Expert.", "Plain.", "Lead.");
	}

	@Test
	void theLeadAsksTheExpertInACallAndInAStream() {
		this.emulator.bot("b-expert").reply("42 km");
		this.emulator.bot("b-lead")
			.whenOffered("expert")
			.call("expert", Map.of("message", "How far?"))
			.thenReply((turn) -> Reply.text("The expert says " + turn.results().get(0).json()));

		assertThat(this.lead.prompt("Is it far?").call().content()).isEqualTo("The expert says \"42 km\"");
		assertThat(stream(this.lead).block()).isEqualTo("The expert says \"42 km\"");

		assertThat(this.emulator.requests()).hasSize(6);
		assertThat(this.emulator.requests().get(1).body()).contains("Answer in km.", "How far?");
	}

	@Test
	void theLeadIsReplacedWhileItIsNotThere() {
		this.emulator.bot("b-lead").fail(Fault.serviceUnavailable());
		this.emulator.model("gpt-4o").reply("Plain.");

		assertThat(this.lead.prompt("Hi").call().content()).isEqualTo("Plain.");
		assertThat(this.bots.chatModel("lead").stream(new Prompt("Hi")).blockLast())
			.extracting((response) -> response.getMetadata().<String>get(ChatBotKitAttributes.INSTEAD_OF))
			.isEqualTo("bot/id=b-lead");
	}

	private static Mono<String> stream(ChatClient client) {
		return client.prompt("Hi").stream().content().collect(Collectors.joining());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ChatModel other() {
			return new OtherProvider();
		}

	}

	static class OtherProvider implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(List.of(new Generation(new AssistantMessage("Another provider."))));
		}

		@Override
		public ChatOptions getOptions() {
			return ChatOptions.builder().build();
		}

	}

}
