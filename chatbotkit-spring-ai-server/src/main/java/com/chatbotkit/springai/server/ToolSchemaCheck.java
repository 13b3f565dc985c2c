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

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the parameters of a tool: they must be in the dialect of JSON Schema that the
 * endpoint accepts.
 */
final class ToolSchemaCheck implements ValueCheck {

	// The platform refuses a depth of about 770, where its validator overflows the stack.
	private static final int MAX_DEPTH = 400;

	private static final List<String> TYPES = List.of("string", "number", "integer", "boolean", "object", "array");

	private static final ValueCheck BOUND = ValueChecks.either(NumberCheck.NUMBER, ValueChecks.FLAG);

	private final Map<String, ValueCheck> nodes = Map.of("string", stringNode(), "number",
			numberNode("number", NumberCheck.NUMBER), "integer", numberNode("integer", NumberCheck.INTEGER), "boolean",
			node("boolean"), "object", objectNode(), "array", arrayNode());

	@Override
	public JsonNode check(JsonNode value, BodyPath path) {
		if (!value.isObject()) {
			throw path.refuse("must be one of [object]");
		}
		try {
			return checkNode(value, path);
		}
		catch (InvalidValueException reason) {
			// The platform tries each type, and does not report why the intended one does
			// not match.
			throw path.refuse("does not match any of the allowed types");
		}
	}

	/**
	 * Returns the exact reason, which the platform does not report, or null if the schema
	 * is valid.
	 */
	@Nullable String reason(JsonNode value, BodyPath path) {
		try {
			checkNode(value, path);
			return null;
		}
		catch (InvalidValueException reason) {
			return reason.getMessage();
		}
	}

	private JsonNode checkNode(JsonNode value, BodyPath path) {
		ObjectNode copy = ObjectCheck.copy(value, path);
		if (copy.isEmpty()) {
			return copy;
		}
		JsonNode type = copy.get("type");
		if (type == null) {
			throw path.refuse("has no type, but " + copy.propertyNames().iterator().next());
		}
		ValueCheck node = type.isString() ? this.nodes.get(type.stringValue()) : null;
		if (node == null) {
			throw path.key("type").refuse("must be one of " + TYPES);
		}
		return node.check(copy, path);
	}

	private static ObjectCheck node(String type) {
		return ObjectCheck.closed()
			.required("type", ValueChecks.oneOf(type))
			.optional("description", ValueChecks.TEXT_OR_EMPTY)
			.optional("default", ValueChecks.ANYTHING);
	}

	private static ValueCheck stringNode() {
		return node("string").optional("enum", ArrayCheck.of(ValueChecks.TEXT))
			.optional("minLength", NumberCheck.LENGTH)
			.optional("maxLength", NumberCheck.LENGTH)
			.optional("pattern", ValueChecks.TEXT)
			.optional("format", ValueChecks.TEXT);
	}

	private static ValueCheck numberNode(String type, ValueCheck value) {
		return node(type).optional("enum", ArrayCheck.of(value))
			.optional("minimum", NumberCheck.NUMBER)
			.optional("maximum", NumberCheck.NUMBER)
			.optional("exclusiveMinimum", BOUND)
			.optional("exclusiveMaximum", BOUND)
			.optional("multipleOf", NumberCheck.POSITIVE);
	}

	private ValueCheck arrayNode() {
		return node("array").optional("items", this::nested);
	}

	private ValueCheck objectNode() {
		ValueCheck members = node("object").optional("properties", this::properties)
			.optional("required", ArrayCheck.of(ValueChecks.TEXT))
			.optional("additionalProperties", ValueChecks.either(ValueChecks.FLAG, this::nested));
		return (value, path) -> {
			JsonNode checked = members.check(value, path);
			refuseOddNames(checked, path);
			return checked;
		};
	}

	private JsonNode nested(JsonNode value, BodyPath path) {
		if (path.depth() > MAX_DEPTH) {
			throw path.refuse("exceeds maximum recursion depth supported by the runtime");
		}
		return checkNode(value, path);
	}

	private JsonNode properties(JsonNode value, BodyPath path) {
		ObjectNode checked = ObjectCheck.copy(value, path);
		for (String name : List.copyOf(checked.propertyNames())) {
			checked.set(name, nested(checked.get(name), path.key(name)));
		}
		return checked;
	}

	private static void refuseOddNames(JsonNode checked, BodyPath path) {
		Set<String> seen = new HashSet<>();
		for (JsonNode name : checked.path("required")) {
			if (!seen.add(name.stringValue())) {
				throw path.key("required").refuse("contains a duplicate value");
			}
			if (checked.has("properties") && !checked.get("properties").has(name.stringValue())) {
				throw path.key("required").refuse("contains a name that is no property");
			}
		}
	}

}
