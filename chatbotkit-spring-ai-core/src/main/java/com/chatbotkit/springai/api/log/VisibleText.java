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

package com.chatbotkit.springai.api.log;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Replaces characters that could falsify a line of a log: control characters, and those
 * that change the direction of text.
 */
public final class VisibleText {

	private VisibleText() {
	}

	/**
	 * Returns the text with each such character as {@code \\u202e}, and white space as a
	 * blank.
	 */
	public static String of(String text) {
		StringBuilder visible = null;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			String shown = shown(c, text, i);
			if (shown != null && visible == null) {
				visible = new StringBuilder(text.length() + 16).append(text, 0, i);
			}
			if (visible != null) {
				visible.append((shown != null) ? shown : String.valueOf(c));
			}
		}
		return (visible != null) ? visible.toString() : text;
	}

	private static @Nullable String shown(char c, String text, int i) {
		if (c == '\n' || c == '\r' || c == '\t') {
			return " ";
		}
		return isInvisible(c, text, i) ? "\\u" + HexFormat.of().toHexDigits(c) : null;
	}

	/**
	 * Whether a character is half of a surrogate pair, or in one of Unicode's categories
	 * control, format (which includes changes of direction) and line end. Joiners stay,
	 * because emoji and some scripts need them.
	 */
	private static boolean isInvisible(char c, String text, int i) {
		if (Character.isSurrogate(c)) {
			boolean pair = Character.isHighSurrogate(c)
					? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
					: i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
			int start = Character.isHighSurrogate(c) ? i : i - 1;
			return !pair || Character.getType(text.codePointAt(start)) == Character.FORMAT;
		}
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			case Character.FORMAT -> c != '\u200c' && c != '\u200d';
			default -> false;
		};
	}

}
