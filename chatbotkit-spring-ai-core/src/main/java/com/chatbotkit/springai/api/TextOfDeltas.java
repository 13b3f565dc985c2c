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

/**
 * Knows the text of all deltas of a stream by its length and hash, and finds what a
 * message adds to it.
 */
final class TextOfDeltas {

	private int length;

	private long hash;

	/**
	 * Adds the text of a delta.
	 */
	void add(String text) {
		this.hash = hash(this.hash, text, text.length());
		this.length += text.length();
	}

	/**
	 * Whether there was any text.
	 */
	boolean isPresent() {
		return this.length > 0;
	}

	/**
	 * Adds the text of a message.
	 * @return what follows the text so far in it, or an empty text if it does not begin
	 * with the text so far
	 */
	String addMessage(String text) {
		if (text.length() <= this.length || hash(0, text, this.length) != this.hash) {
			return "";
		}
		String rest = text.substring(this.length);
		add(rest);
		return rest;
	}

	private static long hash(long before, String text, int end) {
		long hash = before;
		for (int i = 0; i < end; i++) {
			hash = 31 * hash + text.charAt(i);
		}
		return hash;
	}

}
