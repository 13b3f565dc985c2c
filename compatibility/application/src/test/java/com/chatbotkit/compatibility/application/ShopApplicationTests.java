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

package com.chatbotkit.compatibility.application;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class ShopApplicationTests {

	@Autowired
	private Assistant assistant;

	@Autowired
	private Environment environment;

	private ChatBotKitEmulator emulator;

	@Test
	void call() {
		this.emulator.any().when("opening hours").reply("Nine to five.");
		assertThat(this.assistant.answer("call", "What are your opening hours?")).isEqualTo("Nine to five.");
		assertThat(this.emulator).onlyRequest().hasSystemTextContaining("bicycle shop").offersTools("orderState");
	}

	@Test
	void stream() {
		this.emulator.any().reply(Reply.pieces("We", " are", " open"));
		StepVerifier.create(this.assistant.stream("stream", "Are you open?"))
			.expectNext("We", " are", " open")
			.verifyComplete();
	}

	@Test
	void aToolInACall() {
		callsTheTool();
		assertThat(this.assistant.answer("tool, call", "Where is A-1042?")).isEqualTo("It is on shelf 6");
		assertThat(this.emulator).hasReceived(2)
			.lastRequest()
			.hasToolResult("orderState", "{\"number\":\"A-1042\",\"place\":\"shelf 6\"}");
	}

	@Test
	void aToolInAStream() {
		callsTheTool();
		assertThat(String.join("", stream("tool, stream", "Where is A-1042?"))).isEqualTo("It is on shelf 6");
		assertThat(this.emulator).hasReceived(2);
	}

	@Test
	void memory() {
		this.assistant.answer("memory", "I am Ada.");
		stream("memory", "I ride a tandem.");
		this.emulator.reset();
		this.emulator.any().reply((turn) -> Reply.text(turn.messages().toString()));
		assertThat(this.assistant.answer("memory", "Who am I?")).containsSubsequence("I am Ada.", "Echo: I am Ada.",
				"I ride a tandem.", "Who am I?");
	}

	@Test
	void structuredOutput() {
		this.emulator.any().reply("```json\n{\"from\": 9, \"to\": 17}\n```");
		assertThat(this.assistant.hours("structured output")).isEqualTo(new Assistant.Hours(9, 17));
	}

	@Test
	void namedBots(@Autowired @Qualifier("support") ChatClient support,
			@Autowired @Qualifier("smalltalk") ChatClient smalltalk) {
		this.emulator.bot("clx-support").reply("support");
		this.emulator.model("gpt-4o").reply("smalltalk");
		assertThat(support.prompt("Hello").call().content()).isEqualTo("support");
		assertThat(this.emulator).onlyRequest().hasSystemTextContaining("two sentences");
		assertThat(smalltalk.prompt("Hello").stream().content().collectList().block()).containsExactly("smalltalk");
	}

	@Test
	void retries() {
		this.emulator.any().failTimes(2, Fault.serviceUnavailable()).reply("Here I am.");
		assertThat(this.assistant.answer("retries", "Hello?")).isEqualTo("Here I am.");
		assertThat(this.emulator).hasReceived(3);
	}

	@Test
	void errors() {
		this.emulator.any().fail(Fault.unknownBot());
		assertThatExceptionOfType(NonTransientAiException.class)
			.isThrownBy(() -> this.assistant.answer("errors, call", "Hello?"))
			.withMessageStartingWith("404 ");
		StepVerifier.create(this.assistant.stream("errors, stream", "Hello?"))
			.verifyErrorMatches((ex) -> ex instanceof NonTransientAiException && ex.getMessage().contains("bot"));
	}

	@Test
	void health() throws Exception {
		this.assistant.answer("health", "Hello");
		assertThat(get("/actuator/health")).contains("\"chatBotKit\":{", "\"status\":\"UP\"");
	}

	@Test
	void metrics(@Autowired MeterRegistry meters) throws Exception {
		this.assistant.answer("metrics", "Hello");
		stream("metrics", "Hello");
		assertThat(meters.get("chatbotkit.client.requests").tag("stream", "false").tag("outcome", "complete").counter())
			.satisfies((counter) -> assertThat(counter.count()).isPositive());
		assertThat(meters.get("chatbotkit.client.time.to.first.token").timer().count()).isPositive();
		assertThat(get("/actuator/metrics/gen_ai.client.operation")).contains("gen_ai.request.model");
		assertThat(get("/actuator/metrics/gen_ai.client.token.usage")).contains("gen_ai.token.type");
	}

	@Test
	void overHttp() throws Exception {
		this.emulator.any().reply("Nine to five.");
		assertThat(get("/ask?question=open")).isEqualTo("Nine to five.");
		assertThat(get("/stream?question=open").lines().filter((line) -> !line.isBlank())).containsExactly("data:Nine",
				"data: to", "data: five.");
	}

	@Test
	void servedAgents() {
		this.emulator.bot("clx-support").reply("served");
		try (ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl("http://127.0.0.1:" + port() + "/v1")
			.secretKey("sk-0123456789abcdef0123456789abcdef")
			.build()) {
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("support").build())
				.build();
			assertThat(model.call("Hello")).isEqualTo("served");
			assertThat(String.join("", model.stream("Hello").collectList().block())).isEqualTo("served");
		}
	}

	private void callsTheTool() {
		this.emulator.any()
			.whenOffered("orderState")
			.call("orderState", Map.of("number", "A-1042"))
			.thenReply((turn) -> Reply.text("It is on " + turn.results().get(0).result().path("place").asString()));
	}

	private List<String> stream(String customer, String question) {
		return this.assistant.stream(customer, question).collectList().block();
	}

	private String get(String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	private String port() {
		return this.environment.getRequiredProperty("local.server.port");
	}

}
