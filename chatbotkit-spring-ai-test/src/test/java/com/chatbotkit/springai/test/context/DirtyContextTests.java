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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/** A field holds the emulator of the context that replaces a dirty one. */
class DirtyContextTests {

	@Nested
	@EmulatedChatBotKit
	@SpringJUnitConfig(Beans.class)
	@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
	class BeforeEachTest extends Fields {

	}

	@Nested
	@EmulatedChatBotKit
	@SpringJUnitConfig(Beans.class)
	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class AfterEachTestOfOneInstance extends Fields {

	}

	abstract static class Fields {

		private ChatBotKitEmulator emulator;

		private ChatBotKitEmulator prepared;

		private final ChatBotKitEmulator own = ChatBotKitEmulator.start();

		private ChatBotKitEmulator alsoOwn = this.own;

		@BeforeEach
		void prepare() {
			this.prepared = this.emulator;
		}

		@RepeatedTest(2)
		void theFieldIsTheBean(@Autowired ChatBotKitEmulator bean) {
			assertThat(this.emulator).isSameAs(bean).isSameAs(this.prepared);
			assertThat(this.alsoOwn).isSameAs(this.own).isNotSameAs(bean);
			this.own.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

	}

}
