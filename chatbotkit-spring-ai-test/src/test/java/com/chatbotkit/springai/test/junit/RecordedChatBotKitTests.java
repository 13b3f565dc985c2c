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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.record.RecordedEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/** The emulator stands in for ChatBotKit itself. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RecordedChatBotKitTests {

	private static final String[] SETTINGS = { "chatbotkit.record", "chatbotkit.record.directory",
			"chatbotkit.record.base-url", "chatbotkit.api.secret" };

	private static String question;

	private static boolean asks;

	private static String heard;

	@TempDir
	private Path folder;

	private final ChatBotKitEmulator real = ChatBotKitEmulator.start();

	@BeforeEach
	void prepare() {
		question = "Hi";
		asks = true;
		heard = "";
		System.setProperty("chatbotkit.record.directory", this.folder.toString());
		System.setProperty("chatbotkit.record.base-url", this.real.baseUrl());
		System.setProperty("chatbotkit.api.secret", "sk-test-secret-of-mine");
	}

	@AfterEach
	void clear() {
		this.real.close();
		List.of(SETTINGS).forEach(System::clearProperty);
	}

	private TestRun record(Class<?> testClass) {
		System.setProperty("chatbotkit.record", "true");
		try {
			return TestRun.of(testClass);
		}
		finally {
			System.clearProperty("chatbotkit.record");
		}
	}

	private Path file(Class<?> testClass) {
		return this.folder.resolve("com/chatbotkit/springai/test/junit/" + testClass.getSimpleName() + ".json");
	}

	@Test
	void whatWasRecordedIsReplayedWithoutThePlatform() throws IOException {
		this.real.any().reply("Größe 🚲 of the real one");
		TestRun recorded = record(Conversation.class);
		assertThat(recorded).isEqualTo(new TestRun(7, ""));
		assertThat(this.real.requests()).hasSize(5);
		assertThat(Files.readString(file(Conversation.class))).contains("\"test\" : \"streams()\"")
			.contains("\"test\" : \"Inside/asks()/#2\"")
			.doesNotContain("sk-test-secret-of-mine")
			.doesNotContainIgnoringCase("authorization");
		this.real.close();
		assertThat(TestRun.of(Conversation.class)).isEqualTo(recorded);
		assertThat(heard).contains("Größe 🚲 of the real one");
	}

	@Test
	void oneTestIsReplayedWithoutTheOthers() {
		record(Conversation.class);
		assertThat(TestRun.of(Conversation.class, "streams")).isEqualTo(new TestRun(1, ""));
	}

	@Test
	void oneTestIsRecordedAnewWithoutTheOthers() throws IOException {
		record(Conversation.class);
		String before = Files.readString(file(Conversation.class));
		this.real.any().reply("Now I say this.");
		System.setProperty("chatbotkit.record", "true");
		assertThat(TestRun.of(Conversation.class, "calls")).isEqualTo(new TestRun(1, ""));
		System.clearProperty("chatbotkit.record");
		String after = Files.readString(file(Conversation.class));
		assertThat(after).containsOnlyOnce("Now I say this.");
		assertThat(after.substring(0, after.indexOf("\"calls()\"")))
			.isEqualTo(before.substring(0, before.indexOf("\"calls()\"")));
		assertThat(TestRun.of(Conversation.class).failures()).isEmpty();
	}

	@Test
	void aMismatchFailsTheTestEvenWhereTheApplicationKeepsQuiet() {
		record(Quiet.class);
		question = "Bye";
		TestRun run = TestRun.of(Quiet.class);
		assertThat(run.succeeded()).isZero();
		assertThat(run.failures()).contains("/messages/0/content: expected \"Hi\", received \"Bye\"");
	}

	@Test
	void whatWasNotAskedForFailsTheTest() {
		record(Quiet.class);
		asks = false;
		assertThat(TestRun.of(Quiet.class).failures()).contains("Recorded but not requested: POST /chat/completions")
			.contains("\"content\":\"Hi\"");
	}

	@Test
	void whatATestRecordedThatIsGoneFailsTheClassAndGoesWithTheNextRecording() throws IOException {
		record(Quiet.class);
		Path file = file(Quiet.class);
		String recording = Files.readString(file);
		int begin = recording.indexOf('[') + 1;
		String exchange = recording.substring(begin, recording.lastIndexOf(']'));
		Files.writeString(file, recording.substring(0, begin) + exchange + ","
				+ exchange.replace("\"asks()\"", "\"wasRenamed()\"") + "]}");
		TestRun run = TestRun.of(Quiet.class);
		assertThat(run.failures()).contains("Recorded but not requested");
		assertThat(run.succeeded()).as(run.failures()).isOne();
		record(Quiet.class);
		assertThat(Files.readString(file)).doesNotContain("wasRenamed");
	}

	@Test
	void aMissingRecordingSaysWhatToDo() {
		assertThat(TestRun.of(Quiet.class).failures()).contains("There is no recording")
			.contains("Quiet.json")
			.contains("-Dchatbotkit.record=true")
			.contains("CHATBOTKIT_API_SECRET");
	}

	@Test
	void aDamagedRecordingSaysWhichOne() throws IOException {
		Files.createDirectories(file(Quiet.class).getParent());
		for (String text : new String[] { "{", "{}", "[]", "{\"exchanges\":7}" }) {
			Files.writeString(file(Quiet.class), text);
			assertThat(TestRun.of(Quiet.class).failures()).contains("Quiet.json is not a recording");
		}
	}

	@Test
	void textsAreRedacted() throws IOException {
		question = "My name is Ada";
		assertThat(record(Redacted.class).failures()).isEmpty();
		assertThat(Files.readString(this.folder.resolve("com/chatbotkit/springai/test/junit/talks/redacted.json")))
			.contains("My name is [name]")
			.doesNotContain("Ada");
		question = "My name is Bob";
		assertThat(TestRun.of(Redacted.class).failures()).isEmpty();
		assertThat(heard).isEqualTo("Echo: My name is [name]");
	}

	@ParameterizedTest
	@ValueSource(classes = { Outside.class, Absolute.class, Folder.class })
	void aFileElsewhereIsRefused(Class<?> testClass) {
		assertThat(record(testClass).failures()).contains("is not the name of a file next to the test");
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void withoutAKeyNothingIsRecorded() {
		System.clearProperty("chatbotkit.api.secret");
		assertThat(record(Quiet.class).failures())
			.contains("set the environment variable CHATBOTKIT_API_SECRET to the secret key");
	}

	private static String ask(RecordedEndpoint endpoint, boolean stream) {
		return ask(endpoint, question, stream);
	}

	private static String ask(RecordedEndpoint endpoint, String text, boolean stream) {
		try (ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(endpoint.baseUrl())
			.secretKey(endpoint.secretKey())
			.build()) {
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("shop").build())
				.build();
			if (stream) {
				List<String> pieces = model.stream(new Prompt(text))
					.mapNotNull((answer) -> answer.getResult().getOutput().getText())
					.collectList()
					.block();
				return String.join("", pieces);
			}
			return model.call(text);
		}
	}

	@RecordedChatBotKit
	static class Conversation {

		private RecordedEndpoint field;

		@Test
		void calls(RecordedEndpoint endpoint) {
			assertThat(endpoint).isSameAs(this.field);
			heard = ask(endpoint, false);
		}

		@Test
		void streams() {
			heard = ask(this.field, true);
		}

		@Test
		void asksNothing() {
		}

		@Nested
		class Inside {

			@Test
			void overloaded() {
			}

			@Test
			void overloaded(RecordedEndpoint endpoint) {
				heard = ask(endpoint, false);
			}

			@ParameterizedTest
			@ValueSource(ints = { 1, 2 })
			void asks(int number) {
				heard = ask(Conversation.this.field, "Number " + number, false);
			}

		}

	}

	@RecordedChatBotKit
	static class Quiet {

		@Test
		void asks(RecordedEndpoint endpoint) {
			String secretKey = endpoint.secretKey();
			assertThat(secretKey).startsWith("sk-test");
			try {
				heard = asks ? ask(endpoint, false) : "";
			}
			catch (RuntimeException ex) {
				heard = "Nothing.";
			}
		}

	}

	@RecordedChatBotKit(value = "talks/redacted.json", redaction = Names.class, timing = true)
	static class Redacted {

		@Test
		void asks(RecordedEndpoint endpoint) {
			heard = ask(endpoint, true);
		}

	}

	static class Names implements UnaryOperator<String> {

		@Override
		public String apply(String text) {
			return text.replaceAll("Ada|Bob", "[name]");
		}

	}

	@RecordedChatBotKit("../other/Outside.json")
	static class Outside extends Quiet {

	}

	@RecordedChatBotKit("/tmp/absolute.json")
	static class Absolute extends Quiet {

	}

	@RecordedChatBotKit(".")
	static class Folder extends Quiet {

	}

}
