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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lowers the schemas of tests, each time checking what holds for all of them.
 */
final class LoweredSchemas {

	// 1.5 is the same number here whoever reads it.
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private LoweredSchemas() {
	}

	static JsonNode json(String text) {
		return MAPPER.readTree(text);
	}

	static ObjectNode lower(@Nullable String schema) {
		return lower(schema, ToolSchema.DEFAULT_BUDGET);
	}

	static ObjectNode lower(@Nullable String schema, int budget) {
		return SchemaLowering.lower(InputSchema.of(schema), budget).schema();
	}

	/**
	 * Lowers a schema, and checks the result.
	 */
	static ObjectNode lowered(String schema) {
		ObjectNode lowered = lower(schema);
		assertThat(DialectChecker.violations(lowered)).as(schema).isEmpty();
		assertThat(lower(lowered.toString())).isEqualTo(lowered);
		return lowered;
	}

	/**
	 * Returns what becomes of a schema that is the property "p" of a tool.
	 */
	static JsonNode loweredProperty(String schema) {
		return lowered("{\"type\":\"object\",\"properties\":{\"p\":%s}}".formatted(schema)).path("properties")
			.path("p");
	}

	/**
	 * Returns what the tool says about its property "p", which itself cannot say it.
	 */
	static String liftedWords(String schema) {
		ObjectNode lowered = lowered("{\"type\":\"object\",\"properties\":{\"p\":%s}}".formatted(schema));
		assertThat(lowered.path("properties").path("p")).isEmpty();
		return lowered.path("description").asString("");
	}

}
