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
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Decides for each reference whether its definition is inlined, during one attempt of
 * lowering a schema.
 * <p>
 * All references together may add as much text as the budget allows, or twice the size of
 * the schema if that is more. Recursive definitions have a smaller budget of their own.
 * If an attempt exceeds a budget, the next one has smaller {@link InliningLimits}, so
 * that the whole schema gets less evenly. Plain values such as enums are inlined at every
 * reference; only the last attempt inlines each of them once.
 */
final class InliningBudget {

	/** The braces, the type and the commas of an inlined definition. */
	private static final int MIN_COST = 16;

	private final InliningLimits limits;

	private final long maxDescriptions;

	private final SchemaClassifier kinds;

	/** The size of each definition, shared by all attempts. */
	private final Map<JsonNode, Integer> costs;

	/** How often each schema is being read at the moment, one inside the other. */
	private final IdentityHashMap<JsonNode, Integer> nesting = new IdentityHashMap<>();

	/** The large plain values that the last attempt has inlined. */
	private final Set<JsonNode> inlinedOnce = Collections.newSetFromMap(new IdentityHashMap<>());

	private int depth;

	/** The depth at which the recursion began, or 0 outside of one. */
	private int recursiveFrom;

	private long spent;

	private long spentOnObjects;

	private long spentOnRecursive;

	private long spentOnDescriptions;

	private InliningBudget(InliningLimits limits, long maxDescriptions, SchemaClassifier kinds,
			Map<JsonNode, Integer> costs) {
		this.limits = limits;
		this.maxDescriptions = maxDescriptions;
		this.kinds = kinds;
		this.costs = costs;
	}

	/**
	 * Returns the attempts for a schema, the most generous first.
	 * @param length the length of the schema's own text
	 * @param budget maximum number of characters that all references together may add
	 */
	static Iterable<InliningBudget> attempts(SchemaReferences references, int length, int budget) {
		long total = Math.max(budget, 2L * length);
		SchemaClassifier kinds = new SchemaClassifier(references);
		IdentityHashMap<JsonNode, Integer> costs = new IdentityHashMap<>();
		return () -> InliningLimits.attempts(total, length)
			.stream()
			.map((limits) -> new InliningBudget(limits, total, kinds, costs))
			.iterator();
	}

	/**
	 * Marks a schema as being read until {@link #close}.
	 */
	void open(JsonNode schema) {
		this.nesting.merge(schema, 1, Integer::sum);
	}

	void close(JsonNode schema) {
		this.nesting.merge(schema, -1, Integer::sum);
	}

	/**
	 * Follows a reference to its target until {@link #leave}.
	 * @return false if the definition must not be inlined here
	 * @throws ExceededException if the budget is exceeded and another attempt is needed
	 */
	boolean follow(JsonNode target) {
		int cost = this.costs.computeIfAbsent(target, InliningBudget::cost);
		boolean plain = this.kinds.isPlain(target);
		boolean recursive = this.recursiveFrom > 0 || this.kinds.isRecursive(target);
		if (this.nesting.getOrDefault(target, 0) >= this.limits.repetitions()
				|| !(plain ? isPlainAllowed(target, cost) : isObjectAllowed(cost, recursive))) {
			return false;
		}
		this.depth++;
		if (recursive && this.recursiveFrom == 0) {
			this.recursiveFrom = this.depth;
		}
		spend(cost, plain, recursive);
		return true;
	}

	private boolean isPlainAllowed(JsonNode target, int cost) {
		return !this.limits.isLast() || cost <= InliningLimits.SMALL_SIZE || this.inlinedOnce.add(target);
	}

	private boolean isObjectAllowed(int cost, boolean recursive) {
		int recursiveDepth = (this.recursiveFrom > 0) ? this.depth - this.recursiveFrom + 1 : 0;
		if (recursive && recursiveDepth >= this.limits.recursiveDepth()) {
			return false;
		}
		return this.depth < this.limits.depth()
				|| (this.depth == this.limits.depth() && cost <= this.limits.smallSize());
	}

	/**
	 * Adds a cost to the sums that it counts in. A plain value inside a recursion counts
	 * as recursive only as long as the recursion may repeat it.
	 */
	private void spend(int cost, boolean plain, boolean recursive) {
		this.spent += cost;
		this.spentOnObjects += plain ? 0 : cost;
		this.spentOnRecursive += (recursive && !(plain && this.limits.repetitions() == 1)) ? cost : 0;
		if (this.spent > this.limits.total() || this.spentOnObjects > this.limits.objects()
				|| this.spentOnRecursive > this.limits.recursive()) {
			throw new ExceededException();
		}
	}

	void leave() {
		if (this.depth == this.recursiveFrom) {
			this.recursiveFrom = 0;
		}
		this.depth--;
	}

	/**
	 * Whether a definition that is not inlined is described in full. If so, its length
	 * counts: all such descriptions together may be as long as the budget allows.
	 */
	boolean describes(long length) {
		if (length > InliningLimits.SMALL_SIZE && this.spentOnDescriptions + length > this.maxDescriptions) {
			return false;
		}
		this.spentOnDescriptions += length;
		return true;
	}

	/**
	 * Returns how many characters were added, or 0 if a smaller budget changes nothing.
	 */
	long spent() {
		return this.limits.isLast() ? 0 : this.spent;
	}

	/**
	 * Whether the result fits the budget. Descriptions of alternatives may repeat parts
	 * of the schema, so that it can be longer than what was inlined.
	 */
	boolean allows(SchemaDraft draft) {
		return this.spent <= InliningLimits.SMALL_SIZE || this.limits.isLast()
				|| SchemaWriter.write(draft).toString().length() <= this.limits.total();
	}

	// Definitions inside the target are counted where they are referenced.
	private static int cost(JsonNode target) {
		int cost = MIN_COST;
		for (Map.Entry<String, JsonNode> entry : target.properties()) {
			if (!SchemaReferences.DEFINITIONS.contains(entry.getKey())) {
				cost += entry.getKey().length() + entry.getValue().toString().length();
			}
		}
		return cost;
	}

	/**
	 * Thrown when an attempt exceeds its budget.
	 */
	static final class ExceededException extends RuntimeException {

		private static final long serialVersionUID = 1;

		ExceededException() {
			super("More is inlined than the budget allows", null, false, false);
		}

	}

}
