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
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tests for {@link SchemaLowering} with thousands of random schemas: what holds for each.
 */
@Tag("once")
class SchemaLoweringPropertyTests {

	private static final int SCHEMAS = 5_000;

	private static final List<String> SCHEMA_KEYWORDS = List.of("items", "additionalProperties", "not", "contains",
			"propertyNames");

	private static final List<String> LIST_KEYWORDS = List.of("anyOf", "oneOf", "allOf", "prefixItems");

	private static final List<String> MAP_KEYWORDS = List.of("properties", "patternProperties", "dependentSchemas");

	private final RandomSchemas schemas = new RandomSchemas(20261122);

	@Test
	void everySchemaIsLoweredIntoTheDialectOnceAndForAll() {
		for (int i = 0; i < SCHEMAS; i++) {
			ObjectNode schema = this.schemas.next();
			String text = schema.toString();
			ObjectNode lowered = LoweredSchemas.lower(text);
			check(DialectChecker.violations(lowered).isEmpty(), "is in the dialect", text);
			check(lowered.path("type").asString("").equals("object"), "is an object", text);
			check(lowered.path("properties").isObject(), "has properties", text);
			check(LoweredSchemas.lower(text).equals(lowered), "is the same each time", text);
			check(LoweredSchemas.lower(lowered.toString()).equals(lowered), "is not lowered further", text);
			checkRequired(schema, lowered, text);
		}
	}

	@Test
	void noDescriptionIsLost() {
		for (int i = 0; i < SCHEMAS; i++) {
			ObjectNode schema = this.schemas.next();
			if (schema.toString().contains("false")) {
				// What never fits makes impossible what stands beside it, words included.
				continue;
			}
			List<String> descriptions = new ArrayList<>();
			describe(schema, descriptions);
			String text = schema.toString();
			String lowered = LoweredSchemas.lower(text).toString();
			for (String description : descriptions) {
				check(lowered.contains(description), "says " + description, text);
			}
		}
	}

	private static void describe(JsonNode node, List<String> descriptions) {
		if (!(node instanceof ObjectNode schema)) {
			return;
		}
		String description = "D" + descriptions.size() + ".";
		descriptions.add(description);
		schema.put("description", description);
		SCHEMA_KEYWORDS.forEach((keyword) -> describe(schema.path(keyword), descriptions));
		LIST_KEYWORDS.stream()
			.map(schema::path)
			.filter(JsonNode::isArray)
			.forEach((list) -> list.forEach((one) -> describe(one, descriptions)));
		MAP_KEYWORDS.stream()
			.map(schema::path)
			.filter(JsonNode::isObject)
			.forEach((map) -> map.forEach((one) -> describe(one, descriptions)));
	}

	private static void checkRequired(JsonNode schema, JsonNode lowered, String text) {
		boolean listed = schema.has("enum") || schema.has("const");
		if (!schema.path("type").asString("").equals("object") || listed) {
			return;
		}
		JsonNode properties = schema.path("properties");
		for (JsonNode name : schema.path("required")) {
			if (schema.path("required").isArray() && name.isString() && properties.has(name.asString())) {
				boolean sayable = !name.asString().isEmpty() && !name.asString().equals("__proto__");
				boolean required = lowered.path("required").values().contains(name);
				check(!sayable || required, "requires what was required", text);
			}
		}
		for (Map.Entry<String, JsonNode> property : properties.properties()) {
			JsonNode child = lowered.path("properties").path(property.getKey());
			if (child.path("type").asString("").equals("object")) {
				checkRequired(property.getValue(), child, text);
			}
		}
	}

	private static void check(boolean holds, String fact, String schema) {
		if (!holds) {
			throw new AssertionError("Not true that the lowered schema " + fact + ": " + schema);
		}
	}

}
