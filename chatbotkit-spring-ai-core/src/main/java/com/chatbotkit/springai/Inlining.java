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

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * Decides for each reference whether what it names may still be written in its place.
 * <p>
 * A definition may stand inside itself only so often, so that recursion ends; and all
 * references together may add only 16 KiB of text, or twice the schema's own size, so
 * that definitions that multiply each other stay small. A budget that is exceeded makes
 * the attempt worthless: the next one inlines less, evenly over the whole schema, and the
 * last one nothing.
 */
final class Inlining {

	private static final int LEAST_BUDGET = 16 * 1024;

	private static final int LEAST_COST = 16;

	private final IdentityHashMap<JsonNode, Integer> open = new IdentityHashMap<>();

	private final IdentityHashMap<JsonNode, Integer> costs = new IdentityHashMap<>();

	private final int levels;

	private final int hops;

	private int depth;

	private final int budget;

	private int spent;

	private Inlining(int levels, int hops, int budget) {
		this.budget = budget;
		this.levels = levels;
		this.hops = hops;
	}

	/**
	 * Returns the attempts for a schema in order, the most generous first.
	 */
	static List<Inlining> attempts(JsonNode root) {
		int budget = Math.max(LEAST_BUDGET, 2 * root.toString().length());
		return Stream
			.of(new int[][] { { 3, 64 }, { 2, 64 }, { 1, 64 }, { 1, 8 }, { 1, 4 }, { 1, 2 }, { 1, 1 }, { 1, 0 } })
			.map((limits) -> new Inlining(limits[0], limits[1], budget))
			.toList();
	}

	/**
	 * Marks a schema as being read, until {@link #close}.
	 */
	void open(JsonNode schema) {
		this.open.merge(schema, 1, Integer::sum);
	}

	void close(JsonNode schema) {
		this.open.merge(schema, -1, Integer::sum);
	}

	/**
	 * Follows a reference to its target, until {@link #leave}.
	 * @return false if the reference has to be cut here
	 */
	boolean follow(JsonNode target) {
		boolean cut = this.open.getOrDefault(target, 0) >= this.levels || this.depth >= this.hops;
		if (cut || exceeded()) {
			return false;
		}
		this.spent += this.costs.computeIfAbsent(target, Inlining::cost);
		this.depth++;
		return true;
	}

	void leave() {
		this.depth--;
	}

	boolean exceeded() {
		return this.spent > this.budget;
	}

	// What is defined inside the target is counted where it is referred to.
	private static int cost(JsonNode target) {
		int cost = LEAST_COST;
		for (Map.Entry<String, JsonNode> entry : target.properties()) {
			if (!SchemaReferences.DEFINITIONS.contains(entry.getKey())) {
				cost += entry.getKey().length() + entry.getValue().toString().length();
			}
		}
		return cost;
	}

}
