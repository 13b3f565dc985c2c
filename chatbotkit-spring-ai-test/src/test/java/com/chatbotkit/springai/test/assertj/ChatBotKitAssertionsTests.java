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

package com.chatbotkit.springai.test.assertj;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EmulatedChatBotKit
class ChatBotKitAssertionsTests {

	private static final String BODY = """
			{"model":"bot/id=b","stream":true,"messages":[{"role":"system","content":"Be brief."},
			{"role":"user","content":"Where is it?"},
			{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"find","arguments":"{}"}}]},
			{"role":"tool","tool_call_id":"1","content":"{\\"at\\":1}"}],
			"tools":[{"type":"function","function":{"name":"find","description":"Finds it.",
			"parameters":{"type":"object","properties":{"n":{"type":"string"}}}}}]}""";

	private ChatBotKitEmulator emulator;

	@BeforeEach
	void send() throws Exception {
		post(BODY);
	}

	private void post(String body) throws Exception {
		HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(this.emulator.baseUrl() + "/chat/completions"))
				.header("Authorization", "Bearer " + this.emulator.secretKey())
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body))
				.build(), BodyHandlers.ofString());
	}

	@Test
	void whatHoldsPasses() {
		assertThat(this.emulator).hasReceived(1)
			.onlyRequest()
			.askedBot("b")
			.hasSelector("bot/id=b")
			.usedSecretKey(this.emulator.secretKey())
			.hasSystemText("Be brief.")
			.hasSystemTextContaining("brief")
			.hasUserText("Where is it?")
			.hasUserTextContaining("Where")
			.hasToolResult("find", "{ \"at\": 1 }")
			.offersTools("find")
			.offersTool("find")
			.offersTool("find", "{\"properties\":{\"n\":{\"type\":\"string\"}},\"type\":\"object\"}")
			.describesTool("find", "Finds")
			.isStreamed()
			.hasStatus(200);
		assertThat(this.emulator).firstRequest();
		assertThat(this.emulator).lastRequest();
		assertThat(this.emulator.requests().get(0)).hasStatus(200);
	}

	@Test
	void aRefusedRequestHasNoTarget() throws Exception {
		this.emulator.reset();
		assertThat(this.emulator).hasReceivedNothing();
		post("{\"model\":\"gpt-4o\"}");
		assertThat(this.emulator).onlyRequest().hasStatus(400).hasSystemText(null).offersTools().hasMessages();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.emulator).onlyRequest().askedBot("b"))
			.withMessageContaining("{\"model\":\"gpt-4o\"}");
	}

	static Stream<ThrowingAssertion> wrong() {
		return Stream.of((request) -> request.askedBot("c"), (request) -> request.askedModel("b"),
				(request) -> request.hasSelector("b"), (request) -> request.usedSecretKey("sk-test-other"),
				(request) -> request.hasSystemText(null), (request) -> request.hasSystemTextContaining("long"),
				(request) -> request.hasUserText("Where"), (request) -> request.hasUserTextContaining("When"),
				(request) -> request.hasMessages(new AgentMessage.User("x")),
				(request) -> request.hasToolResult("find", "{}"), (request) -> request.offersTools(),
				(request) -> request.offersTool("lose"), (request) -> request.offersTool("find", "{}"),
				(request) -> request.describesTool("find", "Loses"), (request) -> request.hasStatus(404),
				(request) -> request.isCancelled());
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void whatFailsShowsTheExchange(ThrowingAssertion assertion) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertion.on(assertThat(this.emulator).onlyRequest()))
			.withMessageContaining("POST /v1/openai/chat/completions → 200, streamed")
			.withMessageContaining("    user     Where is it?")
			.withMessageContaining("    result   find {\"at\":1}")
			.withMessageContaining("    tool     find {")
			.withMessageContaining("    answer   data: {");
	}

	@Test
	void whatFailsOfAKeyShowsKeysForTestsOnly() throws Exception {
		try (ChatBotKitEmulator tolerant = ChatBotKitEmulator.builder().acceptAnyKey().start()) {
			for (String authorization : List.of("Bearer sk-test-b", "bearer vault-1", "Basic vault-1")) {
				HttpClient.newHttpClient()
					.send(HttpRequest.newBuilder(URI.create(tolerant.baseUrl() + "/chat/completions"))
						.header("Authorization", authorization)
						.POST(BodyPublishers.ofString(BODY))
						.build(), BodyHandlers.discarding());
			}
			assertThat(tolerant).request(0).usedSecretKey("sk-test-b");
			assertThat(tolerant).request(1).usedSecretKey("vault-1");
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(tolerant).request(0).usedSecretKey("vault-2"))
				.withMessageContaining("the one that was given")
				.withMessageContaining("sk-test-b")
				.withMessageNotContaining("vault");
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(tolerant).request(1).usedSecretKey("sk-test-b"))
				.withMessageContaining("a key that is not shown")
				.withMessageNotContaining("vault");
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(tolerant).request(2).usedSecretKey("vault-1"))
				.withMessageContaining("no key");
		}
	}

	@ParameterizedTest
	@CsvSource({ "weather.at, weather_at", "weather at, weather_at", "wetter/größe, wetter_gr__e",
			"weather_at, weather_at", "weather.at, weather_at_19040c6d" })
	void theApplicationsOwnNameOfAToolIsAccepted(String own, String wireName) throws Exception {
		this.emulator.reset();
		post(BODY.replace("\"find\"", "\"" + wireName + "\""));
		assertThat(this.emulator).onlyRequest()
			.offersTools(own)
			.offersTool(own)
			.offersTool(own, "{\"properties\":{\"n\":{\"type\":\"string\"}},\"type\":\"object\"}")
			.describesTool(own, "Finds")
			.hasToolResult(own, "{\"at\":1}");
	}

	@Test
	void aLongNameOfAToolIsCutAsOnTheWire() throws Exception {
		String own = "a.b".repeat(30);
		this.emulator.reset();
		post(BODY.replace("\"find\"", "\"" + own.replace('.', '_').substring(0, 64) + "\""));
		assertThat(this.emulator).onlyRequest().offersTools(own).offersTool(own).hasToolResult(own, "{\"at\":1}");
	}

	@Test
	void aNameOnTheWireGoesBeforeTheApplicationsOwn() throws Exception {
		this.emulator.reset();
		post(BODY.replace("\"tools\":[",
				"\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather_at\",\"description\":\"One.\"}},"
						+ "{\"type\":\"function\",\"function\":{\"name\":\"weather_at_19040c6d\",\"description\":\"Two.\"}},"));
		assertThat(this.emulator).onlyRequest()
			.describesTool("weather_at", "One")
			.describesTool("weather.at", "Two")
			.offersTools("find", "weather.at", "weather_at");
	}

	@Test
	void aResultOfAToolThatIsNoLongerOfferedIsFoundByTheApplicationsOwnName() throws Exception {
		this.emulator.reset();
		post(BODY.substring(0, BODY.indexOf(",\n\"tools\"")).replace("\"find\"", "\"find_it\"") + "}");
		assertThat(this.emulator).onlyRequest().hasToolResult("find.it", "{\"at\":1}").offersTools();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.emulator).onlyRequest().offersTool("find.it"));
	}

	@Test
	void oneToolIsNotTwo() throws Exception {
		this.emulator.reset();
		post(BODY.replace("\"tools\":[",
				"\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather_at\",\"description\":\"One.\"}},"));
		for (String[] names : new String[][] { { "weather_at", "weather.at" }, { "find", "find" }, { "weather.at" },
				{ "find", "weather.in" } }) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(this.emulator).onlyRequest().offersTools(names))
				.withMessageContaining("Expecting the tools");
		}
	}

	@Test
	void wrongNumbersShowAllExchanges() {
		ThrowingCallable two = () -> assertThat(this.emulator).hasReceived(2);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(two)
			.withMessageContaining("Expecting 2 requests")
			.withMessageContaining("but there were 1")
			.withMessageContaining("Where is it?");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.emulator).request(1))
			.withMessageContaining("at least 2 requests");
	}

	@FunctionalInterface
	interface ThrowingAssertion {

		void on(ReceivedRequestAssert request);

	}

}
