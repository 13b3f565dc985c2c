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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of idle connections, with servers that keep them for a short time, on each of
 * Spring Boot's connectors.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "http-components", "jetty", "jdk" })
@Timeout(60)
class KeepAliveTests {

	private static final String BODY = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

	private static final int CALLS = 100;

	private final String connector;

	private final ApplicationContextRunner runner;

	KeepAliveTests(String connector) {
		this.connector = connector;
		this.runner = Contexts.configured().withPropertyValues("spring.http.clients.reactive.connector=" + connector);
	}

	@Test
	void aConnectionThatItsServerDoesNotKeepIsNotUsedAgain() {
		assumeThat(this.connector).isIn("reactor", "http-components");
		assertThat(connectionsOfTwoCalls("Keep-Alive: timeout=0\r\n")).isEqualTo(2);
	}

	@Test
	void aConnectionThatItsServerKeepsIsUsedAgain() {
		assertThat(connectionsOfTwoCalls("Keep-Alive: timeout=200\r\n")).isOne();
		assertThat(connectionsOfTwoCalls("")).isOne();
	}

	@Test
	void aTimeThatTheUserSetCountsAlone() {
		assumeThat(this.connector).isIn("reactor", "http-components");
		assertThat(connectionsOfTwoCalls("Keep-Alive: timeout=0\r\n", "spring.ai.chatbotkit.connections.max-idle=1h"))
			.isOne();
		assertThat(
				connectionsOfTwoCalls("Keep-Alive: timeout=200\r\n", "spring.ai.chatbotkit.connections.max-idle=1ms"))
			.isEqualTo(2);
	}

	/**
	 * Races each request with the server's close of an idle connection. A request that
	 * was written may have run the bot, so it is never sent again.
	 */
	@Test
	void noBotRunsTwiceWhereTheServerClosesAsARequestComes() {
		AtomicInteger connections = new AtomicInteger();
		RawServer.Script closing = (connection) -> {
			// An answer or two, and then a close at about the time of the next request.
			long pause = 40_000_000L + connections.incrementAndGet() % 25 * 1_000_000L;
			connection.readRequest();
			connection.write(answer("Keep-Alive: timeout=200\r\n"));
			LockSupport.parkNanos(pause);
			connection.end();
		};
		try (RawServer server = new RawServer(closing)) {
			this.runner.withPropertyValues(at(server)).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				int answered = 0;
				int lost = 0;
				for (int i = 0; i < CALLS; i++) {
					int before = server.asked.size();
					Throwable failure = catchThrowable(() -> model.call("Hi"));
					assertThat(server.asked.size() - before).as("times that it ran").isLessThanOrEqualTo(1);
					if (failure == null) {
						answered++;
					}
					else {
						assertThat(failure).hasMessageContaining("CONNECTION_LOST");
						lost++;
					}
					// Around the time of the server's close.
					LockSupport.parkNanos(40_000_000L + i * 7 % 25 * 1_000_000L);
				}
				assertThat(answered + lost).isEqualTo(CALLS);
				assertThat(answered).isGreaterThan(CALLS / 4);
			});
		}
	}

	private int connectionsOfTwoCalls(String header, String... properties) {
		try (RawServer server = new RawServer((connection) -> {
			while (true) {
				connection.readRequest();
				connection.write(answer(header));
			}
		})) {
			this.runner.withPropertyValues(properties).withPropertyValues(at(server)).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				for (int i = 0; i < 2; i++) {
					assertThat(model.call("Hi")).isEqualTo("Hello");
					// The connection is free a moment after its answer's end.
					LockSupport.parkNanos(20_000_000);
				}
			});
			return server.connections.get();
		}
	}

	private static String answer(String header) {
		return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "Content-Length: " + BODY.length()
				+ "\r\n\r\n" + BODY;
	}

	private static String at(RawServer server) {
		return "spring.ai.chatbotkit.base-url=http://localhost:" + server.port();
	}

}
