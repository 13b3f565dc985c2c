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
 * The arguments of a tool call as a bot spells them, which are to be one JSON object.
 */
final class ToolArguments {

	/** What a tool gets that is called without arguments. */
	static final String NONE = "{}";

	private static final JsonFactory JSON = new JsonFactory();

	/** A bot may put its arguments into a text, and that into another one. */
	private static final int MOST_TEXTS = 3;

	private static final int MOST_SHOWN = 80;

	private ToolArguments() {
	}

	/**
	 * Returns the object where its spelling is another one: {@code null}, blanks and a
	 * text of them are no arguments, and a text that holds an object means the object.
	 * @return the object, or the arguments themselves
	 */
	static String object(@Nullable String arguments) {
		String spelled = arguments;
		for (int i = 0; i <= MOST_TEXTS; i++) {
			if (spelled == null || isNone(spelled.strip())) {
				return NONE;
			}
			if (startsObject(spelled)) {
				return spelled;
			}
			String text = text(spelled);
			if (text == null) {
				break;
			}
			spelled = text;
		}
		return (arguments != null) ? arguments : NONE;
	}

	/**
	 * Returns what is wrong with arguments, in words for the bot.
	 * @param anyValue whether they may be another value than an object, too
	 * @return the words, or null if nothing is
	 */
	static @Nullable String complaint(String arguments, boolean anyValue) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), arguments)) {
			JsonToken first = parser.nextToken();
			parser.skipChildren();
			boolean alone = first != null && parser.nextToken() == null;
			if (alone && (anyValue || first == JsonToken.START_OBJECT)) {
				return null;
			}
			return (alone ? "they are no object: " : "more follows after its end: ") + shown(arguments);
		}
		catch (JacksonException ex) {
			return "they are no valid JSON: " + shown(arguments) + " (" + shown(ex.getOriginalMessage()) + ")";
		}
	}

	private static boolean isNone(String spelled) {
		return spelled.isEmpty() || spelled.equals("null");
	}

	private static boolean startsObject(String spelled) {
		return spelled.stripLeading().startsWith("{");
	}

	/**
	 * Returns what stands in a JSON text, or null if there is something else.
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
			// The bot is told so, when the arguments are checked.
			return null;
		}
	}

	private static String shown(@Nullable String text) {
		String known = (text != null) ? text : "";
		return (known.length() > MOST_SHOWN) ? known.substring(0, MOST_SHOWN) + "…" : known;
	}

}
