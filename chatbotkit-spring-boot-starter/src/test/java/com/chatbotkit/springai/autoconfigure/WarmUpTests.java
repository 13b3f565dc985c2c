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

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code connections.warm-up} opens a connection when the application is
 * ready, and asks nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class WarmUpTests {

	private static final String BODY = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

	private final ApplicationContextRunner runner = Contexts.configured()
		.withPropertyValues("spring.ai.chatbotkit.bots.other.bot-id=clx2");

	@Test
	void aConnectionIsOpenedWhenTheApplicationIsReadyAndTheFirstQuestionUsesIt(CapturedOutput output) {
		try (RawServer server = server()) {
			this.runner.withPropertyValues(at(server), "spring.ai.chatbotkit.connections.warm-up=true")
				.run((context) -> {
					assertThat(server.connections).hasValue(0);
					ready(context);
					await(() -> server.connections.get() > 0);
					assertThat(server.asked).isEmpty();
					assertThat(context.getBean(ChatBotKitChatModel.class).call("Hi")).isEqualTo("Hello");
					assertThat(server.asked).hasSize(1);
					// One more where the question was faster than the connection.
					assertThat(server.connections.get()).isLessThanOrEqualTo(2);
				});
		}
		assertThat(warnings(output)).isEmpty();
	}

	/**
	 * Leaves out the warning of a call without a tenant, because another test of this JVM
	 * may have put tenants into a context.
	 */
	private static List<String> warnings(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains("WARN") && !line.contains("without a tenant"))
			.toList();
	}

	@Test
	void theServerIsTheOneThatRequestsGoTo(CapturedOutput output) {
		try (RawServer server = server()) {
			ChatBotKitConnectionDetails details = () -> " HTTP://LOCALHOST:" + server.port() + "/ ";
			this.runner.withBean(ChatBotKitConnectionDetails.class, () -> details)
				.withPropertyValues("spring.ai.chatbotkit.connections.warm-up=true")
				.run((context) -> {
					ready(context);
					await(() -> server.connections.get() > 0);
					assertThat(server.asked).isEmpty();
				});
		}
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void nothingIsOpenedByDefault() {
		try (RawServer server = server()) {
			this.runner.withPropertyValues(at(server)).run((context) -> {
				ready(context);
				assertThat(context).doesNotHaveBean(WarmUp.class);
				assertThat(context.getBean(ChatBotKitChatModel.class).call("Hi")).isEqualTo("Hello");
				assertThat(server.connections).hasValue(1);
			});
		}
	}

	@Test
	void aFailureIsALineInTheLog(CapturedOutput output) throws Exception {
		int port;
		try (ServerSocket closed = new ServerSocket(0)) {
			port = closed.getLocalPort();
		}
		this.runner
			.withPropertyValues("spring.ai.chatbotkit.base-url=http://localhost:" + port,
					"spring.ai.chatbotkit.connections.warm-up=true")
			.run((context) -> {
				ready(context);
				await(() -> output.getAll().contains("No connection to localhost:" + port));
				assertThat(context).hasNotFailed();
			});
		assertThat(output).doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jetty", "http-components", "jdk" })
	void anotherHttpClientSaysThatItCannot(String connector, CapturedOutput output) {
		try (RawServer server = server()) {
			this.runner
				.withPropertyValues(at(server), "spring.ai.chatbotkit.connections.warm-up=true",
						"spring.http.clients.reactive.connector=" + connector)
				.run(WarmUpTests::ready);
			assertThat(server.connections).hasValue(0);
		}
		assertThat(output).containsOnlyOnce("connections.warm-up=true has no effect");
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static void ready(ConfigurableApplicationContext context) {
		context.publishEvent(
				new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ofSeconds(1)));
	}

	private static String at(RawServer server) {
		return "spring.ai.chatbotkit.base-url=http://localhost:" + server.port();
	}

	private static RawServer server() {
		return new RawServer((connection) -> {
			while (true) {
				connection.readRequest();
				connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length()
						+ "\r\n\r\n" + BODY);
			}
		});
	}

}
