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

	private static final int MAX_MESSAGE_LENGTH = 4000;

	private static final int MAX_CODE_LENGTH = 100;

	ServerError {
		message = bounded(message, MAX_MESSAGE_LENGTH);
		type = bounded(type, MAX_CODE_LENGTH);
		code = bounded(code, MAX_CODE_LENGTH);
	}

	/**
	 * Returns a text as one line of limited length, or null if it is blank.
	 */
	static @Nullable String bounded(@Nullable String text, int maxLength) {
		if (text == null) {
			return null;
		}
		StringBuilder line = new StringBuilder();
		int length = 0;
		boolean space = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c <= ' ') {
				space = length > 0;
				continue;
			}
			length += space ? 2 : 1;
			if (length <= maxLength) {
				line.append(space ? " " : "").append(c);
			}
			space = false;
		}
		return (length > maxLength) ? line + " … (cut from " + length + " characters)"
				: (length > 0) ? line.toString() : null;
	}

	static @Nullable String boundedCode(@Nullable String text) {
		return bounded(text, MAX_CODE_LENGTH);
	}

	/**
	 * Whether there is no message, type or code.
	 */
	boolean isEmpty() {
		return this.message == null && this.type == null && this.code == null;
	}

}
