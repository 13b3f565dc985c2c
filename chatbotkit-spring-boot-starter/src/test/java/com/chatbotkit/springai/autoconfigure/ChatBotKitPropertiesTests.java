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

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatBotKitProperties}.
 */
class ChatBotKitPropertiesTests {

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void defaultsAreAsDocumented() {
		this.runner.run((context) -> assertThat(context.getBean(ChatBotKitProperties.class).toString()).contains(
				"allowPlainHttp=false", "connect=PT10S, response=PT13M20S, streamIdle=PT13M20S",
				"max=2000, maxIdle=null, http2=true, warmUp=false",
				"eventSize=33554432B, errorBodySize=65536B, loggedBodySize=4096B"));
	}

	@Test
	void noSecretIsPrinted() {
		this.runner
			.withPropertyValues("spring.ai.chatbotkit.headers.x-gateway-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.base-url=https://chat.example.org/" + Contexts.SECRET)
			.run((context) -> {
				ChatBotKitProperties properties = context.getBean(ChatBotKitProperties.class);
				assertThat(properties.secretKey()).isEqualTo(Contexts.SECRET);
				assertThat(properties.toString()).doesNotContain(Contexts.SECRET);
			});
	}

}
