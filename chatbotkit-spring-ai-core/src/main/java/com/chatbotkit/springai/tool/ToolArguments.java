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

package com.chatbotkit.springai.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Normalizes the arguments of a tool call to one JSON object, and describes what is wrong
 * with them.
 */
final class ToolArguments {

	/** The input of a tool that is called without arguments. */
	static final String NONE = "{}";

	private static final JsonFactory JSON = new JsonFactory();

	/** A bot may send its arguments as a JSON string, and that within another one. */
	private static final int MAX_NESTED_STRINGS = 3;

	private static final int MAX_EXCERPT_LENGTH = 80;

	private ToolArguments() {
	}

	/**
	 * Returns the arguments as an object if they mean one: {@code null}, blanks and a
	 * string of them become an empty object, and a string that contains an object becomes
	 * that object.
	 * @return the object, or the arguments unchanged
	 */
	static String object(@Nullable String arguments) {
		String candidate = arguments;
		for (int i = 0; i <= MAX_NESTED_STRINGS; i++) {
			if (candidate == null || isAbsent(candidate.strip())) {
				return NONE;
			}
			if (startsObject(candidate)) {
				return candidate;
			}
			String text = text(candidate);
			if (text == null) {
				break;
			}
			candidate = text;
		}
		return (arguments != null) ? arguments : NONE;
	}

	/**
	 * Describes for the bot what is wrong with arguments.
	 * @param anyValue whether any JSON value is valid, and not only an object
	 * @return the description, or null if the arguments are valid
	 */
	static @Nullable String error(String arguments, boolean anyValue) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), arguments)) {
			JsonToken first = parser.nextToken();
			parser.skipChildren();
			boolean alone = first != null && parser.nextToken() == null;
			if (alone && (anyValue || first == JsonToken.START_OBJECT)) {
				return null;
			}
			return (alone ? "they are not an object: " : "more text follows its end: ") + excerpt(arguments);
		}
		catch (JacksonException ex) {
			return "they are not valid JSON: " + excerpt(arguments) + " (" + excerpt(ex.getOriginalMessage()) + ")";
		}
	}

	private static boolean isAbsent(String candidate) {
		return candidate.isEmpty() || candidate.equals("null");
	}

	private static boolean startsObject(String candidate) {
		return candidate.stripLeading().startsWith("{");
	}

	/**
	 * Returns the content of a JSON string, or null for anything else.
	 */
	private static @Nullable String text(String json) {
		if (!json.stripLeading().startsWith("\"")) {
			return null;
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			String text = (parser.nextToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
			return (parser.nextToken() == null) ? text : null;
		}
		catch (JacksonException ex) {
			// The error is reported to the bot when the arguments are checked.
			return null;
		}
	}

	private static String excerpt(@Nullable String text) {
		String known = (text != null) ? text : "";
		return (known.length() > MAX_EXCERPT_LENGTH) ? known.substring(0, MAX_EXCERPT_LENGTH) + "…" : known;
	}

}
