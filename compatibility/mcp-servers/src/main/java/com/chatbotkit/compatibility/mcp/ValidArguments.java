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

package com.chatbotkit.compatibility.mcp;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes arguments that a schema accepts: all that is required, and nothing else.
 */
final class ValidArguments {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final JsonNode root;

	ValidArguments(JsonNode root) {
		this.root = root;
	}

	ObjectNode make() {
		return object(this.root, 0);
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = NODES.objectNode();
		schema.path("required")
			.forEach((name) -> object.set(name.asString(),
					value(schema.path("properties").path(name.asString()), depth + 1)));
		return object;
	}

	private JsonNode value(JsonNode schema, int depth) {
		if (schema.has("const")) {
			return schema.get("const");
		}
		if (schema.has("default")) {
			return schema.get("default");
		}
		if (schema.path("enum").size() > 0) {
			return schema.get("enum").get(0);
		}
		if (schema.has("$ref") && depth < 12) {
			return value(this.root.at(schema.get("$ref").asString().substring(1)), depth + 1);
		}
		for (String union : new String[] { "anyOf", "oneOf", "allOf" }) {
			if (schema.path(union).size() > 0) {
				return value(schema.get(union).get(0), depth + 1);
			}
		}
		JsonNode type = schema.path("type").isArray() ? schema.get("type").get(0) : schema.path("type");
		return switch (type.asString("string")) {
			case "object" -> object(schema, depth);
			case "array" -> {
				var array = NODES.arrayNode();
				for (int item = 0; item < schema.path("minItems").asInt(0); item++) {
					array.add(value(schema.path("items"), depth + 1));
				}
				yield array;
			}
			case "integer", "number" -> NODES
				.numberNode(Math.max(schema.path("minimum").asInt(1), schema.path("exclusiveMinimum").asInt(0) + 1));
			case "boolean" -> NODES.booleanNode(true);
			case "null" -> NODES.nullNode();
			default -> NODES.stringNode(text(schema));
		};
	}

	private static String text(JsonNode schema) {
		return switch (schema.path("format").asString("")) {
			case "date-time" -> "2026-12-01T09:00:00Z";
			case "date" -> "2026-12-01";
			case "uri", "url" -> "https://example.com/";
			case "email" -> "ada@example.com";
			case "uuid" -> "123e4567-e89b-12d3-a456-426614174000";
			default -> "a".repeat(Math.max(1, schema.path("minLength").asInt(1)));
		};
	}

}
