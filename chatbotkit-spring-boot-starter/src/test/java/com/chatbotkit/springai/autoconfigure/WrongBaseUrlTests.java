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

package com.chatbotkit.springai.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of a base URL that leads to a server, but not to the endpoint: calls and streams
 * say what to write, on each connector.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
class WrongBaseUrlTests {

	private final String connector;

	private final ApplicationContextRunner runner;

	WrongBaseUrlTests(String connector) {
		this.connector = connector;
		this.runner = Contexts.configured()
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"spring.ai.retry.backoff.initial-interval=1ms");
	}

	@Test
	void aWrongPathIsReportedAsAWrongPath() {
		for (String body : new String[] { "<!DOCTYPE html><title>404</title><h1>Not Found</h1>", "404 page not found",
				"{\"status\":404,\"error\":\"Not Found\",\"path\":\"/v2\"}", "{\"detail\":\"Not Found\"}", "" }) {
			try (TestEndpoint endpoint = TestEndpoint
				.scripted((request, response) -> TestEndpoint.send(response.status(404), Flux.just(body)))) {
				fails(endpoint.property(), "404 NOT_FOUND",
						"is the base URL's path right (spring.ai.chatbotkit.base-url)?");
			}
		}
	}

	@Test
	void anUnknownBotIsReportedWithTheServersMessage() {
		try (TestEndpoint endpoint = TestEndpoint.answering(404,
				"{\"message\":\"Bot not found\",\"code\":\"NOT_FOUND\"}")) {
			this.runner.withPropertyValues(endpoint.property())
				.run((context) -> assertThatExceptionOfType(ChatBotKitNonTransientException.class)
					.isThrownBy(() -> context.getBean(ChatBotKitChatModel.class).call("Hi"))
					.withMessageContaining("Bot not found")
					.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("base URL")));
		}
	}

	@Test
	void httpsToAPlainPortSuggestsHttp() {
		assumeThat(this.connector).as("Jetty may see the end of the connection before the bytes that are no TLS")
			.isNotEqualTo("jetty");
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			fails(endpoint.property().replace("http://", "https://"), "CONNECTION_FAILED",
					"the server does not speak TLS on this port. Write http:// instead of https://");
		}
	}

	@Test
	void httpsToAPlainPortThatSaysNothingAsksWhetherItIsPlain() {
		try (RawServer server = new RawServer((connection) -> {
			connection.readSome();
			connection.stall();
		})) {
			this.runner
				.withPropertyValues("spring.ai.chatbotkit.base-url=https://localhost:" + server.port() + "/openai",
						"spring.ai.chatbotkit.timeout.connect=700ms", "spring.ai.retry.max-attempts=1")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					for (Supplier<Object> asking : List.<Supplier<Object>>of(() -> model.call("Hi"),
							() -> model.stream(new Prompt("Hi")).blockLast(), () -> model.checkBot().block())) {
						assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(asking::get)
							.withMessageStartingWith("CONNECTION_FAILED: no connection: ")
							.withMessageContaining("handshake timed out after ")
							.withMessageContaining("If this port speaks plain http, write http:// instead of https://"
									+ " into the base URL (spring.ai.chatbotkit.base-url)")
							.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("proxy"));
					}
				});
			this.runner
				.withPropertyValues("spring.ai.chatbotkit.base-url=https://localhost:" + server.port() + "/openai",
						"spring.ai.chatbotkit.timeout.connect=700ms", "spring.ai.retry.max-attempts=1",
						"spring.ai.chatbotkit.validate-on-startup=true")
				.run((context) -> assertThat(context).getFailure()
					.hasMessageContaining("If this port speaks plain http, write http:// instead of https://"));
		}
	}

	private void fails(String property, String code, String message) {
		this.runner.withPropertyValues(property).run((context) -> {
			ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
			assertThatExceptionOfType(ChatBotKitNonTransientException.class)
				.isThrownBy(() -> model.stream(new Prompt("Hi")).blockLast())
				.withMessageContaining(code)
				.withMessageContaining(message);
			assertThatExceptionOfType(ChatBotKitNonTransientException.class).isThrownBy(() -> model.call("Hi"))
				.withMessageContaining(code)
				.withMessageContaining(message);
		});
	}

}
