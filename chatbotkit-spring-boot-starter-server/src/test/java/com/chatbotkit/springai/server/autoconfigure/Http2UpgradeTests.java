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

package com.chatbotkit.springai.server.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a client that goes over to HTTP/2 with its first request, without TLS.
 */
@Timeout(120)
class Http2UpgradeTests {

	@ParameterizedTest
	@EnumSource
	void aFirstRequestOfAnySizeIsAnswered(Stack stack) throws Exception {
		try (ServedApplication application = ServedApplication.start(stack, OneAgent.class,
				"server.http2.enabled=true")) {
			ScriptedModel model = application.bean(ScriptedModel.class);
			for (String more : new String[] { "", ",\"stream\":true" }) {
				for (int size : new int[] { 10, 500_000 }) {
					model.text("Yes");
					HttpRequest request = HttpRequest
						.newBuilder(URI.create("http://127.0.0.1:" + application.port() + "/v1/chat/completions"))
						.header("Authorization", "Bearer " + ServedApplication.KEY)
						.header("Content-Type", "application/json")
						.POST(BodyPublishers
							.ofString("{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\""
									+ "x".repeat(size) + "\"}]" + more + "}"))
						.build();
					// A client of its own, and so a connection of its own.
					HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
					assertThat(answer.statusCode()).isEqualTo(200);
					// Jetty stays with HTTP/1.1 where there is a body.
					assertThat(answer.version()).isEqualTo(
							stack.server.equals("jetty") ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2);
					assertThat(answer.body()).contains("Yes");
				}
			}
		}
	}

}
