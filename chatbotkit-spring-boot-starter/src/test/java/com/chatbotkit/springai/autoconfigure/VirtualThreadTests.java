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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls and streams do not pin the carriers of virtual threads while they
 * wait.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads came with Java 21")
@Timeout(60)
class VirtualThreadTests {

	/**
	 * More than the JVM adds of carriers to make up for pinned ones.
	 */
	private static final int AT_ONCE = 300;

	private static final String STREAM = """
			data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}

			data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void hundredsOfCallsAndStreamsWaitAtOnce(String connector) {
		CountDownLatch asked = new CountDownLatch(AT_ONCE);
		Sinks.Empty<Void> all = Sinks.empty();
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
			asked.countDown();
			if (asked.getCount() == 0) {
				all.tryEmitEmpty();
			}
			return request.isStream() ? TestEndpoint.events(response, all.asMono().thenMany(Flux.just(STREAM)))
					: all.asMono().then(Mono.defer(() -> TestEndpoint.answer(response)));
		})) {
			Contexts.configured()
				.withPropertyValues(endpoint.property(), "spring.threads.virtual.enabled=true",
						"spring.http.clients.reactive.connector=" + connector)
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					VirtualThreadTaskExecutor threads = new VirtualThreadTaskExecutor("caller-");
					List<Future<String>> answers = new ArrayList<>();
					for (int i = 0; i < AT_ONCE / 2; i++) {
						answers.add(threads.submit(() -> model.call("Hi")));
						answers.add(threads.submit(() -> model.stream(new Prompt("Hi"))
							.map((response) -> response.getResult().getOutput().getText())
							.reduce(String::concat)
							.block()));
					}
					for (Future<String> answer : answers) {
						assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("Hello");
					}
				});
		}
	}

}
