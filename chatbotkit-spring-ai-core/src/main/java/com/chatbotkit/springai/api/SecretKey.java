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

package com.chatbotkit.springai.api;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.util.StringUtils;

/**
 * Reads the secret key, that of the Reactor context or else the client's, for each
 * attempt, so that a rotated key is used at once, and never on an event loop, for it may
 * come from a vault.
 */
final class SecretKey {

	private final ApiKey apiKey;

	SecretKey(ApiKey apiKey) {
		this.apiKey = apiKey;
	}

	Mono<String> read() {
		return Mono.deferContextual((context) -> {
			ApiKey source = context.hasKey(ApiKey.class) ? context.get(ApiKey.class) : this.apiKey;
			Mono<String> value = Mono.fromCallable(() -> value(source));
			return (Schedulers.isInNonBlockingThread() && !(source instanceof SimpleApiKey))
					? value.subscribeOn(Schedulers.boundedElastic()) : value;
		});
	}

	private static String value(ApiKey source) {
		String value = source.getValue();
		if (!StringUtils.hasText(value)) {
			throw new IllegalStateException(
					"The secret key is empty: set spring.ai.chatbotkit.secret-key, or give the builder a secretKey");
		}
		String key = value.trim();
		if (!key.chars().allMatch((c) -> c > ' ' && c < 127)) {
			throw new IllegalStateException(
					"The secret key has a character that cannot stand in a header: copy it again from ChatBotKit");
		}
		return key;
	}

}
