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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells plain values (an enum, a number, a list of dates), which are worth writing out
 * wherever they are named, from structures; and those that lead back to themselves from
 * those that end.
 */
final class SchemaClassifier {

	private static final int MOST_PLAIN_TEXT = 64 * 1024;

	/** The size of what is no plain value: more than any that is. */
	private static final int NOT_PLAIN = MOST_PLAIN_TEXT + 1;

	private static final int MOST_DEPTH = 64;

	private static final int MOST_STEPS = 5000;

	private static final List<String> STRUCTURE = List.of("properties", "patternProperties", "dependentSchemas",
			"dependencies", "if", "not");

	private static final List<String> PARTS = List.of("items", "prefixItems", "additionalItems", "contains",
			"additionalProperties", "propertyNames", "allOf", "anyOf", "oneOf");

	private final SchemaReferences references;

	private final IdentityHashMap<JsonNode, Integer> sizes = new IdentityHashMap<>();

	private final IdentityHashMap<JsonNode, List<JsonNode>> targets = new IdentityHashMap<>();

	private final IdentityHashMap<JsonNode, Boolean> recursive = new IdentityHashMap<>();

	SchemaClassifier(SchemaReferences references) {
		this.references = references;
	}

	boolean isPlain(JsonNode schema) {
		return size(schema, 0) <= MOST_PLAIN_TEXT;
	}

	/**
	 * Whether following the references of a schema leads back to it.
	 */
	boolean isRecursive(JsonNode schema) {
		Boolean known = this.recursive.get(schema);
		if (known == null) {
			known = leadsTo(schema);
			this.recursive.put(schema, known);
		}
		return known;
	}

	// The node itself is meant, not one that says the same elsewhere.
	@SuppressWarnings("ReferenceEquality")
	private boolean leadsTo(JsonNode schema) {
		Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<JsonNode> open = new ArrayDeque<>(targets(schema));
		while (!open.isEmpty() && seen.size() < MOST_STEPS) {
			JsonNode next = open.pop();
			if (next == schema) {
				return true;
			}
			if (seen.add(next)) {
				open.addAll(targets(next));
			}
		}
		return !open.isEmpty();
	}

	private List<JsonNode> targets(JsonNode schema) {
		List<JsonNode> known = this.targets.get(schema);
		if (known == null) {
			known = new ArrayList<>();
			collect(schema, known);
			this.targets.put(schema, known);
		}
		return known;
	}

	private void collect(JsonNode node, List<JsonNode> targets) {
		for (String keyword : SchemaReferences.KEYWORDS) {
			JsonNode target = target(node.path(keyword));
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
	 * Returns the length of the schema's text, all that it refers to written out.
	 */
	private int size(JsonNode schema, int depth) {
		Integer known = this.sizes.get(schema);
		if (known != null) {
			return known;
		}
		// Whoever comes back here refers to itself.
		this.sizes.put(schema, NOT_PLAIN);
		int size = (depth < MOST_DEPTH) ? measure(schema, depth + 1) : NOT_PLAIN;
		this.sizes.put(schema, size);
		return size;
	}

	private int measure(JsonNode schema, int depth) {
		int size = 2;
		if (schema.isArray()) {
			for (JsonNode one : schema) {
				size = Math.min(NOT_PLAIN, size + size(one, depth));
			}
			return size;
		}
		if (STRUCTURE.stream().anyMatch((keyword) -> !schema.path(keyword).isEmpty())) {
			return NOT_PLAIN;
		}
		for (Map.Entry<String, JsonNode> entry : schema.properties()) {
			size = Math.min(NOT_PLAIN, size + size(entry.getKey(), entry.getValue(), depth));
		}
		return size;
	}

	private int size(String keyword, JsonNode value, int depth) {
		if (PARTS.contains(keyword) && value.isContainer()) {
			return size(value, depth);
		}
		JsonNode target = SchemaReferences.KEYWORDS.contains(keyword) ? target(value) : null;
		if (target != null) {
			return size(target, depth);
		}
		return SchemaReferences.DEFINITIONS.contains(keyword) ? 0 : keyword.length() + value.toString().length();
	}

	private @Nullable JsonNode target(JsonNode reference) {
		return reference.isString() ? this.references.resolve(reference.stringValue(), List.of()) : null;
	}

}
