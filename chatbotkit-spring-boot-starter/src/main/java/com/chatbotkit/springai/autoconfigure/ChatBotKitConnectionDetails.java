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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Details required to establish a connection to ChatBotKit.
 * <p>
 * A bean of this type replaces {@code spring.ai.chatbotkit.base-url} and
 * {@code spring.ai.chatbotkit.allow-plain-http}. It also replaces
 * {@code spring.ai.chatbotkit.secret-key} if it returns a key.
 */
public interface ChatBotKitConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the base URL of the endpoint.
	 * @return the URL that {@code /chat/completions} is appended to, or only its origin;
	 * null for the hosted ChatBotKit
	 */
	@Nullable String getBaseUrl();

	/**
	 * Returns the secret key. An {@code ApiKey} bean named {@code chatBotKitApiKey} has
	 * precedence over it.
	 * @return the key; null, the default, to use {@code spring.ai.chatbotkit.secret-key}
	 */
	default @Nullable String getSecretKey() {
		return null;
	}

	/**
	 * Whether the secret key may be sent over plain HTTP to a host other than localhost.
	 * @return true, the default, for a service such as a container; false to require
	 * HTTPS
	 */
	default boolean isPlainHttpAllowed() {
		return true;
	}

}
