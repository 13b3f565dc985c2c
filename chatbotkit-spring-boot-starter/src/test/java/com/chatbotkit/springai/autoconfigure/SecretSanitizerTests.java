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
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
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
		assertThat(new SecretSanitizer(Set::of).apply(new SanitizableData(null, name, Contexts.SECRET)).getValue())
			.isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.ai.chatbotkit.base-url", "spring.ai.chatbotkit.chat.bot-id", "some.secret-key" })
	void otherValuesAreUnchanged(String name) {
		SanitizableData data = new SanitizableData(null, name, "value");
		assertThat(new SecretSanitizer(Set::of).apply(data)).isSameAs(data);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"sun.java.command | app.jar --spring.ai.chatbotkit.secret-key=KEY --server.port=1 | app.jar --spring.ai.chatbotkit.secret-key=****** --server.port=1",
			"MY_SECRET | KEY | ******", "some.header | Bearer KEY | Bearer ******",
			"JAVA_TOOL_OPTIONS | -Dspring.ai.chatbotkit.bots.a.secret-key=other -Xmx1g | -Dspring.ai.chatbotkit.bots.a.secret-key=****** -Xmx1g",
			"SPRING_APPLICATION_JSON | {\"spring\":{\"ai\":{\"chatbotkit\":{\"secret-key\":\"KEY\"}}}} | {\"spring\":{\"ai\":{\"chatbotkit\":{\"secret-key\":\"******\"}}}}",
			"gateway | x-key c2stdGVzdC12ZXJ5LXNlY3JldC0wMTIzNDU2Nzg5 | x-key ******" })
	void aKeyIsMaskedInAnyValue(String name, String value, String shown) {
		SecretSanitizer sanitizer = new SecretSanitizer(() -> Set.of(Contexts.SECRET));
		assertThat(sanitizer.apply(new SanitizableData(null, name, value.replace("KEY", Contexts.SECRET))).getValue())
			.isEqualTo(shown);
	}

	@Test
	void theEnvEndpointShowsNoKey() {
		Contexts.bare()
			.withPropertyValues("MY_OWN_VARIABLE=" + Contexts.SECRET,
					"spring.ai.chatbotkit.secret-key=${MY_OWN_VARIABLE}", "spring.ai.chatbotkit.chat.bot-id=clx1",
					"spring.ai.chatbotkit.bots.b.bot-id=b1", "spring.ai.chatbotkit.bots.b.secret-key=${OF_B}",
					"OF_B=sk-of-b-0123456789", "spring.ai.chatbotkit.headers.x-key=${GATEWAY}",
					"GATEWAY=gateway-0123456789",
					"spring.application.json={\"a\":\"" + Contexts.SECRET + " sk-of-b-0123456789\"}",
					"some.command=java -jar app.jar " + Contexts.SECRET, "server.port=1234")
			.run((context) -> {
				EnvironmentEndpoint endpoint = new EnvironmentEndpoint(context.getEnvironment(),
						List.of(context.getBean(SanitizingFunction.class)), Show.ALWAYS);
				assertThat(JsonMapper.builder().build().writeValueAsString(endpoint.environment(null)))
					.doesNotContain(Contexts.SECRET, "sk-of-b-0123456789", "gateway-0123456789")
					.contains("1234", "java -jar app.jar ******");
			});
	}

	@Test
	void theConfigpropsEndpointShowsNoSecretWithShowValuesAlways() {
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
	void theActuatorIsOptional() {
		Contexts.configured()
			.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SanitizingFunction.class));
	}

}
