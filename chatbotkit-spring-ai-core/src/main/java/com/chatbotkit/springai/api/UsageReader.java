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
 * Reads the value of a {@code usage} property.
 */
final class UsageReader {

	private final JsonTokens tokens;

	UsageReader(JsonTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads the next value.
	 * @return the usage, or null if the value is not an object or has no number
	 */
	ChatCompletion.@Nullable Usage next() {
		if (!this.tokens.nextIsObject()) {
			return null;
		}
		Long prompt = null;
		Long completion = null;
		Long total = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "prompt_tokens" -> prompt = this.tokens.nextNumber();
				case "completion_tokens" -> completion = this.tokens.nextNumber();
				case "total_tokens" -> total = this.tokens.nextNumber();
				default -> this.tokens.skipNext();
			}
		}
		boolean known = prompt != null || completion != null || total != null;
		return known ? ChatCompletion.Usage.of(prompt, completion, total) : null;
	}

}
