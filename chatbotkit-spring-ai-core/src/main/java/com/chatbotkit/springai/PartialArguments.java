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

package com.chatbotkit.springai;

import org.jspecify.annotations.Nullable;

/**
 * Joins the arguments of a tool call from their fragments, and decides what may follow.
 * <p>
 * It reads each fragment once, because reading all arguments again with each fragment
 * would take quadratic time.
 */
final class PartialArguments {

	private static final String NULL = "null";

	private static final String NONE = "{}";

	private final StringBuilder json = new StringBuilder();

	/** Number of open brackets, outside of strings. */
	private int depth;

	/** Whether there was any bracket. */
	private boolean opened;

	/** Whether the arguments begin with a string. */
	private boolean string;

	/** The last character outside of strings that is not white space, or 0. */
	private char lastCharacter;

	private boolean inString;

	private boolean escaped;

	/**
	 * Whether a fragment begins an object.
	 */
	static boolean startsObject(@Nullable String fragment) {
		return fragment != null && fragment.stripLeading().startsWith("{");
	}

	/**
	 * Whether a fragment begins an object that replaces an empty one, or null.
	 */
	boolean isReplacedBy(@Nullable String fragment) {
		return (NONE.contentEquals(this.json) || NULL.contentEquals(this.json)) && startsObject(fragment);
	}

	void append(String fragment) {
		if (isReplacedBy(fragment)) {
			this.json.setLength(0);
		}
		this.json.append(fragment);
		for (int i = 0; i < fragment.length(); i++) {
			char c = fragment.charAt(i);
			if (this.escaped) {
				this.escaped = false;
			}
			else if (this.inString) {
				this.escaped = c == '\\';
				this.inString = c != '"';
			}
			else if (c == '"') {
				this.string |= this.lastCharacter == 0;
				this.inString = true;
			}
			else if (c == '{' || c == '[') {
				this.depth++;
				this.opened = true;
			}
			else if (c == '}' || c == ']') {
				this.depth--;
			}
			if (!this.inString && c > ' ') {
				this.lastCharacter = c;
			}
		}
	}

	boolean isEmpty() {
		return this.json.isEmpty();
	}

	/**
	 * Whether the arguments are a complete object or array, or {@code null}, which some
	 * servers send for no arguments.
	 */
	boolean isComplete() {
		return this.depth == 0 && !this.inString && (this.opened || NULL.contentEquals(this.json));
	}

	/**
	 * Whether an object, an array or a string has not ended.
	 */
	boolean isOpen() {
		return this.depth > 0 || this.inString;
	}

	/**
	 * Whether an object may follow as a value.
	 */
	boolean acceptsObject() {
		return this.inString || this.lastCharacter == ':' || this.lastCharacter == ',' || this.lastCharacter == '[';
	}

	/**
	 * Whether the arguments are a complete string, in which some bots write an object.
	 */
	boolean isWholeString() {
		return this.string && this.depth == 0 && !this.inString;
	}

	/**
	 * Returns the arguments so far, as they were written.
	 */
	@Override
	public String toString() {
		return this.json.toString();
	}

}
