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

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretSanitizer}.
 */
class SecretSanitizerTests {

	@ParameterizedTest
	@ValueSource(strings = { "spring.ai.chatbotkit.secret-key", "spring.ai.chatbotkit.secretKey",
			"SPRING_AI_CHATBOTKIT_SECRETKEY", "SPRING_AI_CHATBOTKIT_SECRET_KEY",
			"spring.ai.chatbotkit.bots.sales.secret-key", "spring.ai.chatbotkit.headers.x-gateway-key",
			"CHATBOTKIT_API_SECRET" })
	void secretsAreMasked(String name) {
		assertThat(new SecretSanitizer().apply(new SanitizableData(null, name, Contexts.SECRET)).getValue())
			.isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.ai.chatbotkit.base-url", "spring.ai.chatbotkit.chat.bot-id", "some.secret-key" })
	void theRestIsLeftAlone(String name) {
		SanitizableData data = new SanitizableData(null, name, "value");
		assertThat(new SecretSanitizer().apply(data)).isSameAs(data);
	}

	@Test
	void thePropertiesPageShowsNoSecretEvenWhenToldToShowValues() {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.headers.x-gateway-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.timeout.response=77s")
			.run((context) -> {
				ConfigurationPropertiesReportEndpoint endpoint = new ConfigurationPropertiesReportEndpoint(
						List.of(context.getBean(SanitizingFunction.class)), Show.ALWAYS);
				endpoint.setApplicationContext(context);
				String page = JsonMapper.shared().writeValueAsString(endpoint.configurationProperties());
				assertThat(page).contains("clx1", "PT1M17S").doesNotContain(Contexts.SECRET);
			});
	}

	@Test
	void theActuatorMayBeAbsent() {
		Contexts.configured()
			.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SanitizingFunction.class));
	}

}
