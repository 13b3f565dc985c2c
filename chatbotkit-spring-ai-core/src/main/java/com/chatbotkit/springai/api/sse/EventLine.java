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
 * Reads one line of an event stream in place: which field it has, and where the value of
 * the field begins.
 */
final class EventLine {

	private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

	private EventLine() {
	}

	/**
	 * Whether the line has a field, with or without a value.
	 */
	static boolean isField(String field, byte[] bytes, int start, int end) {
		int length = field.length();
		if (end - start < length || (end - start > length && bytes[start + length] != ':')) {
			return false;
		}
		return startsWith(field, bytes, start);
	}

	/**
	 * Returns the position of the field's value, after a colon and at most one space.
	 */
	static int valueStart(String field, byte[] bytes, int start, int end) {
		int value = Math.min(start + field.length() + 1, end);
		return (value < end && bytes[value] == ' ') ? value + 1 : value;
	}

	/**
	 * Whether bytes are a text.
	 */
	static boolean equals(String text, byte[] bytes, int start, int end) {
		return end - start == text.length() && startsWith(text, bytes, start);
	}

	/**
	 * Whether a line that is not a data line has content that only a data line may have.
	 * Then it is a damaged data line, which the standard would silently ignore.
	 */
	static boolean isDamaged(byte[] bytes, int start, int end) {
		return bytes[start] != ':'
				&& (hasData(bytes, start, end) || (!isKnown(bytes, start, end) && hasMarkup(bytes, start, end)));
	}

	private static boolean isKnown(byte[] bytes, int start, int end) {
		return isField("event", bytes, start, end) || isField("id", bytes, start, end)
				|| isField("retry", bytes, start, end);
	}

	private static boolean hasData(byte[] bytes, int start, int end) {
		for (int i = start; i <= end - DATA.length; i++) {
			if (Arrays.equals(bytes, i, i + DATA.length, DATA, 0, DATA.length)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the line has characters of JSON or HTML, or control characters, which no
	 * name of a field has.
	 */
	private static boolean hasMarkup(byte[] bytes, int start, int end) {
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
