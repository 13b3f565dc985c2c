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

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads a message's content in each shape that servers send: a string, or an array of
 * parts.
 */
final class ContentReader {

	/**
	 * Words in the type of a part that is not the answer: the thoughts of a model, and
	 * what a tool returned.
	 */
	private static final List<String> OTHER_TYPES = List.of("reasoning", "thinking", "thought", "tool_result",
			"function_response", "function_call_output");

	private final JsonTokens tokens;

	private @Nullable String notUnderstood;

	ContentReader(JsonTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads the next value.
	 * @return its text, or null for none
	 */
	@Nullable String next() {
		return value(this.tokens.next());
	}

	/**
	 * Reads the next value as a refusal. Some servers only say whether there is one.
	 * @return its text, or null for none
	 */
	@Nullable String nextRefusal() {
		JsonToken token = this.tokens.next();
		if (token == JsonToken.VALUE_TRUE) {
			notUnderstood("refusal");
		}
		return token.isBoolean() ? null : value(token);
	}

	/**
	 * Returns the name of the first value that came instead of text, or null.
	 */
	@Nullable String notUnderstood() {
		return this.notUnderstood;
	}

	/**
	 * Skips the next value, which is not text. If it is not empty, it may be what the
	 * server meant as the answer, so its name is remembered.
	 * @return true if the value is not empty
	 */
	boolean skipNext(String name) {
		boolean full = this.tokens.skipNextUnlessEmpty();
		if (full) {
			notUnderstood(name);
		}
		return full;
	}

	private @Nullable String value(JsonToken token) {
		if (token == JsonToken.START_ARRAY) {
			return parts();
		}
		return (token == JsonToken.START_OBJECT) ? part() : this.tokens.text(token, null);
	}

	private @Nullable String parts() {
		StringBuilder text = null;
		for (JsonToken token = this.tokens.next(); token != JsonToken.END_ARRAY; token = this.tokens.next()) {
			String part = value(token);
			if (part != null) {
				text = (text != null) ? text : new StringBuilder();
				text.append(part);
			}
		}
		return (text != null) ? text.toString() : null;
	}

	/**
	 * Reads an object: {@code {"type": "text", "text": "…"}}, where the text may stand
	 * under other names and be an object itself.
	 */
	private @Nullable String part() {
		String type = null;
		String text = null;
		boolean thought = false;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "type" -> type = this.tokens.nextText(null);
				case "thought" -> thought = Boolean.parseBoolean(this.tokens.nextText(null));
				case "text", "value", "content", "parts", "refusal", "transcript" -> {
					String inner = next();
					text = (text != null) ? text : inner;
				}
				default -> this.tokens.skipNext();
			}
		}
		if (text == null || thought || (type != null && isOfOtherType(type))) {
			notUnderstood((type != null) ? type : (thought ? "a thought" : "an object"));
			return null;
		}
		return text;
	}

	private static boolean isOfOtherType(String type) {
		String lower = type.toLowerCase(Locale.ROOT);
		return OTHER_TYPES.stream().anyMatch(lower::contains);
	}

	/**
	 * Remembers what came instead of text.
	 */
	void notUnderstood(String what) {
		if (this.notUnderstood == null) {
			this.notUnderstood = what;
		}
	}

}
