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

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Checks an array: its minimum size, and each item by the same rule.
 */
record ArrayCheck(ValueCheck items, int minimum) implements ValueCheck {

	static ArrayCheck of(ValueCheck items) {
		return new ArrayCheck(items, 0);
	}

	static ArrayCheck notEmpty(ValueCheck items) {
		return new ArrayCheck(items, 1);
	}

	@Override
	public JsonNode check(JsonNode value, BodyPath path) {
		if (!value.isArray()) {
			throw path.refuse("must be an array");
		}
		ArrayNode checked = JsonNodeFactory.instance.arrayNode(value.size());
		for (int i = 0; i < value.size(); i++) {
			checked.add(this.items.check(value.get(i), path.index(i)));
		}
		if (checked.size() < this.minimum) {
			throw path.refuse("must contain at least " + this.minimum + " items");
		}
		return checked;
	}

}
