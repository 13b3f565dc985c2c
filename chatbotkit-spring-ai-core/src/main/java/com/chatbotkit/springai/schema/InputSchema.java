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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.StringUtils;

/**
 * A tool's own input schema, before it is lowered.
 *
 * @param text the JSON Schema; blank for a tool without arguments
 * @param ofType whether it describes one Java type, in which case a reference to
 * {@code "#"} means that type, or else perhaps the parameters of a method
 */
record InputSchema(String text, boolean ofType) {

	private static final int MAX_EXCERPT_LENGTH = 60;

	// Keeps numbers as they are written: 1e400 must not become a quoted "Infinity".
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	static InputSchema of(@Nullable String text) {
		return new InputSchema((text != null) ? text : "", false);
	}

	static InputSchema ofType(@Nullable String text) {
		return new InputSchema((text != null) ? text : "", true);
	}

	/**
	 * Parses the schema and repairs what Spring AI generates for methods.
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	ObjectNode parse() {
		ObjectNode schema = object(StringUtils.hasText(this.text) ? this.text : "{}");
		if (!this.ofType) {
			MethodSchemaRepair.repair(schema);
		}
		return schema;
	}

	private static ObjectNode object(String text) {
		JsonNode schema;
		try {
			schema = MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"The input schema is not valid JSON (%s)".formatted(ex.getOriginalMessage()), ex);
		}
		if (schema instanceof ObjectNode object) {
			return object;
		}
		throw new IllegalArgumentException("The input schema must be a JSON object, but it is: "
				+ DescriptionWords.shorten(schema.toString(), MAX_EXCERPT_LENGTH));
	}

}
