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

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Hides secret keys in Spring Boot's actuator endpoints, if the actuator is on the class
 * path.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SanitizingFunction.class)
class SanitizingConfiguration {

	@Bean
	SanitizingFunction chatBotKitSanitizingFunction(ObjectProvider<ChatBotKitProperties> properties,
			ObjectProvider<ChatBotKitConnectionDetails> details,
			@Qualifier(SecretKeySource.BEAN_NAME) ObjectProvider<ApiKey> apiKey) {
		return new SecretSanitizer(() -> secrets(properties, details, apiKey));
	}

	private static Set<String> secrets(ObjectProvider<ChatBotKitProperties> properties,
			ObjectProvider<ChatBotKitConnectionDetails> details, ObjectProvider<ApiKey> apiKey) {
		Set<String> secrets = new HashSet<>();
		properties.ifAvailable((settings) -> {
			add(secrets, settings.secretKey());
			settings.bots().values().forEach((bot) -> add(secrets, bot.secretKey()));
			settings.headers().values().stream().filter(SanitizingConfiguration::looksSecret).forEach(secrets::add);
		});
		details.ifAvailable((connection) -> add(secrets, connection.getSecretKey()));
		// Another type of ApiKey may call a vault.
		apiKey.ifAvailable((key) -> add(secrets, (key instanceof SimpleApiKey simple) ? simple.getValue() : null));
		return secrets;
	}

	private static void add(Set<String> secrets, @Nullable String secret) {
		if (secret != null) {
			secrets.add(secret.trim());
		}
	}

	/**
	 * Whether a header's value looks like a key. A header may also hold a common word,
	 * such as the name of an environment, that other values contain.
	 */
	private static boolean looksSecret(String header) {
		return header.length() >= 12 && header.chars().anyMatch(Character::isDigit);
	}

}
