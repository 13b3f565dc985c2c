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

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that a response which is not HTTP ends at once, as the same failure on each
 * connector, called and streamed, and that its connection is not used again. The timeouts
 * are longer than the test may take.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class MalformedResponseTests {

	private static final String WHOLE = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

	private static final String EVENTS = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private static final String CHUNKED = "HTTP/1.1 200 OK\r\n%s\r\nTransfer-Encoding: chunked\r\n\r\n";

	private static final Map<String, SharedClient> CLIENTS = new HashMap<>();

	private final String connector;

	MalformedResponseTests(String connector) {
		this.connector = connector;
	}

	@AfterAll
	static void close() {
		CLIENTS.values().forEach(SharedClient::close);
		CLIENTS.clear();
	}

	/**
	 * The JDK's client reads the first three digits, and no further.
	 */
	@Test
	void aStatusThatIsNotThreeDigitsIsAPermanentFailure() {
		Map<String, String> responses = new LinkedHashMap<>();
		for (String status : List.of("099 Odd", "99 Odd", "0 Odd", "00 Odd", "020 Odd", "20x Odd", "2x0 Odd", "+20 Odd",
				"-20 Odd", "0200 OK", "000 Odd")) {
			responses.put(status, "HTTP/1.1 " + status + "\r\n%s\r\nContent-Length: 2\r\n\r\n{}");
		}
		if (!is("jdk")) {
			for (String status : List.of("1000 Odd", "2000 OK", "99999999999 Odd", "200OK")) {
				responses.put(status, "HTTP/1.1 " + status + "\r\n%s\r\nContent-Length: 2\r\n\r\n{}");
			}
		}
		fail(responses, "REQUEST_FAILED: ", 0, ChatBotKitNonTransientException.class);
	}

	@Test
	void aBodyOfMoreThanOneLengthIsAPermanentFailure() {
		assumeThat(this.connector).as("The JDK's client reads a length in ways of its own").isNotEqualTo("jdk");
		Map<String, String> responses = new LinkedHashMap<>();
		for (String length : List.of("-5", "+2", "0x2", "", "2, 2", "99999999999999999999", "2\r\nContent-Length: 2",
				"2\r\nContent-Length: 3", "2\r\nTransfer-Encoding: chunked")) {
			responses.put(length, "HTTP/1.1 200 OK\r\n%s\r\nContent-Length: " + length + "\r\n\r\n{}");
		}
		fail(responses, "REQUEST_FAILED: ", 0, ChatBotKitNonTransientException.class);
	}

	@Test
	void aBodyInAnotherCodingThanChunksIsAPermanentFailure() {
		Map<String, String> responses = new LinkedHashMap<>();
		for (String coding : List.of("gzip, chunked", "gzip", "deflate", "chunked, chunked", "identity", "x-odd",
				"chunked\r\nTransfer-Encoding: gzip")) {
			responses.put(coding, "HTTP/1.1 200 OK\r\n%s\r\nConnection: close\r\nTransfer-Encoding: " + coding
					+ "\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
		}
		fail(responses, "REQUEST_FAILED: ", 0, ChatBotKitNonTransientException.class);
	}

	/**
	 * The JDK's client asks for HTTP/2 without TLS, and takes any 101 for a yes.
	 */
	@Test
	void aSwitchToAnotherProtocolIsAPermanentFailure() {
		assumeThat(this.connector).isNotEqualTo("jdk");
		fail(Map.of("with nothing more", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "to a WebSocket",
				"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
				"and an answer",
				"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
						+ "HTTP/1.1 200 OK\r\n%s\r\nContent-Length: 2\r\n\r\n{}",
				"with a body", "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 5\r\n\r\nhello"),
				"REQUEST_FAILED: ", 0, ChatBotKitNonTransientException.class);
	}

	/**
	 * Of HttpComponents and the JDK those that they refuse.
	 */
	@Test
	void aChunkOfNoSizeIsATransientFailure() {
		Map<String, Set<String>> accepting = Map.of("-1", Set.of("http-components"), "+5", Set.of("http-components"),
				"", Set.of("jdk"), "0x5", Set.of("jdk"), "5g", Set.of("jdk"), "8000000000000000", Set.of("jdk"),
				"FFFFFFFFFFFFFFFFF", Set.of("jdk"));
		Map<String, String> responses = new LinkedHashMap<>();
		for (String size : List.of("zzz", "", "0x5", "-1", "-5", "+5", "5g", ";x", "8000000000000000",
				"FFFFFFFFFFFFFFFFF")) {
			if (!accepting.getOrDefault(size, Set.of()).contains(this.connector)) {
				responses.put(size + " at once", CHUNKED + size + "\r\nhello\r\n");
				responses.put(size + " after another", CHUNKED + "1\r\n \r\n" + size + "\r\nhello\r\n");
			}
		}
		// Once the head is whole, Jetty does not say why it closes a connection.
		fail(responses, "200 INVALID_ANSWER: ", 200, ChatBotKitTransientException.class);
	}

	@Test
	void endlessInterimResponsesAreATransientFailure() {
		assumeThat(this.connector).as("which swallows 100 itself").isNotEqualTo("http-components");
		for (String interim : List.of("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
				"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")) {
			fail((connection, stream) -> {
				connection.readRequest();
				for (int i = 0; i < 2_000; i++) {
					connection.write(interim.repeat(100));
				}
			}, interim, "ANSWER_TOO_LARGE: ", 0, ChatBotKitTransientException.class);
		}
	}

	@Test
	void anInterimHeadThatBreaksOffIsALostConnection() {
		run((connection, stream) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 103 Early Hints\r\nLi");
			connection.end();
		}, (exchange) -> {
			for (boolean stream : new boolean[] { false, true }) {
				assertThat(catchThrowable(() -> exchange.ask("bot/id=clx1", stream)))
					.isInstanceOf(ChatBotKitTransientException.class)
					.hasMessageStartingWith("CONNECTION_LOST: the connection was lost before the answer");
			}
		});
	}

	@Test
	void manyInterimResponsesAreSkipped() {
		// The JDK's client (from 17.0.17 on) takes no more than eight.
		String interim = "HTTP/1.1 102 Processing\r\n\r\n".repeat(is("jdk") ? 8 : 500);
		run((connection, stream) -> {
			connection.readRequest();
			String body = stream ? EVENTS : WHOLE;
			connection.write(interim + "HTTP/1.1 200 OK\r\n" + type(stream) + "\r\nContent-Length: " + body.length()
					+ "\r\nConnection: close\r\n\r\n" + body);
			connection.end();
		}, (exchange) -> {
			assertThat(exchange.ask("bot/id=clx1", false)).isEqualTo("Hi");
			assertThat(exchange.ask("bot/id=clx1", true)).isEqualTo("Hi");
		});
	}

	/**
	 * The JDK's client reads no trailers, and a stream ends before them.
	 */
	@Test
	void endlessTrailersEndWithTheConnection() {
		assumeThat(this.connector).as("An assertion within the JDK's client fails, where assertions are on")
			.isNotEqualTo("jdk");
		for (String trailer : List.of("X-T: " + "x".repeat(1000) + "\r\n", "X-T: x\r\n".repeat(100))) {
			run((connection, stream) -> {
				connection.readRequest();
				String body = stream ? EVENTS : WHOLE;
				connection.write(CHUNKED.formatted(type(stream)) + Integer.toHexString(body.length()) + "\r\n" + body
						+ "\r\n0\r\n");
				for (int i = 0; i < 200_000; i++) {
					connection.write(trailer);
				}
			}, (exchange) -> {
				Throwable failed = catchThrowable(() -> exchange.ask("bot/id=clx1", false));
				exchange.awaitClosed();
				assertThat(failed).isInstanceOf(ChatBotKitTransientException.class)
					.hasMessageStartingWith(is("jetty") ? "200 INVALID_ANSWER: " : "200 ANSWER_TOO_LARGE: ");
				if (!is("http-components")) {
					assertThat(exchange.ask("bot/id=clx1", true)).isEqualTo("Hi");
					exchange.awaitClosed();
				}
			});
		}
	}

	private void fail(Map<String, String> responses, String message, int status, Class<?> type) {
		responses.forEach((name, response) -> fail((connection, stream) -> {
			connection.readRequest();
			connection.write(response.contains("%s") ? response.formatted(type(stream)) : response);
		}, name, message, status, type));
	}

	private void fail(Script script, String name, String message, int status, Class<?> type) {
		run(script, (exchange) -> {
			for (String selector : List.of("bot/id=clx1", "model/name=gpt-4o")) {
				for (boolean stream : new boolean[] { false, true }) {
					int before = exchange.server.asked.size();
					Throwable thrown = catchThrowable(() -> exchange.ask(selector, stream));
					assertThat(thrown).as("%s, streamed: %s", name, stream)
						.isInstanceOf(type)
						.hasMessageStartingWith(message);
					assertThat(((ChatBotKitRequestException) thrown).getFailure().status()).isEqualTo(status);
					assertThat(((ChatBotKitRequestException) thrown).isNotExecuted()).isFalse();
					// One attempt. No connection answers twice. Jetty may open one to
					// spare.
					assertThat(exchange.server.asked.size() - before).as(name).isEqualTo(1);
					if (!is("jdk")) {
						// The JDK's client uses it no more, but leaves it open.
						exchange.awaitClosed();
					}
				}
			}
		});
	}

	private void run(Script script, Consumer<Exchange> work) {
		Exchange exchange = new Exchange(script);
		try (RawServer server = exchange.server) {
			exchange.model = CLIENTS
				.computeIfAbsent(this.connector, (key) -> new SharedClient("http://127.0.0.1",
						"spring.http.clients.reactive.connector=" + key, "spring.ai.retry.backoff.initial-interval=1ms",
						"spring.ai.chatbotkit.timeout.response=10m", "spring.ai.chatbotkit.timeout.stream-idle=10m"))
				.at(server.port());
			work.accept(exchange);
		}
	}

	private boolean is(String connector) {
		return this.connector.equals(connector);
	}

	private static String type(boolean stream) {
		return "Content-Type: " + (stream ? "text/event-stream" : "application/json");
	}

	/**
	 * Answers one request.
	 */
	private interface Script {

		void play(RawServer.Connection connection, boolean stream) throws IOException;

	}

	/**
	 * One request at a time, and what becomes of its connection.
	 */
	private static final class Exchange {

		final RawServer server;

		@Nullable ChatBotKitChatModel model;

		private volatile boolean stream;

		private volatile CountDownLatch closed = new CountDownLatch(1);

		Exchange(Script script) {
			this.server = new RawServer((connection) -> {
				try {
					script.play(connection, this.stream);
					connection.stall();
				}
				finally {
					this.closed.countDown();
				}
			});
		}

		String ask(String selector, boolean stream) {
			this.stream = stream;
			this.closed = new CountDownLatch(1);
			ChatBotKitChatModel model = Objects.requireNonNull(this.model);
			Prompt prompt = new Prompt("Hi", ChatBotKitChatOptions.builder().model(selector).build());
			ChatResponse response = Objects
				.requireNonNull(stream ? model.stream(prompt).blockFirst() : model.call(prompt));
			return String.valueOf(Objects.requireNonNull(response.getResult()).getOutput().getText());
		}

		void awaitClosed() {
			try {
				assertThat(this.closed.await(30, TimeUnit.SECONDS)).as("The client closes the connection").isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
