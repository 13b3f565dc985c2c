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

package com.chatbotkit.springai.api.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one line of an event stream where it stands in its bytes: which field it is, and
 * where the field's value begins.
 */
final class EventLine {

	private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

	private EventLine() {
	}

	/**
	 * Whether the line is this field, with a value or without.
	 */
	static boolean isField(String field, byte[] bytes, int start, int end) {
		int length = field.length();
		if (end - start < length || (end - start > length && bytes[start + length] != ':')) {
			return false;
		}
		return startsWith(field, bytes, start);
	}

	/**
	 * Where the value of the line's field begins, after a colon and at most one space.
	 */
	static int valueStart(String field, byte[] bytes, int start, int end) {
		int value = Math.min(start + field.length() + 1, end);
		return (value < end && bytes[value] == ' ') ? value + 1 : value;
	}

	/**
	 * Whether the bytes from there to the end are this text.
	 */
	static boolean equals(String text, byte[] bytes, int start, int end) {
		return end - start == text.length() && startsWith(text, bytes, start);
	}

	/**
	 * Whether the line, which is no data line, holds what only a data line should: then
	 * it is a damaged one, which the standard would have us pass over in silence.
	 */
	static boolean isDamaged(byte[] bytes, int start, int end) {
		return bytes[start] != ':'
				&& (holdsData(bytes, start, end) || (!isKnown(bytes, start, end) && holdsMarkup(bytes, start, end)));
	}

	private static boolean isKnown(byte[] bytes, int start, int end) {
		return isField("event", bytes, start, end) || isField("id", bytes, start, end)
				|| isField("retry", bytes, start, end);
	}

	private static boolean holdsData(byte[] bytes, int start, int end) {
		for (int i = start; i <= end - DATA.length; i++) {
			if (Arrays.equals(bytes, i, i + DATA.length, DATA, 0, DATA.length)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the line holds a mark of JSON or HTML, or a byte that is no text, as no
	 * name of a field does.
	 */
	private static boolean holdsMarkup(byte[] bytes, int start, int end) {
		for (int i = start; i < end; i++) {
			byte b = bytes[i];
			if (b == '"' || b == '{' || b == '<' || (b >= 0 && b < ' ' && b != '\t')) {
				return true;
			}
		}
		return false;
	}

	private static boolean startsWith(String text, byte[] bytes, int start) {
		for (int i = 0; i < text.length(); i++) {
			if (bytes[start + i] != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
