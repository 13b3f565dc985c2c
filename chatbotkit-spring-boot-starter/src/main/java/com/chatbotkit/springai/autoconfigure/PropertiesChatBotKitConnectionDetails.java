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

/**
 * Adapts {@link ChatBotKitProperties} to {@link ChatBotKitConnectionDetails}.
 */
final class PropertiesChatBotKitConnectionDetails implements ChatBotKitConnectionDetails {

	private final ChatBotKitProperties properties;

	PropertiesChatBotKitConnectionDetails(ChatBotKitProperties properties) {
		this.properties = properties;
	}

	@Override
	public @Nullable String getBaseUrl() {
		return PropertyChecks.text(ChatBotKitProperties.PREFIX + ".base-url", this.properties.baseUrl());
	}

	@Override
	public @Nullable String getSecretKey() {
		return PropertyChecks.text(ChatBotKitProperties.PREFIX + ".secret-key", this.properties.secretKey());
	}

	@Override
	public boolean isPlainHttpAllowed() {
		return this.properties.allowPlainHttp();
	}

}
