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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes keywords and values as English for the description of a lowered schema, each
 * with a bounded length.
 */
final class DescriptionWords {

	/** Maximum length of a value, a pattern or a name. */
	static final int VALUE_LENGTH = 1000;

	static final int PHRASE_LENGTH = 200;

	private static final int MAX_LISTED = 10_000;

	/** How many times as much text is read as is kept, for white space to be folded. */
	private static final int WHITE_SPACE_FACTOR = 4;

	private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

	private DescriptionWords() {
	}

	/**
	 * Returns a keyword of the dialect in English.
	 */
	static String keyword(String keyword, JsonNode value) {
		String text = value.isString() ? shorten(value.stringValue(), VALUE_LENGTH) : value(value);
		return switch (keyword) {
			case "minimum" -> "at least " + text;
			case "maximum" -> "at most " + text;
			case "exclusiveMinimum" -> "more than " + text;
			case "exclusiveMaximum" -> "less than " + text;
			case "multipleOf" -> "a multiple of " + text;
			case "minLength" -> "at least " + count(value, "character", "characters");
			case "maxLength" -> "at most " + count(value, "character", "characters");
			case "pattern" -> "matching " + text;
			case "enum" -> "one of: " + values(List.copyOf(value.values()));
			default -> keyword + " " + text;
		};
	}

	static String count(JsonNode number, String singular, String plural) {
		return (JavaScriptNumbers.number(number) == 1) ? "1 " + singular : value(number) + " " + plural;
	}

	static String value(JsonNode value) {
		return shorten(value.toString(), VALUE_LENGTH);
	}

	static String values(List<JsonNode> values) {
		return list(values.stream().map(DescriptionWords::value).toList(), ", ");
	}

	static String list(Collection<String> items, String separator) {
		String listed = items.stream().limit(MAX_LISTED).collect(Collectors.joining(separator));
		return (items.size() > MAX_LISTED) ? listed + separator + "…" : listed;
	}

	/**
	 * Joins items with commas until the length is exceeded, for a text that is then
	 * shortened to this length.
	 */
	static String start(Stream<String> items, int length) {
		StringBuilder listed = new StringBuilder();
		for (Iterator<String> rest = items.iterator(); rest.hasNext() && listed.length() <= length;) {
			listed.append(listed.isEmpty() ? "" : ", ").append(shorten(rest.next(), length));
		}
		return listed.toString();
	}

	static String line(String text) {
		return WHITE_SPACE.matcher(text).replaceAll(" ").strip();
	}

	/**
	 * Returns the beginning of the text as one line. It reads only as much of a long text
	 * as it needs, because a definition may be shortened at thousands of places.
	 */
	static String shorten(String text, int length) {
		String begin = text.substring(0, Math.min(text.length(), WHITE_SPACE_FACTOR * length));
		String line = WHITE_SPACE.matcher(begin).replaceAll(" ");
		if (line.length() <= length && begin.length() == text.length()) {
			return line;
		}
		int cut = Math.min(length - 1, line.length());
		int end = (cut > 0 && Character.isHighSurrogate(line.charAt(cut - 1))) ? cut - 1 : cut;
		return line.substring(0, end) + "…";
	}

	/**
	 * Returns the description followed by the words, each as a sentence, or null if both
	 * are missing.
	 */
	static @Nullable String sentences(@Nullable String description, Collection<String> words) {
		List<String> sentences = new ArrayList<>(words);
		if (description == null) {
			return sentences.isEmpty() ? null : String.join(". ", sentences);
		}
		if (sentences.isEmpty()) {
			return description;
		}
		String first = description.strip();
		boolean ended = first.endsWith(".") || first.endsWith("!") || first.endsWith("?");
		return first + (ended ? " " : ". ") + String.join(". ", sentences);
	}

}
