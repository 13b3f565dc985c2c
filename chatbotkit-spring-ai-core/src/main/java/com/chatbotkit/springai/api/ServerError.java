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

import org.jspecify.annotations.Nullable;

/**
 * An error that a server reports, in either of the two JSON shapes.
 *
 * @param message the server's message in one line of bounded length, or null for none
 * @param type the type of the openai shape, or null
 * @param code the code, or null
 */
record ServerError(@Nullable String message, @Nullable String type, @Nullable String code) {

	private static final int MOST_WORDS = 4000;

	private static final int MOST_OF_CODE = 100;

	ServerError {
		message = bounded(message, MOST_WORDS);
		type = bounded(type, MOST_OF_CODE);
		code = bounded(code, MOST_OF_CODE);
	}

	/**
	 * One line of at most so many characters, or null if nothing is left: an exception is
	 * no place for a book.
	 */
	static @Nullable String bounded(@Nullable String text, int most) {
		if (text == null) {
			return null;
		}
		StringBuilder line = new StringBuilder();
		int length = 0;
		boolean space = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (isWhiteSpace(c)) {
				space = length > 0;
				continue;
			}
			length += space ? 2 : 1;
			if (length <= most) {
				line.append(space ? " " : "").append(c);
			}
			space = false;
		}
		return (length > most) ? line + " … (cut from " + length + " characters)"
				: (length > 0) ? line.toString() : null;
	}

	static @Nullable String boundedCode(@Nullable String text) {
		return bounded(text, MOST_OF_CODE);
	}

	/**
	 * As {@code \\s} in a pattern, and what else {@code trim} takes off.
	 */
	private static boolean isWhiteSpace(char c) {
		return c <= ' ';
	}

	boolean isEmpty() {
		return this.message == null && this.type == null && this.code == null;
	}

}
