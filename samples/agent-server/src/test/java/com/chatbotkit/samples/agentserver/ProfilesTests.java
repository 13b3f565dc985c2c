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

package com.chatbotkit.samples.agentserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the profiles that put real models behind the agents, in front of endpoints
 * that are not.
 */
class ProfilesTests {

	private static final String KEY = "sk-0123456789abcdef0123456789abcdef";

	private final HttpClient client = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext start(String profile, String... properties) {
		return new SpringApplicationBuilder(AgentServerApplication.class).profiles(profile)
			.properties("spring.ai.chatbotkit.server.keys.other.secret=" + KEY)
			.properties(properties)
			.run();
	}

	private HttpResponse<String> send(ConfigurableApplicationContext context, HttpRequest.Builder request, String path)
			throws IOException, InterruptedException {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		return this.client.send(request.uri(URI.create("http://127.0.0.1:" + port + "/v1/" + path))
			.header("Authorization", "Bearer " + KEY)
			.header("Content-Type", "application/json")
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private String ask(ConfigurableApplicationContext context, String model, boolean streaming)
			throws IOException, InterruptedException {
		return post(context, "{\"model\":\"" + model + "\",\"stream\":" + streaming
				+ ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
	}

	private String post(ConfigurableApplicationContext context, String body) throws IOException, InterruptedException {
		HttpResponse<String> response = send(context,
				HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), "chat/completions");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	@Test
	void withoutAProfileTheModelIsScripted() throws Exception {
		try (ConfigurableApplicationContext context = start("default")) {
			assertThat(context.getBean(ChatModel.class)).isInstanceOf(ScriptedChatModel.class);
			assertThat(ask(context, "support", false)).contains("Echo: Hi");
		}
	}

	@Test
	void theModelsOfOllamaAnswerForTheAgents() throws Exception {
		List<String> asked = new CopyOnWriteArrayList<>();
		HttpServer ollama = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		ollama.createContext("/api/chat", (exchange) -> {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			asked.add(body);
			exchange.getResponseHeaders()
				.set("Content-Type", body.contains("\"stream\":true") ? "application/x-ndjson" : "application/json");
			byte[] answer = ("{\"model\":\"small\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\","
					+ "\"content\":\"From Ollama\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":5,\"eval_count\":2}\n")
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		ollama.start();
		try (ConfigurableApplicationContext context = start("ollama",
				"OLLAMA_BASE_URL=http://127.0.0.1:" + ollama.getAddress().getPort(), "OLLAMA_MODEL=small")) {
			assertThat(ask(context, "support", false)).contains("\"content\":\"From Ollama\"",
					"\"completion_tokens\":2");
			assertThat(ask(context, "writer", true)).contains("\"content\":\"From Ollama\"", "[DONE]");
			assertThat(asked).hasSize(2).allMatch((body) -> body.contains("\"model\":\"small\""));
			assertThat(asked.get(0)).contains("lookup_order");
		}
		finally {
			ollama.stop(0);
		}
	}

	@Test
	void aBotOfThePlatformAnswersForTheAgents() throws Exception {
		try (ChatBotKitEmulator emulator = ChatBotKitEmulator.start();
				ConfigurableApplicationContext context = start("chatbotkit",
						"spring.ai.chatbotkit.base-url=" + emulator.baseUrl(),
						"CHATBOTKIT_API_SECRET=" + emulator.secretKey(), "CHATBOTKIT_BOT_ID=b-1")) {
			emulator.bot("b-1").reply("From the platform");
			assertThat(ask(context, "support", false)).contains("\"content\":\"From the platform\"");
			assertThat(ask(context, "writer", true)).contains("[DONE]", "\"finish_reason\":\"stop\"");
			assertThat(emulator.requests()).hasSize(2);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aBotOfThePlatformCallsToolsOfBothSides(boolean streaming) throws Exception {
		try (ChatBotKitEmulator emulator = ChatBotKitEmulator.start();
				ConfigurableApplicationContext context = start("chatbotkit",
						"spring.ai.chatbotkit.base-url=" + emulator.baseUrl(),
						"CHATBOTKIT_API_SECRET=" + emulator.secretKey(), "CHATBOTKIT_BOT_ID=b-1")) {
			emulator.bot("b-1")
				.whenOffered("weather")
				.andOffered("lookup_order")
				.once()
				.reply(Reply.call("lookup_order", Map.of("q", "A-1")).andCall("weather", Map.of("city", "Rome")));
			String body = "{\"model\":\"support\",\"stream\":" + streaming
					+ ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}],"
					+ "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}";
			String first = post(context, body + "]}");
			assertThat(first).contains("\"finish_reason\":\"tool_calls\"", "\"name\":\"weather\"", "Rome")
				.doesNotContain("lookup_order");
			Matcher id = Pattern.compile("\"id\":\"(call[^\"]+)\"").matcher(first);
			assertThat(id.find()).isTrue();
			String second = post(context,
					body + ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"" + id.group(1)
							+ "\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]},"
							+ "{\"role\":\"tool\",\"tool_call_id\":\"" + id.group(1) + "\",\"content\":\"sunny\"}]}");
			assertThat(second).contains("\"finish_reason\":\"stop\"");
			assertThat(emulator.requests()).hasSize(2);
			assertThat(emulator.requests().get(1).body()).contains("Order A-1 is on its way.", "sunny");
		}
	}

	@Test
	void namedBotsOfTheClientsStarterAreAgentsByTheirNames() throws Exception {
		try (ChatBotKitEmulator emulator = ChatBotKitEmulator.start();
				ConfigurableApplicationContext context = start("chatbotkit",
						"spring.ai.chatbotkit.base-url=" + emulator.baseUrl(),
						"CHATBOTKIT_API_SECRET=" + emulator.secretKey(), "CHATBOTKIT_BOT_ID=b-1",
						"spring.ai.chatbotkit.bots.sales.bot-id=b-sales",
						"spring.ai.chatbotkit.bots.plain.model-name=gpt-4o",
						"spring.ai.chatbotkit.server.agents.front.chat-client=sales")) {
			emulator.bot("b-sales").reply("Buy one.");
			emulator.model("gpt-4o").reply("Plain.");
			// The client of spring.ai.chatbotkit.chat.* has no name of its own.
			assertThat(send(context, HttpRequest.newBuilder().GET(), "models").body())
				.contains("\"id\":\"bot/id=front\"", "\"id\":\"bot/id=plain\"", "\"id\":\"bot/id=writer\"")
				.doesNotContain("chatBotKitChatClient", "bot/id=sales");
			assertThat(ask(context, "front", false)).contains("\"content\":\"Buy one.\"");
			assertThat(ask(context, "bot/id=plain", true)).contains("Plain.", "[DONE]");
		}
	}

}
