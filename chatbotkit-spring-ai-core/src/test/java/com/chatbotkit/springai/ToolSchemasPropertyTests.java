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

package com.chatbotkit.springai;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolSchemas} with thousands of random schemas: what holds for each.
 */
class ToolSchemasPropertyTests {

	private static final int SCHEMAS = 30_000;

	private final RandomSchemas schemas = new RandomSchemas(20261122);

	@Test
	void everySchemaIsLoweredIntoTheDialectOnceAndForAll() {
		for (int i = 0; i < SCHEMAS; i++) {
			ObjectNode schema = this.schemas.next();
			String text = schema.toString();
			ObjectNode lowered = ToolSchemas.lower(text);
			assertThat(DialectChecker.violations(lowered)).as(text).isEmpty();
			assertThat(lowered.path("type").asString("")).as(text).isEqualTo("object");
			assertThat(lowered.path("properties").isObject()).as(text).isTrue();
			assertThat(ToolSchemas.lower(text).toString()).as("again: %s", text).isEqualTo(lowered.toString());
			assertThat(ToolSchemas.lower(lowered.toString()).toString()).as("twice: %s", text)
				.isEqualTo(lowered.toString());
			assertRequiredSurvives(schema, lowered, text);
		}
	}

	private static void assertRequiredSurvives(JsonNode schema, JsonNode lowered, String text) {
		boolean listed = schema.has("enum") || schema.has("const");
		if (!schema.path("type").asString("").equals("object") || listed) {
			return;
		}
		JsonNode properties = schema.path("properties");
		if (schema.path("required").isArray()) {
			for (JsonNode name : schema.path("required")) {
				boolean sayable = name.isString() && !name.asString().isEmpty() && !name.asString().equals("__proto__");
				if (sayable && properties.has(name.asString())) {
					assertThat(lowered.path("required").valueStream()).as(text).contains(name);
					assertThat(lowered.path("properties").has(name.asString())).as(text).isTrue();
				}
			}
		}
		for (Map.Entry<String, JsonNode> property : properties.properties()) {
			JsonNode child = lowered.path("properties").path(property.getKey());
			if (child.path("type").asString("").equals("object")) {
				assertRequiredSurvives(property.getValue(), child, text);
			}
		}
	}

}
