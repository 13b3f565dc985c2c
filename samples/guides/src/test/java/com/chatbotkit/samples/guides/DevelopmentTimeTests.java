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

import com.chatbotkit.springai.test.autoconfigure.ChatBotKitEmulatorCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/emulator.md shows of development time. */
@SpringBootTest(properties = { "spring.ai.chatbotkit.emulator.enabled=true", "spring.ai.chatbotkit.secret-key=",
		"spring.ai.chatbotkit.chat.bot-id=" })
class DevelopmentTimeTests {

	@Test
	void theEmulatorAnswersAsItIsScripted(@Autowired ChatClient chat) {
		assertThat(chat.prompt("What are your opening hours?").call().content()).isEqualTo("Nine to five.");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Scripts {

		// tag::script[]
		@Bean
		ChatBotKitEmulatorCustomizer support() {
			return (emulator) -> emulator.bot("demo").when("opening hours").reply("Nine to five.");
		}
		// end::script[]

	}

}
