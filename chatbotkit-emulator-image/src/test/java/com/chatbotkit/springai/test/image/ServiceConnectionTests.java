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

package com.chatbotkit.springai.test.image;

import com.chatbotkit.springai.test.testcontainers.ChatBotKitContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = "spring.ai.chatbotkit.chat.bot-id=support")
@EnabledIf(value = "com.chatbotkit.springai.test.image.EmulatorImage#hasEngine",
		disabledReason = EmulatorImage.NO_ENGINE)
class ServiceConnectionTests {

	@Autowired
	private ChatClient chat;

	@Test
	void anApplicationTalksToTheContainerWithoutKeyAndUrl() {
		assertThat(this.chat.prompt().user("answer:Nine to five.").call().content()).isEqualTo("Nine to five.");
		assertThat(this.chat.prompt().user("hi").stream().content().collectList().block()).containsExactly("Echo:",
				" hi");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ServiceConnection
		ChatBotKitContainer chatBotKit() {
			return EmulatorImage.container();
		}

	}

}
