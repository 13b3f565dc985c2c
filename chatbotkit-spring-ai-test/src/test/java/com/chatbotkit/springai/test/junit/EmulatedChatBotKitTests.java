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

package com.chatbotkit.springai.test.junit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

@EmulatedChatBotKit
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmulatedChatBotKitTests {

	private static ChatBotKitEmulator first;

	private final ChatBotKitEmulator own = null;

	private ChatBotKitEmulator field;

	@BeforeAll
	static void keep(ChatBotKitEmulator emulator) {
		first = emulator;
	}

	@BeforeEach
	void script(ChatBotKitEmulator emulator) {
		assertThat(emulator).isSameAs(this.field).isSameAs(first);
		assertThat(emulator.requests()).isEmpty();
		assertThat(this.own).isNull();
	}

	@Test
	@Order(1)
	void asksSomething(ChatBotKitEmulator emulator) throws Exception {
		emulator.any().reply("scripted");
		assertThat(ask(emulator)).contains("scripted");
		assertThat(emulator.requests()).hasSize(1);
	}

	@Test
	@Order(2)
	void meetsAnEmulatorThatForgotThat() throws Exception {
		assertThat(ask(this.field)).contains("Echo: x");
	}

	@Nested
	class Inside {

		private ChatBotKitEmulator inner;

		@Test
		void sharesTheEmulator() {
			assertThat(this.inner).isSameAs(EmulatedChatBotKitTests.this.field);
		}

	}

	static String ask(ChatBotKitEmulator emulator) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(emulator.baseUrl() + "/chat/completions"))
				.header("Authorization", "Bearer " + emulator.secretKey())
				.header("Content-Type", "application/json")
				.POST(BodyPublishers
					.ofString("{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
				.build(), BodyHandlers.ofString())
			.body();
	}

}
