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
 * Finds what is new in the messages of a stream, where each may repeat the text so far.
 * The first two tell: the second begins with the whole first one, or it is a piece.
 */
final class GrowingText {

	/** The text so far, or null before the first message and where they are pieces. */
	private @Nullable String text;

	private boolean growing;

	private boolean pieces;

	/**
	 * Adds the text of a message.
	 * @param next the text, not empty
	 * @return what is new in it
	 */
	String add(String next) {
		String before = this.text;
		if (this.pieces) {
			return next;
		}
		if (before == null || isGrownFrom(before, next)) {
			this.growing = before != null;
			this.text = next;
			return (before != null) ? next.substring(before.length()) : next;
		}
		this.pieces = true;
		this.text = null;
		return next;
	}

	/**
	 * Digits and signs are no proof: a piece "1" may be followed by a piece "10".
	 */
	private boolean isGrownFrom(String before, String next) {
		return next.startsWith(before)
				&& (this.growing || (next.length() > before.length() && before.chars().anyMatch(Character::isLetter)));
	}

}
