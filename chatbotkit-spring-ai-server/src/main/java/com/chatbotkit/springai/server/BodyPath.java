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

package com.chatbotkit.springai.server;

import org.jspecify.annotations.Nullable;

/**
 * The path to a value in the request body, for error messages.
 */
record BodyPath(@Nullable BodyPath parent, String step, int depth) {

	static final BodyPath ROOT = new BodyPath(null, "", 0);

	BodyPath key(String key) {
		return new BodyPath(this, (this.depth == 0) ? key : "." + key, this.depth + 1);
	}

	BodyPath index(int index) {
		return new BodyPath(this, "[" + index + "]", this.depth + 1);
	}

	InvalidValueException refuse(String reason) {
		return new InvalidValueException(this, reason);
	}

	/**
	 * Returns the name of the value in the platform's error messages.
	 */
	String label() {
		return (this.parent != null) ? path() : "value";
	}

	private String path() {
		StringBuilder text = new StringBuilder();
		for (BodyPath path = this; path != null; path = path.parent) {
			text.insert(0, path.step);
		}
		return text.toString();
	}

}
