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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Classifies definitions: plain values (an enum, a number, a list of dates) are inlined
 * at every reference, objects are not; recursive definitions contain themselves.
 */
final class SchemaClassifier {

	private static final int MAX_PLAIN_SIZE = 64 * 1024;

	/** The size of a definition that is not a plain value. */
	private static final int NOT_PLAIN = MAX_PLAIN_SIZE + 1;

	private static final int MAX_DEPTH = 64;

	private static final List<String> OBJECT_KEYWORDS = List.of("properties", "patternProperties", "dependentSchemas",
			"dependencies", "if", "not");

	private static final List<String> SUBSCHEMA_KEYWORDS = List.of("items", "prefixItems", "additionalItems",
			"contains", "additionalProperties", "propertyNames", "allOf", "anyOf", "oneOf");

	private final SchemaReferences references;

	private final IdentityHashMap<JsonNode, Integer> sizes = new IdentityHashMap<>();

	private final RecursiveSchemas recursive = new RecursiveSchemas(this::targets);

	SchemaClassifier(SchemaReferences references) {
		this.references = references;
	}

	boolean isPlain(JsonNode schema) {
		return size(schema, 0) <= MAX_PLAIN_SIZE;
	}

	/**
	 * Whether a schema refers to itself, directly or through other definitions.
	 */
	boolean isRecursive(JsonNode schema) {
		return this.recursive.contains(schema);
	}

	private List<JsonNode> targets(JsonNode schema) {
		List<JsonNode> targets = new ArrayList<>();
		collect(schema, targets);
		return targets;
	}

	private void collect(JsonNode node, List<JsonNode> targets) {
		for (String keyword : SchemaReferences.KEYWORDS) {
			JsonNode target = this.references.target(node, keyword);
			if (target != null) {
				targets.add(target);
			}
		}
		if (node.isArray()) {
			node.forEach((child) -> collect(child, targets));
			return;
		}
		node.properties().forEach((entry) -> {
			if (!SchemaReferences.DEFINITIONS.contains(entry.getKey())) {
				collect(entry.getValue(), targets);
			}
		});
	}

	/**
	 * Returns the length of the schema's text with all references inlined.
	 */
	private int size(JsonNode schema, int depth) {
		Integer known = this.sizes.get(schema);
		if (known != null) {
			return known;
		}
		// A schema that is reached again is recursive.
		this.sizes.put(schema, NOT_PLAIN);
		int size = (depth < MAX_DEPTH) ? measure(schema, depth + 1) : NOT_PLAIN;
		this.sizes.put(schema, size);
		return size;
	}

	private int measure(JsonNode schema, int depth) {
		int size = 2;
		if (schema.isArray()) {
			for (JsonNode element : schema) {
				size = Math.min(NOT_PLAIN, size + size(element, depth));
			}
			return size;
		}
		if (OBJECT_KEYWORDS.stream().anyMatch((keyword) -> !schema.path(keyword).isEmpty())) {
			return NOT_PLAIN;
		}
		for (Map.Entry<String, JsonNode> entry : schema.properties()) {
			size = Math.min(NOT_PLAIN, size + size(schema, entry.getKey(), depth));
		}
		return size;
	}

	private int size(JsonNode schema, String keyword, int depth) {
		JsonNode value = schema.path(keyword);
		if (SUBSCHEMA_KEYWORDS.contains(keyword) && value.isContainer()) {
			return size(value, depth);
		}
		JsonNode target = SchemaReferences.KEYWORDS.contains(keyword) ? this.references.target(schema, keyword) : null;
		if (target != null) {
			return size(target, depth);
		}
		return SchemaReferences.DEFINITIONS.contains(keyword) ? 0 : keyword.length() + value.toString().length();
	}

}
