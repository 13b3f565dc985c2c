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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Checks schemas against the endpoint's dialect. It was written from
 * docs/contract.md#tools alone, and shares no code with what it checks.
 */
final class DialectChecker {

	private static final Map<String, Set<String>> KEYS = Map.of("string",
			Set.of("enum", "minLength", "maxLength", "pattern", "format"), "number",
			Set.of("enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "integer",
			Set.of("enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "boolean",
			Set.of(), "array", Set.of("items"), "object", Set.of("properties", "required", "additionalProperties"));

	private static final Set<String> COMMON_KEYS = Set.of("type", "description", "default");

	private final List<String> violations = new ArrayList<>();

	private DialectChecker() {
	}

	/**
	 * Returns what the endpoint would refuse, each with its place; empty if nothing.
	 */
	static List<String> violations(JsonNode schema) {
		DialectChecker checker = new DialectChecker();
		checker.node(schema, "#");
		return checker.violations;
	}

	private void node(JsonNode node, String place) {
		if (!node.isObject()) {
			refuse(place, "is not an object");
			return;
		}
		if (node.isEmpty()) {
			return;
		}
		String type = node.path("type").isString() ? node.path("type").stringValue() : "";
		Set<String> keys = KEYS.get(type);
		if (keys == null) {
			refuse(place, "has no type of the dialect");
			return;
		}
		for (Map.Entry<String, JsonNode> entry : node.properties()) {
			String at = place + "/" + entry.getKey();
			if (entry.getValue().isNull()) {
				refuse(at, "is null");
			}
			else if (keys.contains(entry.getKey())) {
				value(type, entry.getKey(), entry.getValue(), at);
			}
			else if (!COMMON_KEYS.contains(entry.getKey())) {
				refuse(at, "is an unknown key");
			}
		}
		if (node.has("description") && !node.path("description").isString()) {
			refuse(place, "has a description that is no string");
		}
		if (node.path("properties").isObject()) {
			node.path("required").forEach((name) -> {
				if (!node.path("properties").has(name.asString(""))) {
					refuse(place, "requires a property that it does not have: " + name);
				}
			});
		}
	}

	private void value(String type, String key, JsonNode value, String at) {
		switch (key) {
			case "enum" -> values(type, value, at);
			case "minLength", "maxLength" -> {
				if (!isSafeInteger(value) || javaScriptNumber(value) < 0) {
					refuse(at, "is no length");
				}
			}
			case "pattern", "format" -> {
				if (!value.isString() || value.stringValue().isEmpty()) {
					refuse(at, "is no text");
				}
			}
			case "minimum", "maximum" -> {
				if (!isSafe(value)) {
					refuse(at, "is no number that JavaScript is sure of");
				}
			}
			case "exclusiveMinimum", "exclusiveMaximum" -> {
				if (!value.isBoolean() && !isSafe(value)) {
					refuse(at, "is no bound");
				}
			}
			case "multipleOf" -> {
				if (!isSafe(value) || javaScriptNumber(value) <= 0) {
					refuse(at, "is no divisor");
				}
			}
			case "items" -> node(value, at);
			case "properties" -> properties(value, at);
			case "required" -> required(value, at);
			case "additionalProperties" -> {
				if (!value.isBoolean()) {
					node(value, at);
				}
			}
			default -> refuse(at, "is not checked");
		}
	}

	private void values(String type, JsonNode values, String at) {
		if (!values.isArray()) {
			refuse(at, "is no array");
		}
		for (JsonNode value : values) {
			boolean accepted = switch (type) {
				case "string" -> value.isString() && !value.stringValue().isEmpty();
				case "integer" -> isSafeInteger(value);
				default -> isSafe(value);
			};
			if (!accepted) {
				refuse(at, "has a value that is no " + type + ": " + value);
			}
		}
	}

	private void properties(JsonNode properties, String at) {
		if (!properties.isObject()) {
			refuse(at, "is no object");
		}
		properties.properties().forEach((property) -> {
			// A JavaScript object loses the second one.
			if (property.getKey().isEmpty() || property.getKey().equals("__proto__")) {
				refuse(at, "has a property that cannot be named: '" + property.getKey() + "'");
			}
			node(property.getValue(), at + "/" + property.getKey());
		});
	}

	private void required(JsonNode required, String at) {
		Set<JsonNode> seen = new HashSet<>();
		if (!required.isArray()) {
			refuse(at, "is no array");
		}
		for (JsonNode name : required) {
			if (!name.isString() || name.stringValue().isEmpty() || !seen.add(name)) {
				refuse(at, "has an empty, repeated or wrongly typed name: " + name);
			}
		}
	}

	private static boolean isSafe(JsonNode value) {
		return value.isNumber() && Math.abs(javaScriptNumber(value)) <= 0x1.fffffffffffffp52;
	}

	private static boolean isSafeInteger(JsonNode value) {
		return isSafe(value) && javaScriptNumber(value) % 1 == 0;
	}

	private static double javaScriptNumber(JsonNode value) {
		return Double.parseDouble(value.asString());
	}

	private void refuse(String place, String reason) {
		this.violations.add(place + " " + reason);
	}

}
