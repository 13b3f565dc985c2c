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

package com.chatbotkit.springai.server;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BotFetchEndpointTests {

	private static final Map<String, String> KEY = Map.of("Authorization", "Bearer sk-1");

	private final BotFetchEndpoint endpoint = BotFetchEndpoint.of("sk-1"::equals,
			(id) -> id.equals("gone") ? Optional.empty() : Optional.of("Say \"" + id + "\""));

	@ParameterizedTest
	@CsvSource({ "/v1/bot/b1/fetch,b1", "/api/v1/bot/b1/fetch,b1", "/v1/bot/a%2Fb/fetch,a/b", "/v1/bot/a+b/fetch,a+b",
			"/v1/bot/b1/fetch?x=1,b1" })
	void tellsOfABot(String uri, String id) {
		assertThat(BotFetchEndpoint.serves(uri)).isTrue();
		EndpointResponse response = handle("GET", uri, KEY);
		assertThat(response.status()).isEqualTo(200);
		assertThat(text(response)).startsWith("{\"id\":\"" + id + "\"")
			.contains("\"backstory\":\"Say \\\"" + id + "\\\"\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/bot/fetch", "/v1/bot//fetch", "/v1/bot/b1", "/v2/bot/b1/fetch",
			"/v1/openai/chat/completions", "/v1/bot/b1/x/fetch" })
	void otherPathsAreNotItsOwn(String uri) {
		assertThat(BotFetchEndpoint.serves(uri)).isFalse();
		assertThat(handle("GET", uri, KEY).status()).isEqualTo(404);
	}

	@Test
	void refusesInThePlatformsOrder() {
		assertThat(handle("POST", "/v1/bot/gone/fetch", Map.of()).status()).isEqualTo(405);
		EndpointResponse noKey = handle("GET", "/v1/bot/gone/fetch", Map.of());
		assertThat(noKey.status()).isEqualTo(403);
		assertThat(text(noKey)).contains("NOT_AUTHORIZED");
		EndpointResponse wrongKey = handle("GET", "/v1/bot/gone/fetch", Map.of("Authorization", "Bearer sk-2"));
		assertThat(wrongKey.status()).isEqualTo(401);
		assertThat(text(wrongKey)).contains("NOT_AUTHENTICATED");
		EndpointResponse unknown = handle("GET", "/v1/bot/gone/fetch", KEY);
		assertThat(unknown.status()).isEqualTo(404);
		assertThat(text(unknown)).isEqualTo("{\"message\":\"Not found\",\"code\":\"NOT_FOUND\"}");
	}

	private EndpointResponse handle(String method, String uri, Map<String, String> headers) {
		return Objects.requireNonNull(this.endpoint.handle(new EndpointRequest(method, uri, headers, new byte[0]))
			.block(Duration.ofSeconds(20)));
	}

	private static String text(EndpointResponse response) {
		return ((EndpointResponse.Whole) response.body()).text();
	}

}
