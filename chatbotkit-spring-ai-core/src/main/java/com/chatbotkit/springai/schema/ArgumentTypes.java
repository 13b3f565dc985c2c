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

package com.chatbotkit.springai.schema;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Gives the values of a call's arguments back the kind that the tool's schema asks for,
 * where the endpoint's dialect could only say "text": {@code "1"} becomes {@code 1} if
 * the schema accepts that number and not that text.
 * <p>
 * What the schema accepts as it is, and what it does not accept either way, stays as it
 * was written.
 */
final class ArgumentTypes {

	private final SchemaValidator check;

	private final IdentityHashMap<JsonValue, IdentityHashMap<JsonNode, JsonValue>> known = new IdentityHashMap<>();

	private ArgumentTypes(SchemaValidator check) {
		this.check = check;
	}

	/**
	 * Returns the arguments with each value of the kind that it has to be.
	 * @param inputSchema the tool's own schema, as it was before it was lowered
	 * @param wrapped whether the tool takes something else than an object
	 */
	static String restore(String arguments, InputSchema inputSchema, boolean wrapped) {
		JsonValue value = JsonValue.read(arguments);
		if (value == null || !(value.isObject() || wrapped) || !hasOtherKind(value)) {
			return arguments;
		}
		JsonNode schema = inputSchema.parse();
		SchemaValidator check = new SchemaValidator(new SchemaReferences(schema), arguments.length());
		JsonValue restored = new ArgumentTypes(check).restore(value, schema);
		return (restored == value || check.isExhausted()) ? arguments : restored.text();
	}

	// Whether there is a text that may stand for something else.
	private static boolean hasOtherKind(JsonValue value) {
		String text = value.string();
		if (text == null) {
			return value.members().stream().anyMatch((member) -> hasOtherKind(member.value()));
		}
		String start = text.stripLeading();
		return !start.isEmpty() && "-0123456789tfn{[".indexOf(start.charAt(0)) >= 0;
	}

	private JsonValue restore(JsonValue value, JsonNode schema) {
		if (!schema.isObject() || this.check.accepts(value, schema)) {
			return value;
		}
		IdentityHashMap<JsonNode, JsonValue> ofValue = this.known.computeIfAbsent(value,
				(key) -> new IdentityHashMap<>());
		JsonValue restored = ofValue.get(schema);
		if (restored == null) {
			ofValue.put(schema, value);
			restored = anew(value, schema);
			ofValue.put(schema, restored);
		}
		return restored;
	}

	private JsonValue anew(JsonValue value, JsonNode schema) {
		JsonValue inside = parts(value, schema);
		if (inside != value && this.check.accepts(inside, schema)) {
			return inside;
		}
		JsonValue meant = (value.string() != null) ? JsonValue.read(value.string()) : null;
		if (meant != null && meant.string() == null) {
			JsonValue restored = restore(meant, schema);
			if (this.check.accepts(restored, schema)) {
				return restored;
			}
		}
		return inside;
	}

	private JsonValue parts(JsonValue value, JsonNode schema) {
		JsonValue restored = members(value, schema);
		for (String keyword : SchemaReferences.KEYWORDS) {
			JsonNode target = this.check.target(schema, keyword);
			restored = (target != null) ? restore(restored, target) : restored;
		}
		for (JsonNode part : list(schema.path("allOf"))) {
			restored = restore(restored, part);
		}
		for (String keyword : List.of("anyOf", "oneOf")) {
			restored = alternatives(restored, list(schema.path(keyword)));
		}
		if (schema.has("if")) {
			restored = restore(restored,
					schema.path(this.check.accepts(restored, schema.path("if")) ? "then" : "else"));
		}
		return restored;
	}

	private JsonValue alternatives(JsonValue value, List<JsonNode> branches) {
		for (JsonNode branch : branches) {
			if (this.check.accepts(value, branch)) {
				return value;
			}
		}
		for (JsonNode branch : branches) {
			JsonValue restored = restore(value, branch);
			if (this.check.accepts(restored, branch)) {
				return restored;
			}
		}
		// Something else is wrong with it: the rest may still be right.
		List<JsonNode> possible = branches.stream()
			.filter((branch) -> SchemaValidator.allowsType(branch, value))
			.toList();
		return (possible.size() == 1) ? restore(value, possible.get(0)) : value;
	}

	private JsonValue members(JsonValue value, JsonNode schema) {
		if (value.members().isEmpty()) {
			return value;
		}
		List<JsonValue> restored = new ArrayList<>(value.members().size());
		for (JsonValue.Member member : value.members()) {
			JsonNode own = value.isObject() ? SchemaValidator.ofMember(member.name(), schema)
					: SchemaValidator.ofItem(restored.size(), schema);
			restored.add(restore(member.value(), own));
		}
		return value.with(restored);
	}

	private static List<JsonNode> list(JsonNode schemas) {
		return schemas.isArray() ? List.copyOf(schemas.values()) : List.of();
	}

}
