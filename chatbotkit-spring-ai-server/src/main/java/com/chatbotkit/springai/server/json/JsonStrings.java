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

package com.chatbotkit.springai.server.json;

import java.util.HexFormat;

/**
 * Writes JSON strings as JavaScript does.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-quotejsonstring">ECMAScript,
 * QuoteJSONString</a>
 */
public final class JsonStrings {

	private JsonStrings() {
	}

	/**
	 * Returns a text as a JSON string.
	 * @param text the text; half a surrogate pair, as between two pieces, is escaped
	 * @return the string, with its quotes
	 */
	public static String quote(String text) {
		StringBuilder out = new StringBuilder(text.length() + 2);
		quote(text, out);
		return out.toString();
	}

	/**
	 * Appends a text as a JSON string.
	 * @param text the text
	 * @param out takes the string, with its quotes
	 */
	public static void quote(String text, StringBuilder out) {
		out.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '"', '\\' -> out.append('\\').append(c);
				case '\b' -> out.append("\\b");
				case '\f' -> out.append("\\f");
				case '\n' -> out.append("\\n");
				case '\r' -> out.append("\\r");
				case '\t' -> out.append("\\t");
				default -> {
					if (c < ' ' || isLoneSurrogate(text, i)) {
						out.append("\\u").append(hex(c));
					}
					else {
						out.append(c);
					}
				}
			}
		}
		out.append('"');
	}

	private static String hex(char c) {
		return HexFormat.of().toHexDigits(c);
	}

	private static boolean isLoneSurrogate(String text, int i) {
		char c = text.charAt(i);
		if (Character.isHighSurrogate(c)) {
			return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
		}
		return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
	}

}
