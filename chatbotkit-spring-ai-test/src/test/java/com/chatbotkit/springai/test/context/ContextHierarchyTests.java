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

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;

import static org.assertj.core.api.Assertions.assertThat;

/** The contexts of a hierarchy talk to one emulator, which the test gets. */
class ContextHierarchyTests {

	@Nested
	@SpringBootTest
	@ContextHierarchy({ @ContextConfiguration(name = "parent", classes = Application.class),
			@ContextConfiguration(name = "child", classes = Application.class) })
	class BothHaveAClient extends Hierarchy {

	}

	@Nested
	@SpringBootTest
	@ContextHierarchy({ @ContextConfiguration(name = "parent", classes = Application.class),
			@ContextConfiguration(name = "child", classes = Plain.class) })
	class TheParentHasAClient extends Hierarchy {

	}

	@Nested
	@SpringBootTest
	@EmulatedChatBotKit
	@ContextHierarchy({ @ContextConfiguration(name = "parent", classes = Plain.class),
			@ContextConfiguration(name = "child", classes = Application.class) })
	class TheChildHasAClient {

		@Test
		void itTalksToTheEmulator(@Autowired ChatClient chat, ChatBotKitEmulator emulator) {
			emulator.any().reply("Scripted.");
			assertThat(chat.prompt("Hi").call().content()).isEqualTo("Scripted.");
		}

	}

	@EmulatedChatBotKit
	abstract static class Hierarchy {

		@Test
		void bothTalkToTheEmulator(@Autowired ApplicationContext child, ChatBotKitEmulator emulator) {
			emulator.any().reply("Scripted.");
			ApplicationContext parent = child.getParent();
			assertThat(parent).isNotNull();
			assertThat(parent.getBean(ChatClient.class).prompt("Hi").call().content()).isEqualTo("Scripted.");
			assertThat(child.getBean(ChatClient.class).prompt("Hi").stream().content().blockLast())
				.isEqualTo("Scripted.");
			assertThat(emulator.requests()).hasSize(2);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

	}

}
