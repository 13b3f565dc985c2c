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

package com.chatbotkit.springai.schema;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import tools.jackson.databind.JsonNode;

/**
 * Checks whether a schema accepts a string, as far as this is certain and cheap.
 */
final class StringValidator {

	/**
	 * Formats that no JSON number, boolean, null, object or array has.
	 */
	private static final Set<String> FORMATS = Set.of("date", "date-time", "time", "duration", "email", "idn-email",
			"uuid", "uri", "url", "iri", "ipv4", "ipv6");

	private static final int MAX_LENGTH = 100;

	private static final int MAX_STEPS = 20_000;

	/**
	 * Nested groups are matched recursively, so a longer pattern could overflow the
	 * stack.
	 */
	private static final int MAX_PATTERN_LENGTH = 1000;

	/** Counts are limited too, because a group may match without reading a character. */
	private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)");

	private StringValidator() {
	}

	static boolean accepts(String text, JsonNode schema) {
		int length = text.codePointCount(0, text.length());
		if (!JavaScriptNumbers.isWithin(length, schema.path("minLength"), schema.path("maxLength"))) {
			return false;
		}
		if (schema.path("pattern").isString() && !matches(schema.path("pattern").stringValue(), text)) {
			return false;
		}
		return !FORMATS.contains(schema.path("format").asString("")) || !isOtherType(text);
	}

	private static boolean isOtherType(String text) {
		JsonValue value = JsonValue.read(text);
		return value != null && value.string() == null;
	}

	/**
	 * Whether a pattern matches a part of the text, or this is not certain.
	 */
	static boolean matches(String pattern, String text) {
		if (text.length() > MAX_LENGTH || pattern.length() > MAX_PATTERN_LENGTH || repetitions(pattern) > MAX_STEPS) {
			return true;
		}
		try {
			return Pattern.compile(pattern).matcher(new LimitedCharSequence(text)).find();
		}
		catch (PatternSyntaxException | LimitExceededException ex) {
			return true;
		}
	}

	/**
	 * Returns the product of all counts, because repetitions may be nested.
	 */
	private static double repetitions(String pattern) {
		return REPETITION.matcher(pattern)
			.results()
			.mapToDouble((count) -> Math.max(1, Double.parseDouble(count.group(1))))
			.reduce(1, (all, count) -> all * count);
	}

	/**
	 * Aborts a match that reads too many characters, because some patterns backtrack
	 * exponentially.
	 */
	private static final class LimitedCharSequence implements CharSequence {

		private final CharSequence text;

		private int steps;

		LimitedCharSequence(CharSequence text) {
			this.text = text;
		}

		@Override
		public char charAt(int index) {
			if (++this.steps > MAX_STEPS) {
				throw new LimitExceededException();
			}
			return this.text.charAt(index);
		}

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return this.text.subSequence(start, end);
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

	/**
	 * Thrown when a match takes too long.
	 */
	private static final class LimitExceededException extends RuntimeException {

		private static final long serialVersionUID = 1;

		LimitExceededException() {
			super("The match takes too long", null, false, false);
		}

	}

}
