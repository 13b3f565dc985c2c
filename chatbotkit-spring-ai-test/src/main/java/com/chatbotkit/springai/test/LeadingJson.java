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

package com.chatbotkit.springai.test;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the JSON at the start of a text. {@code ChatClient}'s {@code entity(…)} appends
 * its instructions on the lines that follow, which do not belong to the answer.
 */
final class LeadingJson {

	private LeadingJson() {
	}

	/**
	 * Returns the object or array at the start of the text, unchanged, if nothing follows
	 * on its last line; else the whole text.
	 */
	static String startOf(String text) {
		String stripped = text.stripLeading();
		if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
			return text;
		}
		int end = end(stripped);
		return (end > 0 && endsLine(stripped, end)) ? stripped.substring(0, end) : text;
	}

	/** Returns the end of the first value, or -1 if it is not JSON. */
	private static int end(String text) {
		try (JsonParser parser = JsonMapper.shared().createParser(text)) {
			int depth = 0;
			JsonToken token = parser.nextToken();
			while (token != null) {
				depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
				if (depth == 0) {
					return (int) parser.currentLocation().getCharOffset();
				}
				token = parser.nextToken();
			}
			return -1;
		}
		catch (JacksonException ex) {
			return -1;
		}
	}

	private static boolean endsLine(String text, int end) {
		return text.substring(end).lines().findFirst().orElse("").isBlank();
	}

}
