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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Decides for each reference whether its definition is inlined.
 * <p>
 * All references together may add as much text as the budget allows, or twice the size of
 * the schema if that is more. Recursive definitions are repeated a few times only, and
 * have a smaller budget of their own. If an attempt exceeds a budget, the next one
 * inlines less, evenly over the whole schema: first fewer repetitions of recursive
 * definitions, then fewer levels of them, then fewer levels of all objects. Plain values
 * such as enums are inlined at every reference; only the last attempt inlines each of
 * them once.
 */
final class InliningBudget {

	/**
	 * Budget of recursive definitions. The budget of all objects is twice that, once some
	 * are cut.
	 */
	private static final int RECURSION_BUDGET = 16 * 1024;

	private static final int MIN_COST = 16;

	private static final int NO_LIMIT = 64;

	private static final int[] HOPS = { 32, 16, 8, 6, 4, 3, 2, 1, 0 };

	/** Objects up to this size may be inlined one level deeper. */
	private static final int SMALL_SIZE = 512;

	private final IdentityHashMap<JsonNode, Integer> open = new IdentityHashMap<>();

	private final Map<JsonNode, Integer> costs;

	private final SchemaClassifier kinds;

	private final Limits limits;

	private final long descriptions;

	private final Set<JsonNode> written = Collections.newSetFromMap(new IdentityHashMap<>());

	private int depth;

	/** The depth at which the recursion began, or 0 outside of one. */
	private int recursiveFrom;

	private long spent;

	private long spentOnStructures;

	private long spentOnRecursion;

	private long spentOnDescriptions;

	private InliningBudget(Limits limits, long descriptions, SchemaClassifier kinds, Map<JsonNode, Integer> costs) {
		this.limits = limits;
		this.descriptions = descriptions;
		this.kinds = kinds;
		this.costs = costs;
	}

	/**
	 * Returns the attempts for a schema, the most generous first.
	 * @param length the length of the schema's own text
	 * @param budget maximum number of characters that all references together may add
	 */
	static Iterable<InliningBudget> attempts(SchemaReferences references, int length, int budget) {
		long all = Math.max(budget, 2L * length);
		long recursion = Math.min(all, Math.max(RECURSION_BUDGET, 2L * length));
		long structures = Math.min(all, Math.max(2L * RECURSION_BUDGET, 2L * length));
		List<Limits> limits = new ArrayList<>();
		for (int levels = 3; levels > 0; levels--) {
			limits.add(new Limits(levels, NO_LIMIT, NO_LIMIT, 0, all, all, recursion));
		}
		for (int hops : HOPS) {
			limits.add(new Limits(1, NO_LIMIT, hops, 0, all, all, recursion));
		}
		for (int hops : HOPS) {
			limits.add(new Limits(1, hops, hops, SMALL_SIZE, all, structures, all));
			limits.add(new Limits(1, hops, hops, 0, all, structures, all));
		}
		limits.add(Limits.LAST);
		SchemaClassifier kinds = new SchemaClassifier(references);
		IdentityHashMap<JsonNode, Integer> costs = new IdentityHashMap<>();
		return () -> limits.stream().map((one) -> new InliningBudget(one, all, kinds, costs)).iterator();
	}

	/**
	 * Marks a schema as being read until {@link #close}.
	 */
	void open(JsonNode schema) {
		this.open.merge(schema, 1, Integer::sum);
	}

	void close(JsonNode schema) {
		this.open.merge(schema, -1, Integer::sum);
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
		int levels = this.open.getOrDefault(target, 0);
		if (levels >= this.limits.levels || !(plain ? isWrittenOut(target, cost) : isWithinDepth(cost, recursive))) {
			return false;
		}
		this.depth++;
		if (recursive && this.recursiveFrom == 0) {
			this.recursiveFrom = this.depth;
		}
		spend(cost, plain, recursive);
		return true;
	}

	private boolean isWithinDepth(int cost, boolean recursive) {
		int recursiveHops = (this.recursiveFrom > 0) ? this.depth - this.recursiveFrom + 1 : 0;
		if (recursive && recursiveHops >= this.limits.recursiveHops) {
			return false;
		}
		return this.depth < this.limits.hops || (this.depth == this.limits.hops && cost <= this.limits.small);
	}

	private boolean isWrittenOut(JsonNode target, int cost) {
		return !this.limits.equals(Limits.LAST) || cost <= SMALL_SIZE || this.written.add(target);
	}

	private void spend(int cost, boolean plain, boolean recursive) {
		this.spent += cost;
		this.spentOnStructures += plain ? 0 : cost;
		this.spentOnRecursion += (recursive && !(plain && this.limits.levels == 1)) ? cost : 0;
		if (this.spent > this.limits.all || this.spentOnStructures > this.limits.structures
				|| this.spentOnRecursion > this.limits.recursion) {
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
	 * Returns whether a definition that is not inlined is described in full. All such
	 * descriptions together may be as long as the budget allows.
	 */
	boolean describes(long length) {
		if (length > SMALL_SIZE && this.spentOnDescriptions + length > this.descriptions) {
			return false;
		}
		this.spentOnDescriptions += length;
		return true;
	}

	/**
	 * Returns how many characters were added, or 0 if a smaller budget changes nothing.
	 */
	long spent() {
		return this.limits.equals(Limits.LAST) ? 0 : this.spent;
	}

	/**
	 * Whether the result fits the budget. Descriptions of alternatives may repeat parts
	 * of the schema, so that it can be longer than what was inlined.
	 */
	boolean allows(SchemaDraft draft) {
		return this.spent <= SMALL_SIZE || this.limits.equals(Limits.LAST)
				|| SchemaWriter.write(draft).toString().length() <= this.limits.all;
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
	 * The limits of one attempt.
	 *
	 * @param levels how often a definition may be nested in itself, including the first
	 * @param hops how many objects may be inlined one inside the other
	 * @param recursiveHops how many of them from the first recursive one on
	 * @param small the size up to which an object may be inlined one level deeper
	 * @param all the budget of all definitions
	 * @param structures the part of it for objects
	 * @param recursion the part of it for recursive definitions
	 */
	private record Limits(int levels, int hops, int recursiveHops, int small, long all, long structures,
			long recursion) {

		/** No objects; plain values if they are small or not inlined yet. */
		static final Limits LAST = new Limits(1, 0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

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
