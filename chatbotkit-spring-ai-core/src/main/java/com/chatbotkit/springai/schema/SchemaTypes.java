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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Finds the types that a schema allows, either declared or implied by its values and
 * keywords.
 */
final class SchemaTypes {

	private static final Set<String> KNOWN = Set.of("string", "number", "integer", "boolean", "array", "object",
			"null");

	private static final Map<String, List<String>> KEYWORDS = Map.of("object",
			List.of("properties", "required", "additionalProperties", "patternProperties", "propertyNames",
					"minProperties", "maxProperties", "dependentRequired"),
			"array", List.of("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"), "string",
			List.of("pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"), "number",
			List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"));

	private static final List<String> INFERRED = List.of("object", "array", "string", "number");

	private SchemaTypes() {
	}

	/**
	 * Returns the types of a schema in their order, or an empty list if it allows any.
	 */
	static List<String> of(JsonNode schema) {
		Set<String> types = new LinkedHashSet<>();
		JsonNode type = schema.path("type");
		(type.isArray() ? type.values() : List.of(type)).forEach((element) -> {
			// Spring AI's generator can write types in upper case.
			String name = element.isString() ? element.stringValue().toLowerCase(Locale.ROOT) : "";
			if (KNOWN.contains(name)) {
				types.add(name);
			}
		});
		List<JsonNode> values = EnumKeywords.values(schema);
		if (types.isEmpty()) {
			values.forEach((value) -> types.add(ofValue(value)));
			return types.isEmpty() ? inferred(schema) : List.copyOf(types);
		}
		List<String> possible = types.stream().filter((name) -> matchesAny(name, values)).toList();
		return possible.isEmpty() ? List.copyOf(types) : possible;
	}

	static boolean isKnown(String type) {
		return KNOWN.contains(type);
	}

	private static boolean matchesAny(String type, List<JsonNode> values) {
		return values.isEmpty() || values.stream().anyMatch((value) -> matches(type, value));
	}

	static boolean matches(String type, JsonNode value) {
		String actual = ofValue(value);
		return actual.equals(type) || (actual.equals("integer") && type.equals("number"));
	}

	private static List<String> inferred(JsonNode schema) {
		for (String type : INFERRED) {
			if (KEYWORDS.getOrDefault(type, List.of()).stream().anyMatch(schema::hasNonNull)) {
				return List.of(type);
			}
		}
		JsonNode format = schema.path("format");
		if (!format.isString() || format.stringValue().isEmpty()) {
			return List.of();
		}
		return List.of(NumberKeywords.isFormat(format.stringValue()) ? "number" : "string");
	}

	/**
	 * Returns the type of a value.
	 */
	static String ofValue(JsonNode value) {
		return switch (value.getNodeType()) {
			case STRING -> "string";
			case NUMBER -> JavaScriptNumbers.isInteger(value) ? "integer" : "number";
			case BOOLEAN -> "boolean";
			case ARRAY -> "array";
			case OBJECT -> "object";
			default -> "null";
		};
	}

}
