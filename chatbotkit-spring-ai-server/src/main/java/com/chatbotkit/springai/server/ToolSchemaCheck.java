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
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rule for a tool's parameters: the dialect of JSON Schema that the endpoint accepts.
 */
final class ToolSchemaCheck implements ValueCheck {

	// The platform refuses as well where its validator runs out of stack, at about 770.
	private static final int MAX_DEPTH = 400;

	private static final ValueCheck BOUND = ValueChecks.either(NumberCheck.NUMBER, ValueChecks.FLAG);

	private final List<ValueCheck> nodes = List.of(stringNode(), numberNode("number", NumberCheck.NUMBER),
			numberNode("integer", NumberCheck.INTEGER), node("boolean"), objectNode(), arrayNode(),
			ObjectCheck.closed());

	@Override
	public JsonNode check(JsonNode value, BodyPath path) {
		if (!value.isObject()) {
			throw path.refuse("must be one of [object]");
		}
		for (ValueCheck node : this.nodes) {
			JsonNode checked = checkedOrNull(node, value, path);
			if (checked != null) {
				return checked;
			}
		}
		throw path.refuse("does not match any of the allowed types");
	}

	private static @Nullable JsonNode checkedOrNull(ValueCheck node, JsonNode value, BodyPath path) {
		try {
			return node.check(value, path);
		}
		catch (InvalidValueException refusal) {
			// Another kind of node may fit: the endpoint does not say which one came
			// closest.
			return null;
		}
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
		return check(value, path);
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
