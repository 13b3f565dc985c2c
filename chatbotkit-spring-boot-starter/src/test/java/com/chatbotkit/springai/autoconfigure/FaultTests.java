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

import com.chatbotkit.springai.AbstractFaultTests;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The table of faults of the client, on each connector.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class FaultTests extends AbstractFaultTests {

	private final ConfigurableApplicationContext context;

	FaultTests(String connector) {
		this.context = new SpringApplicationBuilder(StarterTests.Application.class).web(WebApplicationType.NONE)
			.run("--spring.http.clients.reactive.connector=" + connector,
					"--spring.ai.chatbotkit.base-url=" + this.server.baseUrl(),
					"--spring.ai.chatbotkit.secret-key=" + SECRET, "--spring.ai.chatbotkit.chat.bot-id=b1",
					"--spring.ai.chatbotkit.limits.event-size=20000B",
					"--spring.ai.chatbotkit.limits.error-body-size=2000B",
					"--spring.ai.retry.backoff.initial-interval=1ms");
	}

	@Override
	protected ChatBotKitApi api() {
		return this.context.getBean(ChatBotKitApi.class);
	}

	@Override
	protected boolean isComplete() {
		return false;
	}

	@AfterEach
	void close() {
		this.context.close();
	}

}
