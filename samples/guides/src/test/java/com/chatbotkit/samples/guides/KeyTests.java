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

import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.ApiKey;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/security.md shows. */
@SpringBootTest
@EmulatedChatBotKit
class KeyTests {

	@Test
	void theKeyIsReadForEachRequest(@Autowired ChatClient chat, @Autowired Vault vault, ChatBotKitEmulator emulator) {
		chat.prompt("Hello?").call().content();
		chat.prompt("Hello?").call().content();
		assertThat(vault.reads).hasValue(2);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Keys {

		// tag::key[]
		@Bean
		ApiKey chatBotKitApiKey(Vault vault) {
			return () -> vault.read("chatbotkit");
		}
		// end::key[]

		@Bean
		Vault vault() {
			return new Vault();
		}

	}

	static class Vault {

		private final AtomicInteger reads = new AtomicInteger();

		String read(String name) {
			return "sk-" + name + "-" + this.reads.incrementAndGet();
		}

	}

}
