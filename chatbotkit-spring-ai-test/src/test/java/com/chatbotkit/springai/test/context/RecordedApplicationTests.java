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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.RecordedChatBotKit;
import com.chatbotkit.springai.test.junit.TestRun;
import com.chatbotkit.springai.test.record.RecordedEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications that are recorded and replayed; the emulator stands in for ChatBotKit. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RecordedApplicationTests {

	private static final List<String> heard = new ArrayList<>();

	private static final List<RecordedEndpoint> endpoints = new ArrayList<>();

	@TempDir
	private Path folder;

	private final ChatBotKitEmulator real = ChatBotKitEmulator.start();

	@BeforeEach
	void prepare() {
		heard.clear();
		endpoints.clear();
		System.setProperty("chatbotkit.record.directory", this.folder.toString());
		System.setProperty("chatbotkit.record", "true");
		System.setProperty("REAL_BASE_URL", this.real.baseUrl());
		System.setProperty("REAL_SECRET", "sk-test-of-the-application");
		System.setProperty("REAL_BOT", "shop");
	}

	@AfterEach
	void clear() {
		this.real.close();
		List.of("chatbotkit.record.directory", "chatbotkit.record", "REAL_BASE_URL", "REAL_SECRET", "REAL_BOT")
			.forEach(System::clearProperty);
	}

	private void forgetThePlatform() {
		List.of("chatbotkit.record", "REAL_BASE_URL", "REAL_SECRET", "REAL_BOT").forEach(System::clearProperty);
		this.real.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { Application.class, Slice.class })
	void anApplicationIsRecordedWithItsOwnSettingsAndReplayedWithout(Class<?> testClass) throws Exception {
		this.real.bot("shop").when("shelf").call("shelf", null).thenReply("On shelf 6.").reply("Nine to five.");
		assertThat(TestRun.of(testClass)).isEqualTo(new TestRun(2, ""));
		assertThat(this.real.requests()).hasSize(3)
			.allSatisfy((request) -> assertThat(request.selector()).isEqualTo("bot/id=shop"));
		List<String> recorded = List.copyOf(heard);
		assertThat(recorded).containsExactlyInAnyOrder("On shelf 6.", "Nine to five.");
		assertThat(Files.readString(
				this.folder.resolve("com/chatbotkit/springai/test/context/" + testClass.getSimpleName() + ".json")))
			.contains("bot/id=shop")
			.doesNotContain("sk-test-of-the-application");
		heard.clear();
		forgetThePlatform();
		assertThat(TestRun.of(testClass)).isEqualTo(new TestRun(2, ""));
		assertThat(heard).containsExactlyElementsOf(recorded);
	}

	@Test
	void classesShareAContextAndEachHasItsRecording() {
		TestRun.of(One.class, Two.class);
		assertThat(endpoints).hasSize(2);
		assertThat(endpoints.get(0)).isSameAs(endpoints.get(1));
		assertThat(this.folder.resolve("com/chatbotkit/springai/test/context")).isDirectoryContaining("glob:**One.json")
			.isDirectoryContaining("glob:**Two.json");
		endpoints.clear();
		forgetThePlatform();
		assertThat(TestRun.of(Two.class, One.class)).isEqualTo(new TestRun(2, ""));
	}

	static class Questions {

		@Autowired
		private ChatClient chat;

		@Test
		void aTool() {
			heard.add(this.chat.prompt("Which shelf?").tools(new Shelves()).call().content());
		}

		@Test
		void aStream() {
			heard.add(String.join("", this.chat.prompt("Opening hours?").stream().content().collectList().block()));
		}

	}

	static class Shelves {

		@Tool
		String shelf() {
			return "6";
		}

	}

	@SpringBootTest(classes = ShopApplication.class,
			properties = { "spring.ai.chatbotkit.base-url=${REAL_BASE_URL}",
					"spring.ai.chatbotkit.secret-key=${REAL_SECRET}", "spring.ai.chatbotkit.chat.bot-id=${REAL_BOT}" })
	@RecordedChatBotKit
	@DirtiesContext
	static class Application extends Questions {

	}

	@ChatBotKitTest(properties = { "spring.ai.chatbotkit.base-url=${REAL_BASE_URL}",
			"spring.ai.chatbotkit.secret-key=${REAL_SECRET}", "spring.ai.chatbotkit.chat.bot-id=${REAL_BOT}" })
	@ContextConfiguration(classes = ShopApplication.class)
	@RecordedChatBotKit
	@DirtiesContext
	static class Slice extends Questions {

	}

	@SpringBootTest(classes = ShopApplication.class,
			properties = { "spring.ai.chatbotkit.base-url=${REAL_BASE_URL}", "spring.ai.chatbotkit.chat.bot-id=shop",
					"spring.ai.chatbotkit.secret-key=${REAL_SECRET}", "example=shared" })
	@RecordedChatBotKit
	static class One {

		@Test
		void asks(@Autowired ChatClient chat, @Autowired RecordedEndpoint endpoint) {
			endpoints.add(endpoint);
			chat.prompt(getClass().getSimpleName()).call().content();
		}

	}

	static class Two extends One {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ShopApplication {

	}

}
