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

import java.time.Duration;

import com.chatbotkit.springai.autoconfigure.ChatBotKitBots;
import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.ReceivedRequest;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = EmulatorInContextTests.Application.class,
		properties = "spring.ai.chatbotkit.secret-key=${NOT_SET_HERE}")
@EmulatedChatBotKit
class EmulatorInContextTests {

	private final ChatClient chat;

	private final ChatBotKitEmulator constructed;

	private ChatBotKitEmulator field;

	@Autowired
	private ChatBotKitEmulator autowired;

	@Autowired
	EmulatorInContextTests(ChatClient chat, ChatBotKitEmulator emulator) {
		this.chat = chat;
		this.constructed = emulator;
	}

	@Test
	void theApplicationTalksToIt(ChatBotKitEmulator emulator, @Autowired ChatBotKitConnectionDetails details) {
		emulator.bot(EmulatedChatBotKit.BOT).reply("Hello.");
		assertThat(this.chat.prompt().user("Hi").call().content()).isEqualTo("Hello.");
		assertThat(emulator.requests()).hasSize(1);
		assertThat(details.getBaseUrl()).isEqualTo(emulator.baseUrl());
	}

	@Test
	void itIsInjectedEverywhereAndReset(@Autowired ChatBotKitEmulator emulator) {
		assertThat(emulator).isSameAs(this.field).isSameAs(this.autowired).isSameAs(this.constructed);
		assertThat(emulator.requests()).isEmpty();
		assertThat(this.chat.prompt().user("Hi").call().content()).isEqualTo("Echo: Hi");
	}

	/**
	 * By default the two retries wait 500 ms and 1 s at least. On a busy machine a
	 * question may take that long for itself, but not each of many.
	 */
	@Test
	void retriesDoNotWait() {
		Duration shortest = Duration.ofDays(1);
		for (int i = 0; i < 20 && shortest.compareTo(Duration.ofMillis(1500)) >= 0; i++) {
			this.field.reset();
			this.field.any().failTimes(2, Fault.serviceUnavailable()).reply("There.");
			long start = System.nanoTime();
			assertThat(this.chat.prompt().user("Hi").call().content()).isEqualTo("There.");
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			assertThat(this.field.requests()).hasSize(3);
			shortest = (took.compareTo(shortest) < 0) ? took : shortest;
		}
		assertThat(shortest).isLessThan(Duration.ofMillis(1500));
	}

	@Nested
	class Inside {

		@Test
		void sharesTheContext(ChatBotKitEmulator emulator) {
			assertThat(emulator).isSameAs(EmulatorInContextTests.this.autowired)
				.isSameAs(EmulatorInContextTests.this.field);
		}

	}

	@Nested
	@TestPropertySource(properties = "spring.ai.chatbotkit.chat.bot-id=${NOT_SET_HERE}")
	class WithABotThatIsNotSetHere {

		@Test
		void theDefaultOneAnswers(@Autowired ChatClient chat, ChatBotKitEmulator emulator) {
			chat.prompt().user("Hi").call().content();
			assertThat(emulator.requests()).singleElement()
				.satisfies((request) -> assertThat(request.selector()).isEqualTo("bot/id=emulated"));
		}

	}

	@Nested
	@TestPropertySource(
			properties = { "spring.ai.chatbotkit.chat.model-name=gpt-4o", "spring.ai.chatbotkit.headers.x-a=b" })
	class WithAModel {

		@Test
		void itStays(@Autowired ChatClient chat, ChatBotKitEmulator emulator) {
			chat.prompt().user("Hi").call().content();
			assertThat(emulator.requests()).singleElement()
				.satisfies((request) -> assertThat(request.selector()).isEqualTo("model/name=gpt-4o"));
		}

	}

	@Nested
	@TestPropertySource(properties = "spring.ai.chatbotkit.chat.bot-id=${NOT_SET_HERE:}")
	class WithAnEmptyBot {

		@Test
		void theDefaultOneAnswers(@Autowired ChatClient chat, ChatBotKitEmulator emulator) {
			chat.prompt().user("Hi").call().content();
			assertThat(emulator.requests()).singleElement()
				.satisfies((request) -> assertThat(request.selector()).isEqualTo("bot/id=emulated"));
		}

	}

	@Nested
	@TestPropertySource(properties = { "spring.ai.chatbotkit.chat.model=bot/id=${NOT_SET_HERE}",
			"spring.ai.chatbotkit.bots.help.bot-id=${NOT_SET_HERE}",
			"spring.ai.chatbotkit.bots.help.secret-key=${NOT_SET_HERE}",
			"spring.ai.chatbotkit.bots.sales.model=${NOT_SET_HERE:}" })
	class WithBotsThatAreNotSetHere {

		@Test
		void eachIsCalledByItsName(@Autowired ChatClient chat, @Autowired ChatBotKitBots bots,
				ChatBotKitEmulator emulator) {
			chat.prompt("Hi").call().content();
			bots.chatClient("help").prompt("Hi").call().content();
			bots.chatClient("sales").prompt("Hi").stream().content().blockLast();
			assertThat(emulator.requests()).extracting(ReceivedRequest::selector)
				.containsExactly("bot/id=emulated", "bot/id=help", "bot/id=sales");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
