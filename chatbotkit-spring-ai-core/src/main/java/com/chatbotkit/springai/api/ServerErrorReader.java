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
 * Reads the value of an {@code error} property: an object or a string.
 */
final class ServerErrorReader {

	private final JsonTokens tokens;

	ServerErrorReader(JsonTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads the next value.
	 * @return the error, or null if the value is null
	 */
	@Nullable ServerError next() {
		JsonToken token = this.tokens.next();
		if (token != JsonToken.START_OBJECT) {
			String message = this.tokens.text(token, null);
			return (message != null || token != JsonToken.VALUE_NULL) ? new ServerError(message, null, null) : null;
		}
		String message = null;
		String type = null;
		String code = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "message" -> message = this.tokens.nextText(null);
				case "type" -> type = this.tokens.nextText(null);
				case "code" -> code = this.tokens.nextText(null);
				default -> this.tokens.skipNext();
			}
		}
		return new ServerError(message, type, code);
	}

}
