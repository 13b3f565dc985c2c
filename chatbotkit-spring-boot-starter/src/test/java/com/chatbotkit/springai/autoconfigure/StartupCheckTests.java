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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartupCheck} and the analysis of its failures.
 */
class StartupCheckTests {

	private static final String BOT = "{\"id\":\"clx1\",\"backstory\":\"Nobody must know\"}";

	private final ApplicationContextRunner runner = Contexts.configured()
		.withPropertyValues("spring.ai.chatbotkit.validate-on-startup=true", "spring.ai.retry.max-attempts=1");

	@Test
	void noRequestIsSentByDefault() {
		try (TestEndpoint endpoint = TestEndpoint.answering(401, "{}")) {
			Contexts.configured().withPropertyValues(endpoint.property()).run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(StartupCheck.class);
				assertThat(endpoint.requests).isEmpty();
			});
		}
	}

	@Test
	void theApplicationStartsIfTheBotIsReachable() {
		try (TestEndpoint endpoint = TestEndpoint.answering(200, BOT)) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(endpoint.requests).singleElement()
					.satisfies((request) -> assertThat(request.uri()).isEqualTo("/api/v1/bot/clx1/fetch"));
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "401,spring.ai.chatbotkit.secret-key", "403,spring.ai.chatbotkit.chat.bot-id",
			"403,spring.ai.chatbotkit.validate-on-startup=false", "404,spring.ai.chatbotkit.chat.bot-id",
			"503,spring.ai.chatbotkit.base-url" })
	void thePropertyToCorrectIsNamed(int status, String property) {
		String body = "{\"message\":\"Words of the server with " + Contexts.SECRET + "\",\"code\":\"SOME_CODE\"}";
		try (TestEndpoint endpoint = TestEndpoint.answering(status, body)) {
			this.runner.withPropertyValues(endpoint.property())
				.run((context) -> assertThat(Contexts.report(context))
					.contains("the bot clx1", status + " SOME_CODE", property)
					.doesNotContain("Words of the server"));
		}
	}

	@Test
	void anUnreachableServerIsReported() {
		TestEndpoint gone = TestEndpoint.friendly();
		gone.close();
		this.runner.withPropertyValues(gone.property())
			.run((context) -> assertThat(Contexts.report(context)).contains("CONNECTION_FAILED",
					"spring.ai.chatbotkit.base-url"));
	}

	@Test
	void aBaseUrlWithoutANativeApiIsReported() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property() + "/gateway/llm")
				.run((context) -> assertThat(Contexts.report(context)).contains("ends in /openai",
						"spring.ai.chatbotkit.base-url"));
		}
	}

	@Test
	void aPlainModelIsNotChecked() {
		try (TestEndpoint endpoint = TestEndpoint.answering(401, "{}")) {
			this.runner
				.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.chat.bot-id=",
						"spring.ai.chatbotkit.chat.model-name=gpt-4o")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(endpoint.requests).isEmpty();
				});
		}
	}

	@Test
	void namedBotsAreCheckedToo() {
		try (TestEndpoint endpoint = TestEndpoint.answering(200, BOT)) {
			this.runner.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.bots.support.bot-id=clx2")
				.run((context) -> assertThat(endpoint.requests).extracting(TestEndpoint.Request::uri)
					.containsExactlyInAnyOrder("/api/v1/bot/clx1/fetch", "/api/v1/bot/clx2/fetch"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "404,bot-id", "401,secret-key" })
	void thePropertiesOfANamedBotAreNamed(int status, String property) {
		try (TestEndpoint endpoint = TestEndpoint.answering(status, "{}")) {
			this.runner
				.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.chat.bot-id=",
						"spring.ai.chatbotkit.bots.support.bot-id=clx2")
				.run((context) -> assertThat(Contexts.report(context)).contains("the bot clx2",
						"Correct spring.ai.chatbotkit.bots.support." + property));
		}
	}

}
