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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the keywords of an object.
 */
final class ObjectKeywords {

	private static final List<String> SIZE_KEYWORDS = List.of("minProperties", "maxProperties");

	private final SchemaReader reader;

	ObjectKeywords(SchemaReader reader) {
		this.reader = reader;
	}

	void read(JsonNode schema, SchemaDraft draft) {
		if (schema.path("properties").isObject()) {
			Map<String, SchemaDraft> properties = new LinkedHashMap<>();
			schema.path("properties").properties().forEach((property) -> {
				SchemaDraft value = this.reader.read(property.getValue());
				if (isName(property.getKey())) {
					properties.put(property.getKey(), value);
				}
				else if (hasContent(value)) {
					draft.words.add("property \"" + property.getKey() + "\": " + SchemaDescriber.whole(value));
				}
			});
			draft.properties = properties;
		}
		names(schema.path("required")).forEach(draft.required::add);
		draft.additional = additional(schema, draft);
		NumberKeywords.counts(schema, SIZE_KEYWORDS, "property", "properties", draft);
		SchemaDraft propertyNames = this.reader.read(schema.path("propertyNames"));
		propertyNames.type = (propertyNames.type != null) ? propertyNames.type : "string";
		String words = SchemaDescriber.whole(propertyNames);
		if (schema.path("propertyNames").isObject() && !words.equals("a string")) {
			draft.words.add("each property name is " + words);
		}
		for (String keyword : List.of("dependentRequired", "dependencies")) {
			schema.path(keyword).properties().forEach((dependency) -> addDependency(dependency, draft));
		}
	}

	private @Nullable SchemaDraft additional(JsonNode schema, SchemaDraft draft) {
		JsonNode additional = schema.path("additionalProperties");
		JsonNode patterns = schema.path("patternProperties");
		if (additional.isMissingNode() && schema.path("unevaluatedProperties").isObject()) {
			additional = schema.path("unevaluatedProperties");
		}
		boolean described = additional.isBoolean() || additional.isObject();
		SchemaDraft other = described ? this.reader.read(additional) : null;
		return (patterns.isObject() && !patterns.isEmpty()) ? patterned(patterns, other, draft) : other;
	}

	/**
	 * Returns the schema of the properties that are not listed: those that match a
	 * pattern, and all other ones.
	 */
	private @Nullable SchemaDraft patterned(JsonNode patterns, @Nullable SchemaDraft other, SchemaDraft draft) {
		boolean open = other != null && !other.is(SchemaDraft.NOTHING) && hasContent(other);
		List<SchemaDraft> all = new ArrayList<>();
		patterns.properties().forEach((pattern) -> {
			SchemaDraft values = this.reader.read(pattern.getValue());
			all.add(values);
			draft.words.add("properties matching %s: %s".formatted(
					DescriptionWords.shorten(pattern.getKey(), DescriptionWords.VALUE_LENGTH),
					open ? SchemaDescriber.whole(values) : SchemaDescriber.of(values)));
		});
		if (other != null && open) {
			draft.words.add("other properties: " + SchemaDescriber.whole(other));
			return null;
		}
		// In the dialect, "no other properties" would forbid those that match a pattern
		// too.
		return SchemaUnion.of(all);
	}

	private static boolean hasContent(SchemaDraft draft) {
		return !draft.isUntyped() || !SchemaDescriber.whole(draft).equals(SchemaDescriber.ANY_VALUE);
	}

	private static void addDependency(Map.Entry<String, JsonNode> dependency, SchemaDraft draft) {
		List<String> needed = names(dependency.getValue());
		if (!needed.isEmpty()) {
			draft.words.add(DescriptionWords.shorten(dependency.getKey(), DescriptionWords.VALUE_LENGTH) + " needs "
					+ DescriptionWords.list(needed, ", "));
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

	// The endpoint refuses both as property names.
	private static boolean isName(String name) {
		return !name.isEmpty() && !name.equals("__proto__");
	}

}
