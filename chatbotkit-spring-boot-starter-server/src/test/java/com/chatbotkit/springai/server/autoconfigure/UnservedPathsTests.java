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

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of paths below the endpoint's that it does not serve.
 */
class UnservedPathsTests {

	@ParameterizedTest
	@EnumSource
	void clientsReadWhatIsServedInTheFormOfErrors(Stack stack) {
		try (ServedApplication application = ServedApplication.start(stack, Agents.class)) {
			for (String path : new String[] { "/v1/responses", "/v1/embeddings", "/v1/openai/responses/",
					"/v1/completions", "/v1/audio/speech" }) {
				Answer answer = application.request("POST", path, "{\"model\":\"support\",\"input\":\"Hi\"}");
				assertThat(answer.status()).isEqualTo(404);
				assertThat(answer.headers()).containsEntry("Content-Type", "application/json")
					.containsKey("x-request-id");
				assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"Nothing is served under this URL.")
					.contains("POST chat/completions", "\"code\":\"unknown_url\"");
			}
			assertThat(application.request("GET", "/v1/files?limit=2", "").status()).isEqualTo(404);
			assertThat(application.request("POST", "/v1/responses", "{}", "Authorization: Bearer wrong").status())
				.isEqualTo(401);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatTheApplicationServesBelowThePathIsItsOwn(Stack stack) {
		try (ServedApplication application = ServedApplication.start(stack, Agents.class)) {
			assertThat(application.request("GET", "/v1/orders", "").body()).isEqualTo("orders");
			assertThat(application.request("GET", "/other", "").body()).doesNotContain("unknown_url");
			assertThat(application.request("GET", "/v1", "").body()).doesNotContain("unknown_url");
		}
	}

	@ParameterizedTest
	@EnumSource
	void anEndpointAtTheRootLeavesTheRestToTheApplication(Stack stack) {
		try (ServedApplication application = ServedApplication.start(stack, Agents.class,
				"spring.ai.chatbotkit.server.path=/")) {
			assertThat(application.request("GET", "/models", "").status()).isEqualTo(200);
			assertThat(application.request("GET", "/v1/orders", "").body()).isEqualTo("orders");
			assertThat(application.request("GET", "/anything", "").body()).doesNotContain("unknown_url");
			assertThat(application.request("GET", "/openai/responses", "").body()).contains("unknown_url");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents extends OneAgent {

		@Bean
		Orders orders() {
			return new Orders();
		}

	}

	@RestController
	static class Orders {

		@GetMapping("/v1/orders")
		String orders() {
			return "orders";
		}

	}

}
