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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays every exchange that was recorded with the platform against the emulator, over
 * HTTP.
 */
class RecordedExchangesTests {

	// 100 and 100.0 are one number in JSON.
	private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (a, b) -> {
		if (a.isNumber() && b.isNumber()) {
			return Double.compare(a.doubleValue(), b.doubleValue());
		}
		return a.equals(b) ? 0 : 1;
	};

	private static final HttpClient client = HttpClient.newHttpClient();

	private static ChatBotKitEmulator emulator;

	@BeforeAll
	static void start() {
		emulator = ChatBotKitEmulator.start();
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	@Test
	void thereAreAllOfThem() {
		assertThat(RecordedExchange.all()).hasSize(379);
	}

	@TestFactory
	Stream<DynamicTest> holds() {
		return RecordedExchange.all()
			.stream()
			.map((exchange) -> DynamicTest.dynamicTest(exchange.group() + ": " + exchange.name(),
					() -> play(exchange)));
	}

	private void play(RecordedExchange exchange) throws Exception {
		emulator.reset();
		HttpResponse<String> response = client.send(request(exchange.request()), BodyHandlers.ofString());
		JsonNode expected = exchange.response();
		assertThat(response.statusCode()).isEqualTo(expected.get("status").intValue());
		assertThat(response.headers().firstValue("content-type").orElse(null))
			.isEqualTo(expected.path("contentType").asString(null));
		assertThat(response.headers().firstValue("x-failure-code").orElse(null))
			.isEqualTo(expected.path("xFailureCode").asString(null));
		String body = RecordedExchange.blotted(response.body());
		assertThat(exchange.hasAnyMessage() ? body.replaceAll("\"message\":\"[^\"]*\"", "\"message\":\"*\"") : body)
			.isEqualTo(exchange.expectedBody());
		List<ReceivedRequest> received = emulator.requests();
		assertThat(received).hasSize(1);
		JsonNode reached = ReachedJson.of(received.get(0));
		assertThat(reached.equals(NUMBERS_BY_VALUE, exchange.reached()))
			.as("reached %s instead of %s", reached, exchange.reached())
			.isTrue();
	}

	private HttpRequest request(JsonNode recorded) {
		URI uri = URI.create(emulator.baseUrl()).resolve(recorded.get("path").stringValue());
		JsonNode body = recorded.path("body");
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.method(recorded.get("method").stringValue(),
					body.isString() ? BodyPublishers.ofString(body.stringValue()) : BodyPublishers.noBody());
		recorded.get("headers").forEachEntry((name, value) -> request.header(name, value.stringValue()));
		return request.build();
	}

}
