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
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client or proxy that speaks HTTP/1.0, as nginx does by default: the platform's stack,
 * Node's, answers it without chunks.
 */
class OldHttpTests {

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Connection: keep-alive\r\n", "Connection: close\r\n", "Host: localhost\r\n" })
	void aStreamEndsWithItsConnection(String headers) throws IOException {
		String answer = whole("1.0", headers, true);
		assertThat(head(answer)).startsWith("http/1.1 200 ok\r\n")
			.contains("connection: close")
			.contains("content-type: text/event-stream")
			.doesNotContain("transfer-encoding")
			.doesNotContain("content-length:");
		assertThat(body(answer)).startsWith("data: {").contains("Echo:", " hello").endsWith("data: [DONE]\n\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Connection: close\r\n" })
	void aWholeAnswerHasItsLength(String headers) throws IOException {
		String answer = whole("1.0", headers, false);
		assertThat(head(answer)).startsWith("http/1.1 200 ok\r\n")
			.contains("connection: close")
			.doesNotContain("transfer-encoding");
		assertThat(head(answer)).contains("content-length: " + body(answer).getBytes(StandardCharsets.UTF_8).length);
		assertThat(body(answer)).contains("Echo: hello");
	}

	@Test
	void aConnectionIsKeptForWholeAnswersWhereThatIsAskedFor() throws IOException {
		try (Socket socket = connect()) {
			for (int i = 0; i < 3; i++) {
				send(socket, "1.0", "Connection: keep-alive\r\n", false);
				StringBuilder answer = new StringBuilder();
				while (answer.indexOf("total_tokens") < 0 || !answer.toString().endsWith("}}")) {
					int read = socket.getInputStream().read();
					assertThat(read).isNotNegative();
					answer.append((char) read);
				}
				assertThat(head(answer.toString())).contains("connection: keep-alive")
					.doesNotContain("transfer-encoding");
			}
		}
	}

	@Test
	void aFaultThatCutsAStreamCutsItHereToo() throws IOException {
		this.emulator.any().reply(Reply.pieces("a", "b", "c").failing(Fault.cutAfter(2)));
		assertThat(whole("1.0", "", true)).contains("\"content\":\"a\"").doesNotContain("[DONE]");
	}

	@Test
	void aRefusalIsWhole() throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream()
				.write("GET /v1/openai/chat/completions HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(head(rest(socket.getInputStream()))).contains(" 405 ").contains("content-length");
		}
	}

	@Test
	void aNewerClientGetsChunks() throws IOException {
		String answer = whole("1.1", "Host: localhost\r\nConnection: close\r\n", true);
		assertThat(head(answer)).contains("transfer-encoding: chunked");
		assertThat(answer).endsWith("\r\n0\r\n\r\n");
	}

	private String whole(String version, String headers, boolean stream) throws IOException {
		try (Socket socket = connect()) {
			send(socket, version, headers, stream);
			return rest(socket.getInputStream());
		}
	}

	private Socket connect() throws IOException {
		return new Socket("127.0.0.1", URI.create(this.emulator.baseUrl()).getPort());
	}

	private static void send(Socket socket, String version, String headers, boolean stream) throws IOException {
		String body = RawClient.body("bot/id=b", "hello", stream);
		socket.getOutputStream()
			.write(("POST /v1/openai/chat/completions HTTP/" + version + "\r\n" + headers
					+ "Authorization: Bearer sk-test-1\r\nContent-Type: application/json\r\nContent-Length: "
					+ body.length() + "\r\n\r\n" + body)
				.getBytes(StandardCharsets.US_ASCII));
	}

	private static String rest(InputStream answer) throws IOException {
		return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
	}

	private static String head(String answer) {
		return answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
	}

	private static String body(String answer) {
		return answer.substring(answer.indexOf("\r\n\r\n") + 4);
	}

}
