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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the keywords of an object.
 */
final class ObjectKeywords {

	private static final List<String> COUNTS = List.of("minProperties", "maxProperties");

	private final SchemaReader reader;

	ObjectKeywords(SchemaReader reader) {
		this.reader = reader;
	}

	void read(JsonNode schema, SchemaDraft draft) {
		if (schema.path("properties").isObject()) {
			Map<String, SchemaDraft> properties = new LinkedHashMap<>();
			schema.path("properties").properties().forEach((property) -> {
				if (isName(property.getKey())) {
					properties.put(property.getKey(), this.reader.read(property.getValue()));
				}
			});
			draft.properties = properties;
		}
		names(schema.path("required")).forEach(draft.required::add);
		draft.additional = additional(schema, draft);
		NumberKeywords.counts(schema, COUNTS, "property", "properties", draft);
		SchemaDraft names = this.reader.read(schema.path("propertyNames"));
		names.type = (names.type != null) ? names.type : "string";
		if (schema.path("propertyNames").isObject()) {
			draft.words.add("each property name is " + SchemaPhrase.of(names));
		}
		for (String keyword : List.of("dependentRequired", "dependencies")) {
			schema.path(keyword).properties().forEach((dependency) -> needs(dependency, draft));
		}
	}

	private @Nullable SchemaDraft additional(JsonNode schema, SchemaDraft draft) {
		JsonNode additional = schema.path("additionalProperties");
		JsonNode patterns = schema.path("patternProperties");
		if (patterns.isObject() && !patterns.isEmpty()) {
			patterns.properties().forEach((pattern) -> {
				SchemaDraft values = this.reader.read(pattern.getValue());
				draft.words.add("properties matching %s: %s".formatted(
						SchemaWords.shorten(pattern.getKey(), SchemaWords.VALUE_LENGTH), SchemaPhrase.of(values)));
			});
			// "No others" in the dialect would forbid those of the patterns too.
			return additional.isObject() ? null : patterned(patterns);
		}
		if (additional.isBoolean() || additional.isObject()) {
			return this.reader.read(additional);
		}
		return null;
	}

	private SchemaDraft patterned(JsonNode patterns) {
		return SchemaUnion.of(patterns.valueStream().map(this.reader::read).toList());
	}

	private static void needs(Map.Entry<String, JsonNode> dependency, SchemaDraft draft) {
		List<String> needed = names(dependency.getValue());
		if (!needed.isEmpty()) {
			draft.words.add(SchemaWords.shorten(dependency.getKey(), SchemaWords.VALUE_LENGTH) + " needs "
					+ SchemaWords.list(needed, ", "));
		}
	}

	private static List<String> names(JsonNode array) {
		if (!array.isArray()) {
			return List.of();
		}
		return array.valueStream()
			.filter(JsonNode::isString)
			.map(JsonNode::stringValue)
			.filter(ObjectKeywords::isName)
			.distinct()
			.toList();
	}

	// The endpoint refuses both as the name of a property.
	private static boolean isName(String name) {
		return !name.isEmpty() && !name.equals("__proto__");
	}

}
