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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Reads OpenAPI's {@code discriminator}: which value of a property stands for which of
 * the alternatives. The values become part of the description, except for those that the
 * alternatives have as a constant.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0#discriminator-object">OpenAPI:
 * Discriminator Object</a>
 */
final class DiscriminatorKeyword {

	private final SchemaReferences references;

	DiscriminatorKeyword(SchemaReferences references) {
		this.references = references;
	}

	void read(JsonNode schema, SchemaDraft draft) {
		JsonNode property = schema.path("discriminator").path("propertyName");
		if (!property.isString() || property.stringValue().isBlank()) {
			return;
		}
		Map<String, JsonNode> alternatives = alternatives(schema);
		List<String> values = new ArrayList<>();
		mapping(schema, alternatives.keySet()).forEach((value, name) -> {
			JsonNode alternative = alternatives.get(name);
			JsonNode own = (alternative != null) ? this.references.target(alternative, "$ref") : null;
			if (own == null || !isConstant(own.path("properties").path(property.stringValue()))) {
				values.add("\"" + value + "\" for " + name);
			}
		});
		if (!values.isEmpty()) {
			draft.words.add(property.stringValue() + " is " + DescriptionWords.list(values, ", "));
		}
	}

	private static Map<String, JsonNode> alternatives(JsonNode schema) {
		Map<String, JsonNode> alternatives = new LinkedHashMap<>();
		for (String keyword : List.of("anyOf", "oneOf")) {
			for (JsonNode branch : schema.path(keyword)) {
				if (branch.path("$ref").isString()) {
					alternatives.put(SchemaReferences.name(branch.path("$ref").stringValue()), branch);
				}
			}
		}
		return alternatives;
	}

	// Without a mapping, the values are the names of the alternatives.
	private static Map<String, String> mapping(JsonNode schema, Collection<String> names) {
		Map<String, String> mapping = new LinkedHashMap<>();
		schema.path("discriminator").path("mapping").properties().forEach((entry) -> {
			if (entry.getValue().isString()) {
				mapping.put(entry.getKey(), SchemaReferences.name(entry.getValue().stringValue()));
			}
		});
		if (mapping.isEmpty()) {
			names.forEach((name) -> mapping.put(name, name));
		}
		return mapping;
	}

	private static boolean isConstant(JsonNode property) {
		return property.has("const") || property.path("enum").isArray();
	}

}
