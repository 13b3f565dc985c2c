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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Reads what a schema requires only under a condition. The properties become optional
 * properties of the node, the condition becomes part of the description.
 */
final class ConditionKeywords {

	private final SchemaReader reader;

	ConditionKeywords(SchemaReader reader) {
		this.reader = reader;
	}

	void read(JsonNode schema, SchemaDraft draft) {
		if (schema.has("if")) {
			StringBuilder words = new StringBuilder("if it is ")
				.append(SchemaDescriber.whole(this.reader.read(schema.path("if"))));
			for (String branch : List.of("then", "else")) {
				if (schema.has(branch)) {
					words.append(", ").append(branch).append(' ').append(requirement(schema.path(branch), draft));
				}
			}
			draft.words.add(words.toString());
		}
		for (String keyword : List.of("dependentSchemas", "dependencies")) {
			schema.path(keyword).properties().forEach((dependency) -> {
				if (dependency.getValue().isObject()) {
					String name = DescriptionWords.shorten(dependency.getKey(), DescriptionWords.VALUE_LENGTH);
					draft.words.add("with %s, %s".formatted(name, requirement(dependency.getValue(), draft)));
				}
			});
		}
		if (schema.path("not").isObject() && !schema.path("not").isEmpty()) {
			draft.words.add("not " + SchemaDescriber.whole(this.reader.read(schema.path("not"))));
		}
	}

	private String requirement(JsonNode schema, SchemaDraft draft) {
		SchemaDraft required = this.reader.read(schema);
		if (required.properties == null || !(draft.type == null || draft.is("object"))) {
			return SchemaDescriber.whole(required);
		}
		Map<String, SchemaDraft> properties = (draft.properties != null) ? draft.properties : new LinkedHashMap<>();
		boolean isNew = required.additional == null
				&& Collections.disjoint(properties.keySet(), required.properties.keySet());
		String phrase = isNew ? SchemaDescriber.of(required) : SchemaDescriber.whole(required);
		required.properties.forEach(properties::putIfAbsent);
		draft.properties = properties;
		draft.type = "object";
		return phrase;
	}

}
