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

import java.util.HashMap;
import java.util.Map;

import com.chatbotkit.springai.AbstractFaultTests;
import com.chatbotkit.springai.Fault;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The table of faults of the client, on each connector.
 */
@Tag("once")
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class FaultTests extends AbstractFaultTests {

	private static final Map<String, ConfigurableApplicationContext> CONTEXTS = new HashMap<>();

	/** What each HTTP client says of a status that is none. */
	private static final Map<String, String> BAD_STATUS = Map.of("reactor", "not a valid HTTP status", "jdk",
			"Invalid status line", "jetty", "Bad status", "http-components", "Invalid response");

	private final String connector;

	private final ChatBotKitApi api;

	FaultTests(String connector) {
		this.connector = connector;
		this.api = CONTEXTS.computeIfAbsent(connector, FaultTests::start)
			.getBean(ChatBotKitApi.class)
			.mutate()
			.baseUrl(this.server.baseUrl())
			.build();
	}

	private static ConfigurableApplicationContext start(String connector) {
		return new SpringApplicationBuilder(StarterTests.Application.class).web(WebApplicationType.NONE)
			.run("--spring.http.clients.reactive.connector=" + connector, "--spring.ai.chatbotkit.secret-key=" + SECRET,
					"--spring.ai.chatbotkit.chat.bot-id=b1", "--spring.ai.chatbotkit.limits.event-size=20000B",
					"--spring.ai.chatbotkit.limits.error-body-size=2000B",
					"--spring.ai.retry.backoff.initial-interval=1ms");
	}

	@Override
	protected ChatBotKitApi api() {
		return this.api;
	}

	@Override
	protected Fault told(Fault fault) {
		return fault.name().equals("099") ? fault.says(BAD_STATUS.getOrDefault(this.connector, "")) : fault;
	}

	@Override
	protected boolean isComplete() {
		return false;
	}

	@AfterAll
	static void close() {
		CONTEXTS.values().forEach(ConfigurableApplicationContext::close);
		CONTEXTS.clear();
	}

}
