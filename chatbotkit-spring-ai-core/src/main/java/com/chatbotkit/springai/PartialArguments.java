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

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Joins the arguments of a tool call from their fragments, and decides what may follow.
 * <p>
 * It reads each fragment once, because reading all arguments again with each fragment
 * would take quadratic time.
 */
final class PartialArguments {

	/** The empty objects and nulls of servers, without blanks. */
	private static final Set<String> NONE = Set.of("{}", "null");

	/** Longer arguments are no empty object, however it is written. */
	private static final int LONGEST_NONE = 16;

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

	/** Whether each fragment repeats all arguments so far. */
	private boolean growing;

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
		return startsObject(fragment) && NONE.contains(withoutBlanks());
	}

	/**
	 * Whether a fragment repeats all arguments so far, as some servers write each. It is
	 * proved where the arguments would be broken if the fragment were their next part.
	 */
	boolean isGrownTo(@Nullable String fragment) {
		int length = this.json.length();
		return fragment != null && startsObject(fragment) && length > 0 && length <= fragment.length()
				&& (this.growing || (isOpen() && length < fragment.length() && !isAtValue()))
				&& fragment.startsWith(this.json.toString());
	}

	void append(String fragment) {
		boolean grown = isGrownTo(fragment);
		if (grown || isReplacedBy(fragment)) {
			clear();
		}
		this.growing = grown || (this.growing && !StringUtils.hasText(fragment));
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

	/**
	 * Whether they are the beginning of others.
	 */
	boolean isBeginningOf(@Nullable String whole) {
		int length = this.json.length();
		return whole != null && length <= whole.length() && whole.startsWith(this.json.toString());
	}

	/**
	 * Whether they are none, and others are some.
	 */
	boolean isNoneUnlike(@Nullable String whole) {
		return StringUtils.hasText(whole) && NONE.contains(withoutBlanks()) && !NONE.contains(withoutBlanks(whole));
	}

	void clear() {
		this.json.setLength(0);
		this.depth = 0;
		this.opened = false;
		this.string = false;
		this.lastCharacter = 0;
		this.inString = false;
		this.escaped = false;
	}

	int length() {
		return this.json.length();
	}

	boolean isEmpty() {
		return this.json.isEmpty();
	}

	boolean hasText() {
		return StringUtils.hasText(this.json);
	}

	private String withoutBlanks() {
		return withoutBlanks(this.json);
	}

	private static String withoutBlanks(CharSequence json) {
		return (json.length() <= LONGEST_NONE) ? StringUtils.trimAllWhitespace(json.toString()) : "";
	}

	/**
	 * Whether the arguments are a complete object or array, or {@code null}, which some
	 * servers send for no arguments.
	 */
	boolean isComplete() {
		return this.depth == 0 && !this.inString && (this.opened || NONE.contains(withoutBlanks()));
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
		return this.inString || isAtValue();
	}

	private boolean isAtValue() {
		return !this.inString && (this.lastCharacter == ':' || this.lastCharacter == ',' || this.lastCharacter == '[');
	}

	/**
	 * Whether a fragment begins another object, which cannot be a part of these
	 * arguments.
	 * @param named whether it has a name
	 */
	boolean isFollowedBy(@Nullable String fragment, boolean named) {
		return startsObject(fragment) && !acceptsObject() && (this.depth > 0 || (named && !isBlank()));
	}

	private boolean isBlank() {
		return this.lastCharacter == 0;
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
