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

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * Rules for plain values. Messages and conversions are those of the validation library
 * that the platform uses.
 *
 * @see <a href="https://joi.dev/api/">Joi</a>
 */
final class ValueChecks {

	static final ValueCheck ANYTHING = (value, path) -> value;

	static final ValueCheck TEXT_OR_EMPTY = (value, path) -> {
		if (!value.isString()) {
			throw path.refuse("must be a string");
		}
		return value;
	};

	static final ValueCheck TEXT = (value, path) -> {
		if (TEXT_OR_EMPTY.check(value, path).stringValue().isEmpty()) {
			throw path.refuse("is not allowed to be empty");
		}
		return value;
	};

	static final ValueCheck FLAG = (value, path) -> {
		if (value.isBoolean()) {
			return value;
		}
		String text = value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
		if (!text.equals("true") && !text.equals("false")) {
			throw path.refuse("must be a boolean");
		}
		return BooleanNode.valueOf(text.equals("true"));
	};

	private ValueChecks() {
	}

	static ValueCheck matching(Pattern pattern) {
		return (value, path) -> {
			String text = TEXT.check(value, path).stringValue();
			if (!pattern.matcher(text).matches()) {
				throw path.refuse("with value \"" + text + "\" fails to match the required pattern: /" + pattern + "/");
			}
			return value;
		};
	}

	static ValueCheck oneOf(String... values) {
		List<String> allowed = List.of(values);
		return (value, path) -> {
			if (!value.isString() || !allowed.contains(value.stringValue())) {
				throw path.refuse("must be " + ((values.length > 1) ? "one of " : "") + allowed);
			}
			return value;
		};
	}

	/** Applies the first rule, and the second one if the first refuses the value. */
	static ValueCheck either(ValueCheck first, ValueCheck second) {
		return (value, path) -> {
			try {
				return first.check(value, path);
			}
			catch (InvalidValueException refusal) {
				return second.check(value, path);
			}
		};
	}

}
