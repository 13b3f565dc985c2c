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
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands between the method and the version of a request.
 */
class RequestTargetTests {

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	/** RFC 9112, 3.2.2: a server must accept it, though only proxies get it. */
	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1", "http://localhost:80", "HTTP://bots.example", "https://[::1]:8443",
			"http://user@bots.example" })
	void aWholeUrlIsItsPath(String origin) throws IOException {
		for (boolean stream : new boolean[] { false, true }) {
			String body = RawClient.body("bot/id=b", "hello", stream);
			assertThat(answer("POST", origin + "/v1/openai/chat/completions?a=/b//c", body))
				.startsWith("HTTP/1.1 200 OK\r\n")
				.contains("Echo:");
		}
		assertThat(this.emulator.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.uri()).isEqualTo("/v1/openai/chat/completions?a=/b//c"));
		assertThat(answer("POST", origin + "//v1/openai/chat/completions", "{}")).startsWith("HTTP/1.1 308 ")
			.contains("Location: /v1/openai/chat/completions\r\n");
		assertThat(answer("POST", origin, "{}")).startsWith("HTTP/1.1 404 ");
	}

	@ParameterizedTest
	@CsvSource({ "*, 404", "chat/completions, 404", "httpx://a/v1/openai/chat/completions, 308" })
	void whatIsNoUrlStaysAsItIs(String target, int status) throws IOException {
		assertThat(answer("POST", target, "{}")).startsWith("HTTP/1.1 " + status + " ");
	}

	@Test
	void theHealthIsToldWithoutItsBodyToo() throws IOException {
		String health = answer("HEAD", "/_emulator/health", "");
		assertThat(health).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("content-length: 2\r\n");
		assertThat(health).endsWith("\r\n\r\n");
		assertThat(this.emulator.requests()).isEmpty();
	}

	private String answer(String method, String target, String body) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", URI.create(this.emulator.baseUrl()).getPort())) {
			socket.getOutputStream()
				.write((method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
						+ "Authorization: Bearer sk-test-1\r\nContent-Type: application/json\r\nContent-Length: "
						+ body.length() + "\r\n\r\n" + body)
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
