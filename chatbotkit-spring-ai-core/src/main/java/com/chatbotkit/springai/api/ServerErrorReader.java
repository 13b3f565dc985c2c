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
import tools.jackson.core.JsonToken;

/**
 * Reads the value of an {@code error} property: an object, a string, or a list of them.
 */
final class ServerErrorReader {

	private final JsonTokens tokens;

	private boolean full;

	ServerErrorReader(JsonTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads the next value.
	 * @return the error, or null if the value is null or false
	 */
	@Nullable ServerError next() {
		this.full = false;
		return value(this.tokens.next());
	}

	/**
	 * Whether the value just read is a real error. Some servers send an empty one with
	 * each response.
	 */
	boolean isFull() {
		return this.full;
	}

	private @Nullable ServerError value(JsonToken token) {
		if (token == JsonToken.START_OBJECT) {
			return object();
		}
		if (token == JsonToken.START_ARRAY) {
			return list();
		}
		if (token == JsonToken.VALUE_NULL || token == JsonToken.VALUE_FALSE) {
			return null;
		}
		return found(new ServerError(this.tokens.text(token, null), null, null));
	}

	/**
	 * Returns the first error of a list that is not empty.
	 */
	private ServerError list() {
		ServerError first = new ServerError(null, null, null);
		for (JsonToken token = this.tokens.next(); token != JsonToken.END_ARRAY; token = this.tokens.next()) {
			ServerError error = value(token);
			first = (first.isEmpty() && error != null) ? error : first;
		}
		return first;
	}

	private ServerError object() {
		String message = null;
		String type = null;
		String code = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "message" -> message = this.tokens.nextText(null);
				case "type" -> type = this.tokens.nextText(null);
				case "code" -> code = this.tokens.nextText(null);
				default -> this.full |= this.tokens.skipNextUnlessEmpty();
			}
		}
		return found(new ServerError(message, type, code));
	}

	private ServerError found(ServerError error) {
		this.full |= !error.isEmpty();
		return error;
	}

}
