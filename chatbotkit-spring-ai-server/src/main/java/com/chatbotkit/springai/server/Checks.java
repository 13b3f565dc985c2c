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
 * The rules for plain values. Words and conversions are those of the validation library
 * that the platform uses.
 *
 * @see <a href="https://joi.dev/api/">Joi</a>
 */
final class Checks {

	static final Check ANYTHING = (value, place) -> value;

	static final Check TEXT_OR_EMPTY = (value, place) -> {
		if (!value.isString()) {
			throw place.refuse("must be a string");
		}
		return value;
	};

	static final Check TEXT = (value, place) -> {
		if (TEXT_OR_EMPTY.check(value, place).stringValue().isEmpty()) {
			throw place.refuse("is not allowed to be empty");
		}
		return value;
	};

	static final Check FLAG = (value, place) -> {
		if (value.isBoolean()) {
			return value;
		}
		String text = value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
		if (!text.equals("true") && !text.equals("false")) {
			throw place.refuse("must be a boolean");
		}
		return BooleanNode.valueOf(text.equals("true"));
	};

	private Checks() {
	}

	static Check matching(Pattern pattern) {
		return (value, place) -> {
			String text = TEXT.check(value, place).stringValue();
			if (!pattern.matcher(text).matches()) {
				throw place
					.refuse("with value \"" + text + "\" fails to match the required pattern: /" + pattern + "/");
			}
			return value;
		};
	}

	static Check oneOf(String... words) {
		List<String> allowed = List.of(words);
		return (value, place) -> {
			if (!value.isString() || !allowed.contains(value.stringValue())) {
				throw place.refuse("must be " + ((words.length > 1) ? "one of " : "") + allowed);
			}
			return value;
		};
	}

	/** The first rule that accepts the value, else what the last one says. */
	static Check either(Check first, Check second) {
		return (value, place) -> {
			try {
				return first.check(value, place);
			}
			catch (Refusal refusal) {
				return second.check(value, place);
			}
		};
	}

}
