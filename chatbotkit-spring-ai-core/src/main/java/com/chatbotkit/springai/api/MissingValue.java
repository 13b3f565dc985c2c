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

package com.chatbotkit.springai.api;

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes a text that is not a value: the text that a script writes for a missing
 * value, a placeholder that was not replaced, or an abbreviated example.
 */
final class MissingValue {

	private static final Set<String> NOTHING = Set.of("null", "NULL", "Null", "undefined", "None", "nil", "NaN");

	/**
	 * Placeholders of Maven, shells, Windows and templates: {@code @x@}, {@code $X},
	 * {@code $(x)}, {@code %X%} and {@code {{x}}}.
	 */
	private static final Pattern PLACEHOLDER = Pattern
		.compile("(?s)@[\\w.-]+@|\\$[A-Z_][A-Z0-9_]*|\\$\\(.*\\)|%\\w+%|\\{\\{.*}}");

	private MissingValue() {
	}

	/**
	 * Returns what is wrong with the text and what to write instead, or null if it is a
	 * value.
	 */
	static @Nullable String problem(String text) {
		if (NOTHING.contains(text)) {
			return "is what a script writes for a missing value: write the value itself";
		}
		if (isPlaceholder(text)) {
			return "is a placeholder that nothing has replaced: write the value itself";
		}
		if (isShortened(text)) {
			return "is shortened, as in an example: write all of it";
		}
		return null;
	}

	/**
	 * Returns what is wrong with a text that may be any word, or null if it is a value.
	 */
	static @Nullable String problemOfWord(String text) {
		return (text.equals("null") || text.equals("undefined") || isPlaceholder(text)) ? problem(text) : null;
	}

	/**
	 * Whether a text is a placeholder, or contains one of Spring: {@code ${x}} or
	 * {@code #{x}}.
	 */
	private static boolean isPlaceholder(String text) {
		return (text.indexOf('}') > 0 && (text.contains("${") || text.contains("#{")))
				|| PLACEHOLDER.matcher(text).matches();
	}

	private static boolean isShortened(String text) {
		return text.contains("***") || text.endsWith("\u2026") || (text.length() > 3 && text.endsWith("..."));
	}

}
