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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls may take every thread of the common pool, as
 * {@code CompletableFuture.supplyAsync} and parallel streams do.
 */
@Timeout(60)
class CommonPoolTests {

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void asManyCallsAsThePoolHasThreadsAreAnswered(String connector) {
		int threads = ForkJoinPool.getCommonPoolParallelism();
		try (TestEndpoint endpoint = TestEndpoint
			.scripted((request, response) -> Mono.delay(Duration.ofMillis(100)).then(TestEndpoint.answer(response)))) {
			Contexts.configured()
				.withPropertyValues("spring.http.clients.reactive.connector=" + connector, endpoint.property(),
						"spring.ai.chatbotkit.timeout.response=20s")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					List<ForkJoinTask<String>> calls = IntStream.range(0, threads)
						.mapToObj((i) -> ForkJoinPool.commonPool().submit(() -> model.call("Hi")))
						.toList();
					for (ForkJoinTask<String> call : calls) {
						assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("Hello");
					}
				});
		}
	}

}
