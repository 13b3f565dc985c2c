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

package com.chatbotkit.springai.server.directory;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts other forms of an id: with an escaped slash, and as JSON, which the platform
 * reads without converting strings to numbers (docs/contract.md#selector).
 */
final class SelectorForm {

	private static final JsonMapper JSON = JsonMapper.shared();

	private SelectorForm() {
	}

	/**
	 * Returns the plain form, or null if the text is in neither of the other forms.
	 */
	static @Nullable String plain(String model) {
		if (model.startsWith("{")) {
			return fromJson(model);
		}
		String unescaped = model.replace("%2F", "/").replace("%2f", "/");
		return unescaped.equals(model) ? null : unescaped;
	}

	private static @Nullable String fromJson(String model) {
		try {
			JsonNode selector = JSON.readTree(model);
			JsonNode config = selector.path("config");
			return switch (selector.path("name").asString("")) {
				case "bot" -> value("bot/id=", config.path("id"));
				case "model" ->
					value("model/name=", config.path("name").isMissingNode() ? config.path("id") : config.path("name"));
				default -> null;
			};
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable String value(String prefix, JsonNode value) {
		return value.isString() ? prefix + value.stringValue() : null;
	}

}
