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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Spring AI's properties for retries. Unset values are null, because ChatBotKit's
 * defaults differ from those of Spring AI.
 *
 * @param maxAttempts Maximum number of attempts, the first one included. ChatBotKit's
 * default is 3.
 * @param backoff Exponential backoff.
 * @param onClientErrors Whether to retry client errors: with ChatBotKit 408, 409 and 425.
 * @param excludeOnHttpCodes HTTP status codes that should not trigger a retry.
 * @param onHttpCodes HTTP status codes that should trigger a retry.
 */
@ConfigurationProperties(ChatBotKitRetryProperties.PREFIX)
record ChatBotKitRetryProperties(@Nullable Integer maxAttempts, @DefaultValue Backoff backoff,
		@Nullable Boolean onClientErrors, @Nullable Set<Integer> excludeOnHttpCodes,
		@Nullable Set<Integer> onHttpCodes) {

	static final String PREFIX = "spring.ai.retry";

	/**
	 * Exponential backoff.
	 *
	 * @param initialInterval Initial sleep duration. ChatBotKit's default is 500ms.
	 * @param multiplier Backoff interval multiplier. ChatBotKit's default is 2.
	 * @param maxInterval Maximum backoff duration. ChatBotKit's default is 10s.
	 */
	record Backoff(@Nullable Duration initialInterval, @Nullable Double multiplier, @Nullable Duration maxInterval) {

	}

}
