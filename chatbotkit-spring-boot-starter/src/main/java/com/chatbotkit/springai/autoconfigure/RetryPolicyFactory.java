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

import java.util.Set;
import java.util.function.Function;

import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Creates the retry policy from {@code spring.ai.retry.*}.
 */
final class RetryPolicyFactory {

	private RetryPolicyFactory() {
	}

	static ChatBotKitRetryPolicy create(ChatBotKitRetryProperties properties) {
		ChatBotKitRetryProperties.Backoff backoff = properties.backoff();
		ChatBotKitRetryPolicy.Builder policy = ChatBotKitRetryPolicy.builder();
		set("max-attempts", properties.maxAttempts(), policy::maxAttempts);
		set("backoff.initial-interval", backoff.initialInterval(), policy::initialInterval);
		set("backoff.multiplier", backoff.multiplier(), policy::multiplier);
		set("backoff.max-interval", backoff.maxInterval(), policy::maxInterval);
		set("on-http-codes", checked("on-http-codes", properties.onHttpCodes()), policy::onHttpCodes);
		set("exclude-on-http-codes", checked("exclude-on-http-codes", properties.excludeOnHttpCodes()),
				policy::excludeOnHttpCodes);
		set("on-client-errors", properties.onClientErrors(), policy::onClientErrors);
		return policy.build();
	}

	private static @Nullable Set<Integer> checked(String name, @Nullable Set<Integer> codes) {
		return (codes != null) ? PropertyChecks.elements(ChatBotKitRetryProperties.PREFIX + "." + name, codes) : null;
	}

	/**
	 * Sets one value and builds the policy to check it, so that a failure names the
	 * property of that value.
	 */
	private static <T extends @Nullable Object> void set(String name, T value,
			Function<T, ChatBotKitRetryPolicy.Builder> setter) {
		PropertyChecks.of(ChatBotKitRetryProperties.PREFIX + "." + name, value, setter.apply(value)::build);
	}

}
