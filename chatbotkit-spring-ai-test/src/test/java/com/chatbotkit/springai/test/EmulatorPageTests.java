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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EmulatorPageTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().secretKey("secret-of-mine").start();

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@ParameterizedTest
	@CsvSource({ "'',text/html,<h1>ChatBotKit emulator</h1>", "_emulator/page.css,text/css,prefers-color-scheme",
			"_emulator/page.js,text/javascript,EventSource" })
	void servesThePage(String path, String mediaType, String part) throws Exception {
		HttpResponse<String> answer = get(path, "text/html");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("content-type")).hasValue(mediaType + "; charset=utf-8");
		assertThat(answer.headers().firstValue("content-security-policy").orElse("")).contains("default-src 'none'");
		assertThat(answer.body()).contains(part);
	}

	@ParameterizedTest
	@ValueSource(strings = { "_emulator", "_emulator/", "_emulator/other", "v1/openai", "v1/openai/models",
			"v1/openai/chat", "page.html" })
	void otherPathsStayWithThePlatform(String path) throws Exception {
		HttpResponse<String> answer = get(path, "text/html");
		assertThat(answer.statusCode()).isIn(404, 308);
		assertThat(answer.body()).doesNotContain("ChatBotKit emulator");
	}

	@Test
	void aClientThatWentAstrayGetsThePlatformsAnswer() throws Exception {
		assertThat(get("", "application/json").statusCode()).isEqualTo(404);
		HttpRequest post = HttpRequest.newBuilder(URI.create(this.emulator.pageUrl()))
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.header("Accept", "text/html")
			.build();
		assertThat(http.send(post, BodyHandlers.ofString()).body()).contains("This page could not be found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/_emulator/page.js", "/_emulator/events" })
	void aForeignHostNameFindsNothing(String path) throws Exception {
		assertThat(statusLine(path, "evil.example")).contains("404");
		assertThat(statusLine(path, "localhost")).contains("200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/_emulator/page.js", "/_emulator/page.css", "/_emulator/events" })
	void whatThePageLoadsIsNotForPagesOfOtherSites(String path) throws Exception {
		assertThat(statusLine(path, "localhost\r\nSec-Fetch-Site: cross-site")).contains("404");
		assertThat(statusLine(path, "localhost\r\nSec-Fetch-Site: same-site")).contains("404");
		assertThat(statusLine(path, "localhost\r\nSec-Fetch-Site: same-origin")).contains("200");
	}

	@Test
	void aLinkElsewhereLeadsToThePage() throws Exception {
		assertThat(statusLine("/", "localhost\r\nSec-Fetch-Site: cross-site")).contains("200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "null" })
	void aPageOfAnotherSiteCannotTalkToABot(String origin) throws Exception {
		String body = RawClient.body("bot/id=b", "hi", false);
		assertThat(post("127.0.0.1\r\nOrigin: " + origin, body)).contains("403");
		// DNS rebinding: the site's name leads here.
		assertThat(post("evil.example\r\nOrigin: " + origin, body)).contains("403");
		assertThat(this.emulator.requests()).isEmpty();
		assertThat(post("127.0.0.1\r\nOrigin: http://127.0.0.1:8080", body)).contains("200");
		assertThat(this.emulator.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site" })
	void neitherCanOneThatDoesNotSayItsName(String site) throws Exception {
		String body = RawClient.body("bot/id=b", "hi", false);
		assertThat(post("127.0.0.1\r\nSec-Fetch-Site: " + site, body)).contains("403");
		assertThat(post("127.0.0.1\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: " + site, body)).contains("403");
		assertThat(this.emulator.requests()).isEmpty();
		assertThat(post("127.0.0.1\r\nSec-Fetch-Site: same-origin", body)).contains("200");
	}

	private String post(String host, String body) throws Exception {
		return answer("POST /v1/openai/chat/completions HTTP/1.1\r\nHost: " + host
				+ "\r\nAuthorization: Bearer sk-test-page\r\nContent-Type: application/json\r\nContent-Length: "
				+ body.length() + "\r\n\r\n" + body);
	}

	@Test
	void saysToEveryoneThatItIsThere() throws Exception {
		assertThat(get("_emulator/health", "*/*").body()).isEqualTo("ok");
		assertThat(statusLine("/_emulator/health", "emulator:8080")).contains("200");
	}

	@Test
	void whatThePageLoadsIsNoRequest() throws Exception {
		get("", "text/html");
		get("_emulator/page.js", "*/*");
		get("_emulator/health", "*/*");
		assertThat(this.emulator.requests()).isEmpty();
	}

	@Test
	void tellsOfExchangesWithoutSecrets() throws Exception {
		new RawClient(this.emulator).post(RawClient.body("bot/id=b", "hi", true));
		try (BufferedReader events = events()) {
			assertThat(events.readLine()).isEqualTo("retry: 1000");
			assertThat(events.readLine()).isEqualTo("event: begin");
			StringBuilder told = new StringBuilder();
			while (told.indexOf("\"outcome\":\"done\"") < 0) {
				told.append(events.readLine()).append('\n');
			}
			assertThat(told).contains("\"kind\":\"REQUEST\"")
				.contains("\"status\":200")
				.contains("bot/id=b")
				.contains("[DONE]")
				.doesNotContainIgnoringCase("authorization")
				.doesNotContain("secret-of-mine");
		}
	}

	@Test
	void keepsTheStartOfWhatIsLong() throws Exception {
		String text = "x".repeat(300_000);
		HttpResponse<String> answer = new RawClient(this.emulator).post(RawClient.body("bot/id=b", text, false));
		assertThat(answer.body()).contains(text);
		try (BufferedReader events = events()) {
			String told = "";
			while (!told.contains("REQUEST")) {
				told = events.readLine();
			}
			assertThat(told).hasSizeLessThan(270_000).contains("xxx …\"");
		}
	}

	private BufferedReader events() throws Exception {
		return new BufferedReader(new InputStreamReader(
				URI.create(this.emulator.pageUrl() + "_emulator/events").toURL().openStream(), StandardCharsets.UTF_8));
	}

	private HttpResponse<String> get(String path, String accept) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.emulator.pageUrl() + path))
			.header("Accept", accept)
			.build();
		return http.send(request, BodyHandlers.ofString());
	}

	// Java's clients set the host themselves.
	private String statusLine(String path, String host) throws Exception {
		return answer("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\n\r\n");
	}

	private String answer(String request) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", URI.create(this.emulator.pageUrl()).getPort());
				BufferedReader answer = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return answer.readLine();
		}
	}

}
