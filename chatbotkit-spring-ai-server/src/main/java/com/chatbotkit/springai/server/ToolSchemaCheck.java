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
final class ToolSchemaCheck implements Check {

	// The platform refuses as well where its validator runs out of stack, at about 770.
	private static final int MAX_DEPTH = 400;

	private static final Check BOUND = Checks.either(NumberCheck.NUMBER, Checks.FLAG);

	private final List<Check> nodes = List.of(stringNode(), numberNode("number", NumberCheck.NUMBER),
			numberNode("integer", NumberCheck.INTEGER), node("boolean"), objectNode(), arrayNode(),
			ObjectCheck.closed());

	@Override
	public JsonNode check(JsonNode value, Place place) {
		if (!value.isObject()) {
			throw place.refuse("must be one of [object]");
		}
		for (Check node : this.nodes) {
			JsonNode checked = checkedOrNull(node, value, place);
			if (checked != null) {
				return checked;
			}
		}
		throw place.refuse("does not match any of the allowed types");
	}

	private static @Nullable JsonNode checkedOrNull(Check node, JsonNode value, Place place) {
		try {
			return node.check(value, place);
		}
		catch (Refusal refusal) {
			// Another kind of node may fit: the endpoint does not say which one came
			// closest.
			return null;
		}
	}

	private static ObjectCheck node(String type) {
		return ObjectCheck.closed()
			.required("type", Checks.oneOf(type))
			.optional("description", Checks.TEXT_OR_EMPTY)
			.optional("default", Checks.ANYTHING);
	}

	private static Check stringNode() {
		return node("string").optional("enum", ArrayCheck.of(Checks.TEXT))
			.optional("minLength", NumberCheck.LENGTH)
			.optional("maxLength", NumberCheck.LENGTH)
			.optional("pattern", Checks.TEXT)
			.optional("format", Checks.TEXT);
	}

	private static Check numberNode(String type, Check value) {
		return node(type).optional("enum", ArrayCheck.of(value))
			.optional("minimum", NumberCheck.NUMBER)
			.optional("maximum", NumberCheck.NUMBER)
			.optional("exclusiveMinimum", BOUND)
			.optional("exclusiveMaximum", BOUND)
			.optional("multipleOf", NumberCheck.POSITIVE);
	}

	private Check arrayNode() {
		return node("array").optional("items", this::nested);
	}

	private Check objectNode() {
		Check members = node("object").optional("properties", this::properties)
			.optional("required", ArrayCheck.of(Checks.TEXT))
			.optional("additionalProperties", Checks.either(Checks.FLAG, this::nested));
		return (value, place) -> {
			JsonNode checked = members.check(value, place);
			refuseOddNames(checked, place);
			return checked;
		};
	}

	private JsonNode nested(JsonNode value, Place place) {
		if (place.depth() > MAX_DEPTH) {
			throw place.refuse("exceeds maximum recursion depth supported by the runtime");
		}
		return check(value, place);
	}

	private JsonNode properties(JsonNode value, Place place) {
		ObjectNode checked = ObjectCheck.copy(value, place);
		for (String name : List.copyOf(checked.propertyNames())) {
			checked.set(name, nested(checked.get(name), place.key(name)));
		}
		return checked;
	}

	private static void refuseOddNames(JsonNode checked, Place place) {
		Set<String> seen = new HashSet<>();
		for (JsonNode name : checked.path("required")) {
			if (!seen.add(name.stringValue())) {
				throw place.key("required").refuse("contains a duplicate value");
			}
			if (checked.has("properties") && !checked.get("properties").has(name.stringValue())) {
				throw place.key("required").refuse("contains a name that is no property");
			}
		}
	}

}
