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
 * Converts strings in a call's arguments to the types that the tool's schema requires.
 * The endpoint's dialect can declare a union only as a string, so the model sends
 * {@code "1"}; it becomes {@code 1} if the schema accepts the number and not the string.
 * <p>
 * A value stays as it was written if the schema accepts it as it is, or does not accept
 * the converted value either.
 */
final class ArgumentTypes {

	private final SchemaValidator check;

	private final IdentityHashMap<JsonValue, IdentityHashMap<JsonNode, JsonValue>> known = new IdentityHashMap<>();

	private ArgumentTypes(SchemaValidator check) {
		this.check = check;
	}

	/**
	 * Returns the arguments with each value in the type that the schema requires.
	 * @param inputSchema the tool's own schema, before it was lowered
	 * @param wrapped whether the tool's input is not an object
	 */
	static String restore(String arguments, InputSchema inputSchema, boolean wrapped) {
		JsonValue value = JsonValue.read(arguments);
		if (value == null || !(value.isObject() || wrapped) || !mayNeedConversion(value)) {
			return arguments;
		}
		JsonNode schema = inputSchema.parse();
		SchemaValidator check = new SchemaValidator(new SchemaReferences(schema), arguments.length());
		JsonValue restored = value;
		JsonValue before;
		// A converted value may fulfil a condition that stands before its conversion.
		do {
			before = restored;
			restored = new ArgumentTypes(check).restore(before, schema);
		}
		while (restored != before && !check.isExhausted());
		return (restored == value || check.isExhausted()) ? arguments : restored.text();
	}

	// Whether a string may contain a value of another type.
	private static boolean mayNeedConversion(JsonValue value) {
		String text = value.string();
		if (text == null) {
			return value.members().stream().anyMatch((member) -> mayNeedConversion(member.value()));
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
			restored = convert(value, schema);
			ofValue.put(schema, restored);
		}
		return restored;
	}

	private JsonValue convert(JsonValue value, JsonNode schema) {
		JsonValue converted = applicators(value, schema);
		if (converted != value && this.check.accepts(converted, schema)) {
			return converted;
		}
		JsonValue parsed = (value.string() != null) ? JsonValue.read(value.string()) : null;
		if (parsed != null && parsed.string() == null) {
			JsonValue restored = restore(parsed, schema);
			if (this.check.accepts(restored, schema)) {
				return restored;
			}
		}
		return converted;
	}

	private JsonValue applicators(JsonValue value, JsonNode schema) {
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
		// No branch accepts the value. If only one has its type, its other members may
		// still be converted.
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
