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
 * A bean of this type takes the place of {@code spring.ai.chatbotkit.base-url} and
 * {@code spring.ai.chatbotkit.allow-plain-http}, and of
 * {@code spring.ai.chatbotkit.secret-key} if it has a key.
 */
public interface ChatBotKitConnectionDetails extends ConnectionDetails {

	/**
	 * Returns where the endpoint is.
	 * @return the URL that {@code /chat/completions} is appended to, or the bare origin,
	 * which is completed; null for ChatBotKit as it is hosted
	 */
	@Nullable String getBaseUrl();

	/**
	 * Returns the secret key. An {@code ApiKey} bean named {@code chatBotKitApiKey} wins
	 * over it.
	 * @return the key; null, the default, for {@code spring.ai.chatbotkit.secret-key}
	 */
	default @Nullable String getSecretKey() {
		return null;
	}

	/**
	 * Whether the secret key may go over plain http to a host other than this one.
	 * @return true, the default, for a service that the application was given, such as a
	 * container; false to insist on https
	 */
	default boolean isPlainHttpAllowed() {
		return true;
	}

}
