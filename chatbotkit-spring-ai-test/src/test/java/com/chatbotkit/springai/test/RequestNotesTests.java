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

package com.chatbotkit.springai.test;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import com.chatbotkit.springai.test.page.EmulatorPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What the platform does without saying so: the emulator says it in its log and on its
 * page, and never to the client.
 */
class RequestNotesTests {

	private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

	private static final String ROLES = ". It reads system, user, assistant and tool.";

	private static final String PARTS = ". It reads text.";

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private final RawClient client = new RawClient(this.emulator);

	private final List<String> logged = new CopyOnWriteArrayList<>();

	private final Logger logger = Logger.getLogger(EmulatorPage.class.getName());

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord message) {
			RequestNotesTests.this.logged.add(message.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	@BeforeEach
	void listen() {
		this.logger.addHandler(this.handler);
	}

	@AfterEach
	void stop() {
		this.logger.removeHandler(this.handler);
		this.emulator.close();
	}

	static Stream<Arguments> lossy() {
		String image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}";
		String text = "{\"type\":\"text\",\"text\":\"hi\"}";
		return Stream.of(
				arguments("{\"role\":\"developer\",\"content\":\"Be brief.\"}," + USER, "dropped", "0",
						"The platform drops messages of the role \"developer\"" + ROLES),
				arguments(
						USER + ",{\"role\":\"function\",\"name\":\"f\",\"content\":\"1\"},{\"role\":\"Developer\"},"
								+ "{\"role\":\"function\"}," + USER,
						"dropped", "1,2,3",
						"The platform drops messages of the role \"function\", \"Developer\"" + ROLES),
				arguments("{\"role\":\"line\\nbreak" + "x".repeat(60) + "\"}," + USER, "dropped", "0",
						"The platform drops messages of the role \"line\\nbreak" + "x".repeat(50) + "…\"" + ROLES),
				arguments(
						Stream.iterate(1, (i) -> i + 1)
							.limit(7)
							.map((i) -> "{\"role\":\"r" + i + "\"},")
							.reduce("", String::concat) + USER,
						"dropped", "0,1,2,3,4,5,6",
						"The platform drops messages of the role \"r1\", \"r2\", \"r3\", \"r4\", \"r5\" and 2 others"
								+ ROLES),
				arguments("{\"role\":\"user\",\"content\":[" + text + "," + image + "," + image + "]}",
						"partly dropped", "0", "The platform drops parts of the type \"image_url\"" + PARTS),
				arguments(
						USER + ",{\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"no\"}]},"
								+ "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}," + text + ",\"hi\"]}",
						"partly dropped", "1,2",
						"The platform drops parts of the type \"refusal\", \"input_audio\", \"\"" + PARTS));
	}

	@ParameterizedTest
	@MethodSource("lossy")
	void saysWhatIsDropped(String messages, String mark, String indexes, String note) throws Exception {
		for (boolean stream : new boolean[] { false, true }) {
			this.logged.clear();
			HttpResponse<String> answer = this.client.post(body(messages, stream));
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).contains("hi").doesNotContain("platform");
			assertThat(this.logged).containsExactly(note);
		}
		assertThat(shown()).hasSize(2).allSatisfy((facts) -> {
			assertThat(facts.get("text").stringValue()).isEqualTo(note);
			assertThat(facts.get("mark").stringValue()).isEqualTo(mark);
			assertThat(facts.get("messages")).hasToString("[" + indexes + "]");
		});
	}

	static Stream<Arguments> refused() {
		String of = "The platform refuses the tool ";
		String why = " and does not say why: ";
		return Stream.of(
				arguments(
						"\"tools\":[" + tool("good", "{}") + ","
								+ tool("bad", "{\"type\":\"object\",\"$schema\":\"x\"}") + "]",
						of + "bad" + why + "\"parameters.$schema\" is not allowed."),
				arguments("\"tools\":[" + tool("t", "{\"anyOf\":[]}") + "],\"functions\":[" + tool("f",
						"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}}}")
					.replaceAll("^.*\"function\":|}$", "") + "]", of + "f" + why
							+ "\"parameters.properties.a.type\" must be one of [string, number, integer, boolean, object, array]."),
				arguments("\"tools\":["
						+ tool("t", "{\"type\":\"object\",\"properties\":{\"line\\nbreak\":{\"$ref\":\"#\"}}}") + "]",
						of + "t" + why + "\"parameters.properties.line break\" has no type, but $ref."));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void saysWhyAToolIsRefused(String tools, String note) throws Exception {
		for (boolean stream : new boolean[] { false, true }) {
			this.logged.clear();
			HttpResponse<String> answer = this.client.post(body("{\"role\":\"developer\"}," + USER, stream)
				.replaceFirst("}$", "," + tools.replace("\\", "\\\\").replace("$", "\\$") + "}"));
			assertThat(answer.statusCode()).isEqualTo(400);
			assertThat(answer.body()).contains(".parameters\\\" does not match any of the allowed types")
				.doesNotContain("platform");
			assertThat(this.logged).containsExactly(note);
		}
		assertThat(shown()).extracting((facts) -> facts.get("text").stringValue()).containsExactly(note, note);
	}

	@Test
	void saysNothingOfWhatIsReadOrRefusedInWords() throws Exception {
		this.client.post(body("{\"role\":\"system\",\"content\":\"s\"}," + USER
				+ ",{\"role\":\"assistant\",\"content\":null},{\"role\":\"tool\",\"content\":[{\"type\":\"text\",\"text\":\"1\"}]}",
				true));
		this.client.post(body("{\"role\":\"developer\"}", false).replace("bot/id=b", "gpt-4o"));
		this.client.post("{\"messages\":[{\"role\":\"developer\"}]");
		this.client.post("[".repeat(2000));
		this.client.post("");
		assertThat(this.logged).isEmpty();
		assertThat(shown()).isEmpty();
	}

	private static String tool(String name, String parameters) {
		return "{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"description\":\"d\",\"parameters\":"
				+ parameters + "}}";
	}

	private static String body(String messages, boolean stream) {
		return "{\"model\":\"bot/id=b\",\"stream\":" + stream + ",\"messages\":[" + messages + "]}";
	}

	/** The notes that the page shows. */
	private List<JsonNode> shown() throws Exception {
		long exchanges = this.emulator.requests().size();
		List<JsonNode> notes = new ArrayList<>();
		try (BufferedReader events = new BufferedReader(
				new InputStreamReader(URI.create(this.emulator.pageUrl() + "_emulator/events").toURL().openStream(),
						StandardCharsets.UTF_8))) {
			while (exchanges > 0) {
				String line = events.readLine();
				JsonNode step = line.startsWith("data: ") ? JsonMapper.shared().readTree(line.substring(6))
						: JsonMapper.shared().createObjectNode();
				if (step.path("kind").asString("").equals("NOTE")) {
					notes.add(step.get("facts"));
				}
				exchanges -= step.path("kind").asString("").equals("END") ? 1 : 0;
			}
		}
		return notes;
	}

}
