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

import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;

/**
 * Makes the retry policy from {@code spring.ai.retry.*}.
 */
final class RetryPolicyFactory {

	private final ChatBotKitRetryPolicy.Builder builder = ChatBotKitRetryPolicy.builder();

	private RetryPolicyFactory() {
	}

	static ChatBotKitRetryPolicy create(ChatBotKitRetryProperties properties) {
		ChatBotKitRetryProperties.Backoff backoff = properties.backoff();
		return new RetryPolicyFactory().with("max-attempts", (policy) -> policy.maxAttempts(properties.maxAttempts()))
			.with("backoff.initial-interval", (policy) -> policy.initialInterval(backoff.initialInterval()))
			.with("backoff.multiplier", (policy) -> policy.multiplier(backoff.multiplier()))
			.with("backoff.max-interval", (policy) -> policy.maxInterval(backoff.maxInterval()))
			.with("on-http-codes", (policy) -> policy.onHttpCodes(properties.onHttpCodes()))
			.with("exclude-on-http-codes", (policy) -> policy.excludeOnHttpCodes(properties.excludeOnHttpCodes()))
			.with("on-client-errors", (policy) -> policy.onClientErrors(properties.onClientErrors())).builder.build();
	}

	/**
	 * Builds after each value, so that a refusal names the property it came from.
	 */
	private RetryPolicyFactory with(String name, Consumer<ChatBotKitRetryPolicy.Builder> value) {
		value.accept(this.builder);
		PropertyChecks.of(ChatBotKitRetryProperties.PREFIX + "." + name, this.builder::build);
		return this;
	}

}
