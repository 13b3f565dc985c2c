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

import java.util.Map;
import java.util.Objects;

import com.chatbotkit.springai.api.ChatBotKitApiBuilder;

/**
 * Adds the headers of {@code spring.ai.chatbotkit.headers.*}.
 */
final class ExtraHeaders {

	private ExtraHeaders() {
	}

	static void add(Map<String, String> headers, ChatBotKitApiBuilder builder) {
		headers.forEach((name, value) -> add(name, value, builder));
	}

	private static void add(String name, String value, ChatBotKitApiBuilder builder) {
		String property = ChatBotKitProperties.PREFIX + ".headers." + name;
		try {
			builder.header(name, Objects.requireNonNullElse(PropertyChecks.text(property, value), ""));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(property + ": " + ex.getMessage() + ".", "Correct or remove " + property
					+ "; the secret key belongs in " + ChatBotKitProperties.PREFIX + ".secret-key.");
		}
	}

}
