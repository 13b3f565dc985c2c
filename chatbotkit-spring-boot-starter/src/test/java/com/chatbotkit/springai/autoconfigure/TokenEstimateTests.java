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

import java.util.function.Consumer;

import com.chatbotkit.springai.ChatBotKitChatModel;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.ai.tokenizer.TokenCountEstimator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code spring.ai.chatbotkit.estimate-tokens}.
 */
class TokenEstimateTests {

	private static final String STREAM = """
			data: {"choices":[{"index":0,"delta":{"content":"One two three"},"finish_reason":null}]}

			data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final String ON = "spring.ai.chatbotkit.estimate-tokens=true";

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void streamsHaveNoUsageByDefault() {
		stream(this.runner, (usage) -> assertThat(usage).isInstanceOf(EmptyUsage.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ObservationFilter.class));
	}

	@Test
	void tokensOfStreamsAreEstimatedIfEnabled() {
		stream(this.runner.withPropertyValues(ON), (usage) -> {
			assertThat(usage.getPromptTokens()).isEqualTo(1);
			assertThat(usage.getCompletionTokens()).isEqualTo(3);
		});
	}

	@Test
	void theEstimatorOfTheApplicationIsUsed() {
		stream(this.runner.withPropertyValues(ON)
			.withBean(TokenCountEstimator.class, () -> new JTokkitTokenCountEstimator() {

				@Override
				public int estimate(@Nullable String text) {
					return 1000;
				}

			}), (usage) -> assertThat(usage.getTotalTokens()).isEqualTo(2000));
	}

	@Test
	void observationsOfOtherProvidersAreUnchanged() {
		this.runner.withPropertyValues(ON)
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationFilter.class)
				.doesNotHaveBean(ObservationPredicate.class));
	}

	private static void stream(ApplicationContextRunner runner, Consumer<Usage> usage) {
		try (TestEndpoint endpoint = TestEndpoint
			.scripted((request, response) -> TestEndpoint.events(response, Mono.just(STREAM)))) {
			runner.withPropertyValues(endpoint.property()).run((context) -> {
				ChatResponse last = context.getBean(ChatBotKitChatModel.class).stream(new Prompt("Hi")).blockLast();
				assertThat(last).isNotNull();
				usage.accept(last.getMetadata().getUsage());
			});
		}
	}

}
