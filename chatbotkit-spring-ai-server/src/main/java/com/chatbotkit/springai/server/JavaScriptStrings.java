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

package com.chatbotkit.springai.server;

import tools.jackson.databind.JsonNode;

/**
 * Converts values to strings and booleans as JavaScript does.
 */
final class JavaScriptStrings {

	private JavaScriptStrings() {
	}

	/**
	 * Returns the result of {@code String(value)}.
	 */
	static String toText(JsonNode value) {
		if (value.isString()) {
			return value.stringValue();
		}
		if (value.isNumber()) {
			return JavaScriptNumbers.toText(value.doubleValue());
		}
		if (value.isObject()) {
			return "[object Object]";
		}
		if (value.isArray()) {
			return joined(value);
		}
		return value.isBoolean() ? String.valueOf(value.booleanValue()) : "null";
	}

	private static String joined(JsonNode array) {
		StringBuilder out = new StringBuilder();
		for (int i = 0; i < array.size(); i++) {
			JsonNode item = array.get(i);
			out.append((i > 0) ? "," : "").append(item.isNull() ? "" : toText(item));
		}
		return out.toString();
	}

	/**
	 * Returns the result of {@code Boolean(value)}.
	 */
	static boolean isTruthy(JsonNode value) {
		if (value.isString()) {
			return !value.stringValue().isEmpty();
		}
		if (value.isNumber()) {
			return value.doubleValue() != 0 && !Double.isNaN(value.doubleValue());
		}
		return value.isContainer() || (value.isBoolean() && value.booleanValue());
	}

}
