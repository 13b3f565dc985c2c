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
import java.util.Set;

import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryPolicyFactory} and {@link ChatBotKitRetryProperties}.
 */
class RetryPolicyFactoryTests {

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void unsetPropertiesAreNullAndKeepTheDefaults() {
		this.runner.run((context) -> {
			ChatBotKitRetryProperties properties = context.getBean(ChatBotKitRetryProperties.class);
			assertThat(properties).isEqualTo(new ChatBotKitRetryProperties(null,
					new ChatBotKitRetryProperties.Backoff(null, null, null), null, null, null));
			assertThat(RetryPolicyFactory.create(properties)).isEqualTo(ChatBotKitRetryPolicy.defaults());
		});
	}

	@Test
	void onlySetPropertiesChangeTheDefaults() {
		this.runner.withPropertyValues("spring.ai.retry.max-attempts=1")
			.run((context) -> assertThat(RetryPolicyFactory.create(context.getBean(ChatBotKitRetryProperties.class)))
				.isEqualTo(ChatBotKitRetryPolicy.never()));
	}

	@Test
	void everyPropertyOfSpringAiIsUsed() {
		this.runner
			.withPropertyValues("spring.ai.retry.max-attempts=5", "spring.ai.retry.backoff.initial-interval=1s",
					"spring.ai.retry.backoff.multiplier=3", "spring.ai.retry.backoff.max-interval=20s",
					"spring.ai.retry.on-client-errors=true", "spring.ai.retry.exclude-on-http-codes=503",
					"spring.ai.retry.on-http-codes=500,502")
			.run((context) -> assertThat(RetryPolicyFactory.create(context.getBean(ChatBotKitRetryProperties.class)))
				.isEqualTo(new ChatBotKitRetryPolicy(5, Duration.ofSeconds(1), 3, Duration.ofSeconds(20),
						Set.of(500, 502), Set.of(503), true)));
	}

}
