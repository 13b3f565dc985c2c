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

package com.chatbotkit.compatibility.community;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import io.a2a.server.agentexecution.AgentExecutor;
import io.a2a.spec.AgentCapabilities;
import io.a2a.spec.AgentCard;
import io.a2a.spec.AgentSkill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springaicommunity.a2a.server.executor.DefaultAgentExecutor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server of {@code spring-ai-a2a}, behind which a bot answers.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
@ExtendWith(OutputCaptureExtension.class)
class A2aServerTests {

	@LocalServerPort
	private int port;

	private ChatBotKitEmulator emulator;

	@Test
	void theCard() throws Exception {
		JsonNode card = send(HttpRequest.newBuilder(uri("/.well-known/agent-card.json")));
		assertThat(card.path("name").asString()).isEqualTo("Shop");
	}

	@Test
	void aMessage() throws Exception {
		this.emulator.any().when("opening hours").reply("Nine to five.");
		JsonNode task = send(message("What are your opening hours?")).path("result");
		assertThat(task.at("/status/state").asString()).isEqualTo("completed");
		assertThat(task.at("/artifacts/0/parts/0/text").asString()).isEqualTo("Nine to five.");
		JsonNode later = send(HttpRequest.newBuilder(uri("/tasks/" + task.path("id").asString())));
		assertThat(later.at("/artifacts/0/parts/0/text").asString()).isEqualTo("Nine to five.");
		assertThat(this.emulator).onlyRequest().hasSystemTextContaining("bicycle shop");
	}

	@Test
	void aFailure(CapturedOutput output) throws Exception {
		this.emulator.any().fail(Fault.unknownBot());
		HttpResponse<String> response = exchange(message("Hello"));
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).doesNotContain("Bot not found");
		assertThat(output).contains("Agent execution failed: 404 NOT_FOUND: Bot not found");
	}

	private HttpRequest.Builder message(String text) {
		return HttpRequest.newBuilder(uri("/"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("""
					{ "jsonrpc": "2.0", "id": "1", "method": "message/send", "params": { "message": {
					  "kind": "message", "messageId": "m-1", "role": "user",
					  "parts": [ { "kind": "text", "text": "%s" } ] } } }""".formatted(text)));
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	private static JsonNode send(HttpRequest.Builder request) throws Exception {
		HttpResponse<String> response = exchange(request);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private static HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Agent {

		@Bean
		AgentCard card() {
			return new AgentCard.Builder().name("Shop")
				.description("Answers for a bicycle shop")
				.url("http://127.0.0.1/")
				.version("1.0.0")
				.capabilities(new AgentCapabilities.Builder().streaming(false).build())
				.defaultInputModes(List.of("text"))
				.defaultOutputModes(List.of("text"))
				.skills(List.of(new AgentSkill.Builder().id("answers")
					.name("Answers")
					.description("Answers questions")
					.tags(List.of("shop"))
					.build()))
				.protocolVersion("0.3.0")
				.build();
		}

		@Bean
		AgentExecutor executor(ChatClient.Builder builder) {
			ChatClient chat = builder.defaultSystem("You work in a bicycle shop.").build();
			return new DefaultAgentExecutor(chat,
					(client, context) -> client
						.prompt(DefaultAgentExecutor.extractTextFromMessage(context.getMessage()))
						.call()
						.content());
		}

	}

}
