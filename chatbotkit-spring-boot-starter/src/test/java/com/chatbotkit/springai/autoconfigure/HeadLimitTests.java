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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that an endless head, trailer or chunk extension ends the exchange on each
 * connector.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(60)
class HeadLimitTests {

	private static final String KILOBYTE = "x".repeat(1000);

	private static final int MOST = 32 * 1024;

	private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: ";

	private final String connector;

	HeadLimitTests(String connector) {
		this.connector = connector;
	}

	@Test
	void anEndlessHeaderIsRefused() throws Exception {
		isRefused("ANSWER_TOO_LARGE: ", "HTTP/1.1 200 OK\r\nX-Long: ", KILOBYTE);
	}

	@Test
	void endlessHeadersAreRefused() throws Exception {
		isRefused("ANSWER_TOO_LARGE: ", "HTTP/1.1 200 OK\r\n", "X-Many: " + KILOBYTE + "\r\n");
	}

	@Test
	void endlessInterimHeadsAreRefused() throws Exception {
		isRefused("ANSWER_TOO_LARGE: ", "", "HTTP/1.1 103 Early Hints\r\nLink: " + KILOBYTE + "\r\n\r\n");
	}

	@Test
	void endlessTrailersAreRefused() throws Exception {
		assumeThat(this.connector).as("who reads no trailers").isNotEqualTo("jdk");
		isRefused(this.connector.equals("jetty") ? "200 INVALID_ANSWER: " : "200 ANSWER_TOO_LARGE: ",
				CHUNKED + "%s\r\n\r\n0\r\n", "X-Many: " + KILOBYTE + "\r\n");
	}

	@Test
	void anEndlessChunkExtensionIsRefused() throws Exception {
		// Once the head is whole, Jetty does not say why it closes a connection.
		isRefused(this.connector.equals("jetty") ? "200 INVALID_ANSWER: " : "200 ANSWER_TOO_LARGE: ",
				CHUNKED + "%s\r\n\r\n5;x=", KILOBYTE);
	}

	@Test
	void headersOfAUsualSizeAreAccepted() {
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> TestEndpoint
			.answer(response.header("X-One", KILOBYTE.repeat(3)).header("X-Two", KILOBYTE.repeat(3))))) {
			Contexts.configured()
				.withPropertyValues("spring.http.clients.reactive.connector=" + this.connector, endpoint.property())
				.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).call("Hi")).isEqualTo("Hello"));
		}
	}

	private void isRefused(String message, String head, String more) throws Exception {
		for (boolean stream : new boolean[] { true, false }) {
			String begin = head.formatted(stream ? "text/event-stream" : "application/json");
			CompletableFuture<Integer> written = new CompletableFuture<>();
			try (RawServer server = new RawServer((connection) -> {
				// To its end, because Jetty writes the body after the head.
				connection.readRequest();
				written.complete(write(connection, begin, more));
			})) {
				Contexts.configured()
					.withPropertyValues("spring.http.clients.reactive.connector=" + this.connector,
							"spring.ai.chatbotkit.base-url=http://127.0.0.1:" + server.port())
					.run((context) -> {
						ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
						assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(() -> {
							if (stream) {
								model.stream(new Prompt("Hi")).blockLast();
							}
							else {
								model.call("Hi");
							}
						}).withMessageStartingWith(message);
						assertThat(server.asked).hasSize(1);
						if (!this.connector.equals("jdk")) {
							// The JDK's client stops reading, and closes nothing.
							assertThat(written.get(20, TimeUnit.SECONDS)).isLessThan(MOST);
						}
					});
			}
		}
	}

	/**
	 * Writes until the client closes the connection.
	 */
	private static int write(RawServer.Connection connection, String begin, String more) {
		int written = 0;
		try {
			connection.write(begin);
			while (written < MOST) {
				connection.write(more);
				written++;
			}
			return written;
		}
		catch (IOException ex) {
			return written;
		}
	}

}
