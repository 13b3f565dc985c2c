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
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CorsHeadersTests {

	private static final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private static final String COMPLETIONS = "/v1/openai/chat/completions";

	private static final String[] LINES = { "access-control-allow-origin: *", "access-control-allow-methods: get,post",
			"access-control-allow-headers: x-requested-with, accept, content-length, content-type, authorization" };

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answersMayBeReadByPagesOfOtherOrigins(boolean stream) throws IOException {
		Answer answer = post(COMPLETIONS, emulator.secretKey(), stream);
		assertThat(answer.head()).startsWith("http/1.1 200").contains(LINES);
		assertThat(answer.body()).contains("Echo:");
	}

	@Test
	void aPreflightRequestIsAnsweredWithoutAKey() throws IOException {
		Answer answer = ask("OPTIONS " + COMPLETIONS, "Origin: http://localhost:5173",
				"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization,content-type");
		assertThat(answer.head()).startsWith("http/1.1 200").contains(LINES).contains("content-type: application/json");
		assertThat(answer.body()).isEqualTo("{}");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD /v1/openai/chat/completions,200", "GET /v1/openai/chat/completions,405",
			"POST /api/v1/openai/chat/completions,400", "GET /v1/openai/models,404", "OPTIONS /v1/openai/models,404",
			"GET /v1/bot/none/fetch,403", "GET /v1,404", "GET /v1?a=/v2,404" })
	void refusalsHaveThemToo(String request, int status) throws IOException {
		assertThat(ask(request).head()).startsWith("http/1.1 " + status).contains(LINES);
	}

	@ParameterizedTest
	@ValueSource(strings = { "wrong", "sk-test-ratelimited" })
	void failuresHaveThemToo(String key) throws IOException {
		assertThat(post(COMPLETIONS, key, true).head()).startsWith("http/1.1 4").contains(LINES);
	}

	@ParameterizedTest
	@CsvSource({ "POST /v1/openai/chat/completions/,308", "OPTIONS /v1//openai/chat/completions,308",
			"GET /v2/openai,404", "GET /v10,404", "GET /_emulator/health,200", "GET /_emulator/events,200",
			"GET /a/v1/openai,404" })
	void redirectsAndOtherPathsHaveNone(String request, int status) throws IOException {
		assertThat(ask(request).head()).startsWith("http/1.1 " + status).doesNotContain("access-control-");
	}

	@Test
	void pagesOfOtherSitesAreStillRefused() throws IOException {
		for (String method : List.of("OPTIONS ", "POST ")) {
			assertThat(ask(method + COMPLETIONS, "Origin: https://site.example").head()).startsWith("http/1.1 403")
				.doesNotContain("access-control-");
		}
	}

	private static Answer post(String path, String key, boolean stream) throws IOException {
		String body = RawClient.body("bot/id=b", "hello", stream);
		return exchange("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
				+ "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body);
	}

	private static Answer ask(String request, String... headers) throws IOException {
		String more = (headers.length > 0) ? String.join("\r\n", headers) + "\r\n" : "";
		return exchange(request + " HTTP/1.1\r\nHost: localhost\r\n" + more + "Connection: close\r\n\r\n");
	}

	private static Answer exchange(String request) throws IOException {
		URI uri = URI.create(emulator.baseUrl());
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.setSoTimeout(2000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			StringBuilder text = new StringBuilder();
			// The page's feed never ends.
			boolean endless = request.contains("/events");
			for (int next = socket.getInputStream().read(); next >= 0; next = socket.getInputStream().read()) {
				text.append((char) next);
				if (endless && text.indexOf("\r\n\r\n") > 0) {
					break;
				}
			}
			int end = text.indexOf("\r\n\r\n");
			return new Answer(text.substring(0, end).toLowerCase(Locale.ROOT), text.substring(end + 4));
		}
	}

	/** The head is in lower case. */
	private record Answer(String head, String body) {
	}

}
