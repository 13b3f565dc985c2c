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

package com.chatbotkit.samples.webchat;

import java.util.Map;

import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * There is no login: what a browser says of the page that sends a request decides.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "web-chat.hosts=Chat.example.com")
@EmulatedChatBotKit
class ForeignPagesTests {

	@LocalServerPort
	private int port;

	private WebClient web;

	@BeforeEach
	void connect() {
		this.web = WebClient.create("http://localhost:" + this.port);
	}

	@ParameterizedTest
	@CsvSource({ "Origin, https://evil.example", "Origin, null", "Origin, http://localhost:1",
			"Origin, http://localhost.evil.example", "Origin, http://evil.example/localhost",
			"Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site", "Sec-Fetch-Site, anything" })
	void pagesOfOtherSitesBeginNoConversation(String header, String value) {
		ResponseEntity<String> answer = status(HttpMethod.POST, "/api/conversations", Map.of(header, value));
		assertThat(answer.getStatusCode().value()).isEqualTo(403);
		assertThat(answer.getBody()).contains("Pages of other sites have no access.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/bots", "/chat.js", "/api/conversations/1", "/webjars/dompurify/dist/purify.min.js" })
	void theyReadNothing(String path) {
		assertThat(status(HttpMethod.GET, path, Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"))
			.getStatusCode()
			.value()).isEqualTo(403);
	}

	@Test
	void theyAskForNoPermissionToo() {
		assertThat(status(HttpMethod.OPTIONS, "/api/conversations",
				Map.of("Origin", "https://evil.example", "Access-Control-Request-Method", "POST"))
			.getStatusCode()
			.value()).isEqualTo(403);
	}

	@Test
	void aLinkMayLeadHereAndAFrameMayNot() {
		ResponseEntity<String> page = status(HttpMethod.GET, "/",
				Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"));
		assertThat(page.getStatusCode().value()).isEqualTo(200);
		assertThat(page.getHeaders().getFirst("X-Frame-Options")).isEqualTo("DENY");
		assertThat(status(HttpMethod.POST, "/api/conversations",
				Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"))
			.getStatusCode()
			.value()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8080",
			"0.0.0.0", "192.0.2.1", "chat.example.com.evil.example" })
	void aNameThatIsNotItsOwnIsRefused(String host) {
		for (String path : new String[] { "/", "/api/bots" }) {
			ResponseEntity<String> answer = status(HttpMethod.GET, path, Map.of("Host", host));
			assertThat(answer.getStatusCode().value()).isEqualTo(403);
			assertThat(answer.getBody()).contains("web-chat.hosts");
		}
	}

	@ParameterizedTest
	@CsvSource({ "localhost:%d, http://localhost:%d", "LOCALHOST:%d, http://localhost:%d",
			"127.0.0.1:%d, http://127.0.0.1:%d", "[::1]:%d, http://[::1]:%d", "localhost, http://localhost",
			"chat.example.com, https://chat.example.com", "chat.example.com:443, https://chat.example.com",
			"chat.example.com:8443, https://chat.example.com:8443", "chat.example.com, http://chat.example.com" })
	void itsOwnPageHasAccess(String host, String origin) {
		Map<String, String> headers = Map.of("Host", host.formatted(this.port), "Origin", origin.formatted(this.port),
				"Sec-Fetch-Site", "same-origin");
		assertThat(status(HttpMethod.POST, "/api/conversations", headers).getStatusCode().value()).isEqualTo(201);
	}

	@Test
	void aClientThatIsNoBrowserHasAccess() {
		assertThat(status(HttpMethod.POST, "/api/conversations", Map.of()).getStatusCode().value()).isEqualTo(201);
	}

	private ResponseEntity<String> status(HttpMethod method, String path, Map<String, String> headers) {
		return this.web.method(method)
			.uri(path)
			.headers((all) -> headers.forEach(all::set))
			.exchangeToMono((response) -> response.toEntity(String.class))
			.block();
	}

}
