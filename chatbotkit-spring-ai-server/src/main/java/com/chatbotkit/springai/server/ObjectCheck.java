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

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks an object: first its known keys in order, then the unknown ones.
 */
record ObjectCheck(Map<String, Field> fields, boolean lenient) implements ValueCheck {

	/**
	 * Creates a rule that refuses unknown keys.
	 */
	static ObjectCheck closed() {
		return new ObjectCheck(Map.of(), false);
	}

	/**
	 * Creates a rule that allows unknown keys.
	 */
	static ObjectCheck open() {
		return new ObjectCheck(Map.of(), true);
	}

	ObjectCheck required(String key, ValueCheck check) {
		return with(key, new Field(check, true));
	}

	ObjectCheck optional(String key, ValueCheck check) {
		return with(key, new Field(check, false));
	}

	private ObjectCheck with(String key, Field field) {
		Map<String, Field> more = new LinkedHashMap<>(this.fields);
		more.put(key, field);
		return new ObjectCheck(more, this.lenient);
	}

	@Override
	public JsonNode check(JsonNode value, BodyPath path) {
		ObjectNode checked = copy(value, path);
		this.fields.forEach((key, field) -> {
			JsonNode member = checked.get(key);
			if (member != null) {
				checked.set(key, field.check().check(member, path.key(key)));
			}
			else if (field.required()) {
				throw path.key(key).refuse("is required");
			}
		});
		if (!this.lenient) {
			refuseUnknown(checked, path);
		}
		return checked;
	}

	/**
	 * Returns a copy of a value that must be an object.
	 */
	static ObjectNode copy(JsonNode value, BodyPath path) {
		if (!value.isObject()) {
			throw path.refuse("must be of type object");
		}
		ObjectNode copy = JsonNodeFactory.instance.objectNode();
		value.forEachEntry((key, member) -> {
			// Assigning this key in JavaScript sets the prototype, and adds no property.
			if (!key.equals("__proto__")) {
				copy.set(key, member);
			}
		});
		return copy;
	}

	private void refuseUnknown(ObjectNode checked, BodyPath path) {
		for (String key : checked.propertyNames()) {
			if (!this.fields.containsKey(key)) {
				throw path.key(key).refuse("is not allowed");
			}
		}
	}

	record Field(ValueCheck check, boolean required) {
	}

}
