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
 * Where in the body a value stands.
 */
record Place(@Nullable Place parent, String step, int depth) {

	static final Place ROOT = new Place(null, "", 0);

	Place key(String key) {
		return new Place(this, (this.depth == 0) ? key : "." + key, this.depth + 1);
	}

	Place index(int index) {
		return new Place(this, "[" + index + "]", this.depth + 1);
	}

	Refusal refuse(String reason) {
		return new Refusal(this, reason);
	}

	/** The name of the value in the platform's sentences. */
	String label() {
		return (this.parent != null) ? path() : "value";
	}

	private String path() {
		StringBuilder path = new StringBuilder();
		for (Place place = this; place != null; place = place.parent) {
			path.insert(0, place.step);
		}
		return path.toString();
	}

}
