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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.access.Admission;
import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.RefusedException;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays every exchange that was recorded with the platform against an application that
 * serves the emulator's scripts in the platform's dialect.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecordedExchangesCases {

	private static final Path FILE = Path
		.of("../chatbotkit-spring-ai-test/src/test/resources/com/chatbotkit/springai/test/recorded-exchanges.jsonl");

	// 100 and 100.0 are one number in JSON.
	private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (a, b) -> {
		if (a.isNumber() && b.isNumber()) {
			return Double.compare(a.doubleValue(), b.doubleValue());
		}
		return a.equals(b) ? 0 : 1;
	};

	private static final HttpClient client = HttpClient.newHttpClient();

	private static final JsonMapper JSON = new JsonMapper();

	private final WebApplicationType web;

	private ConfigurableApplicationContext context;

	RecordedExchangesCases(WebApplicationType web) {
		this.web = web;
	}

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(this.web)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.autoconfigure.exclude="
					+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration,"
					+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
					"spring.ai.chatbotkit.server.dialect=contract")
			.run();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	private static List<JsonNode> recorded() throws IOException {
		return Files.readAllLines(FILE).stream().map(JSON::readTree).toList();
	}

	@Test
	void thereAreAllOfThem() throws IOException {
		assertThat(recorded()).hasSize(379);
	}

	@TestFactory
	Stream<DynamicTest> holds() throws IOException {
		return recorded().stream()
			.map((exchange) -> DynamicTest.dynamicTest(
					exchange.get("group").stringValue() + ": " + exchange.get("name").stringValue(),
					() -> play(exchange)));
	}

	private void play(JsonNode exchange) throws Exception {
		AtomicReference<AgentRequest> reached = this.context.getBean(Application.class).reached;
		reached.set(null);
		HttpResponse<String> response = client.send(request(exchange.get("request")), BodyHandlers.ofString());
		JsonNode expected = exchange.get("response");
		assertThat(response.statusCode()).isEqualTo(expected.get("status").intValue());
		assertThat(response.headers().firstValue("content-type").orElse(null))
			.isEqualTo(expected.path("contentType").asString(null));
		assertThat(response.headers().firstValue("x-failure-code").orElse(null))
			.isEqualTo(expected.path("xFailureCode").asString(null));
		String body = blotted(response.body());
		String expectedBody = expected.get("body").stringValue();
		assertThat(expectedBody.contains("\"message\":\"*\"")
				? body.replaceAll("\"message\":\"[^\"]*\"", "\"message\":\"*\"") : body)
			.isEqualTo(expectedBody);
		JsonNode json = ReachedAgentJson.of(reached.get());
		assertThat(json.equals(NUMBERS_BY_VALUE, exchange.get("reached")))
			.as("reached %s instead of %s", json, exchange.get("reached"))
			.isTrue();
	}

	private static String blotted(String body) {
		return body.replaceAll("\"chatcmpl-[^\"]+\"", "\"chatcmpl-*\"")
			.replaceAll("\"call_[^\"]+\"", "\"call_*\"")
			.replaceAll("\"created\":\\d+", "\"created\":0");
	}

	private HttpRequest request(JsonNode recorded) {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		JsonNode body = recorded.path("body");
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port + recorded.get("path").stringValue()))
			.method(recorded.get("method").stringValue(),
					body.isString() ? BodyPublishers.ofString(body.stringValue()) : BodyPublishers.noBody());
		recorded.get("headers").forEachEntry((name, value) -> request.header(name, value.stringValue()));
		return request.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final AtomicReference<AgentRequest> reached = new AtomicReference<>();

		@Bean
		AgentDirectory scripts() {
			Agent scripts = new RequestLog(1).recording(new Scripts());
			return new AgentDirectory() {

				@Override
				public List<ServedAgent> list() {
					return List.of();
				}

				@Override
				public @Nullable ServedAgent find(String model) {
					return new ServedAgent(new AgentTarget.Bot(model), model, null, List.of(), List.of(), (request) -> {
						Application.this.reached.set(request);
						return scripts.run(request);
					});
				}

			};
		}

		@Bean
		ChatBotKitServerAccess keys() {
			TestKeys keys = new TestKeys("sk-test", false);
			return new ChatBotKitServerAccess() {

				@Override
				public Mono<ServerCaller> identify(EndpointRequest request) {
					String authorization = request.header("authorization");
					String key = (authorization != null) ? authorization.substring("Bearer ".length()) : "";
					return keys.accepts(key) ? Mono.just(new ServerCaller(key, Set.of(), false)) : Mono.empty();
				}

				@Override
				public Mono<Admission> admit(ServerCaller caller) {
					return switch (keys.limits(caller.name())) {
						case WITHIN -> Mono.just(Admission.UNLIMITED);
						case RATE_REACHED -> Mono.error(new RefusedException(429, "rate_limit_exceeded", "", null));
						case QUOTA_EXCEEDED -> Mono.error(new RefusedException(429, "insufficient_quota", "", null));
					};
				}

			};
		}

	}

}
