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
 * Decides for each reference whether what it names may still be written in its place.
 * <p>
 * All references together may add as much text as the budget allows, or twice the
 * schema's own size. A definition may stand inside itself only so often, so that
 * recursion ends, and what is recursive has a small budget of its own. A budget that is
 * exceeded ends the attempt: the next one inlines less, evenly over the whole schema.
 * First less of what is recursive is repeated, then it is followed less deep, then all
 * structures are; plain values such as enums are written out wherever they stand. Only
 * the last attempt writes each of those once.
 */
final class InliningBudget {

	/** Of what is recursive; twice that of structures, where not all are written out. */
	private static final int RECURSION_BUDGET = 16 * 1024;

	private static final int LEAST_COST = 16;

	private static final int NO_LIMIT = 64;

	private static final int NONE = -1;

	private static final int[] HOPS = { 32, 16, 8, 6, 4, 3, 2, 1, 0 };

	/** Structures of this size are small enough to be written out one step further. */
	private static final int SMALL = 512;

	private final IdentityHashMap<JsonNode, Integer> open = new IdentityHashMap<>();

	private final Map<JsonNode, Integer> costs;

	private final SchemaClassifier kinds;

	private final Limits limits;

	private final Set<JsonNode> written = Collections.newSetFromMap(new IdentityHashMap<>());

	private int depth;

	/** The depth at which the recursion began, or 0 where there is none. */
	private int recursiveFrom;

	private long spent;

	private long spentOnStructures;

	private long spentOnRecursion;

	/** How often a definition stood inside itself where it was written out again. */
	private int mostLevels = NONE;

	/** How deep a structure was written out. */
	private int mostHops = NONE;

	private int mostRecursiveHops = NONE;

	private boolean hasCut;

	private boolean isTooLong;

	private InliningBudget(Limits limits, SchemaClassifier kinds, Map<JsonNode, Integer> costs) {
		this.limits = limits;
		this.kinds = kinds;
		this.costs = costs;
	}

	/**
	 * Returns the attempts for a schema in order, the most generous first.
	 * @param length the length of the schema's own text
	 * @param budget how many characters all references together may add
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
			limits.add(new Limits(1, hops, hops, SMALL, all, structures, all));
			limits.add(new Limits(1, hops, hops, 0, all, structures, all));
		}
		limits.add(Limits.LAST);
		SchemaClassifier kinds = new SchemaClassifier(references);
		IdentityHashMap<JsonNode, Integer> costs = new IdentityHashMap<>();
		return () -> limits.stream().map((one) -> new InliningBudget(one, kinds, costs)).iterator();
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
	 * @throws ExceededException if the budget is used up, so that another attempt has to
	 * be made
	 */
	boolean follow(JsonNode target) {
		int cost = this.costs.computeIfAbsent(target, InliningBudget::cost);
		boolean plain = this.kinds.isPlain(target);
		boolean recursive = this.recursiveFrom > 0 || this.open.getOrDefault(target, 0) > 0
				|| this.kinds.isRecursive(target);
		int levels = this.open.getOrDefault(target, 0);
		if (levels >= this.limits.levels || !(plain ? isWritten(target, cost) : isNear(cost, recursive))) {
			this.hasCut = true;
			return false;
		}
		this.mostLevels = Math.max(this.mostLevels, levels);
		this.depth++;
		if (recursive && this.recursiveFrom == 0) {
			this.recursiveFrom = this.depth;
		}
		spend(cost, plain, recursive);
		return true;
	}

	private boolean isNear(int cost, boolean recursive) {
		int recursiveHops = (this.recursiveFrom > 0) ? this.depth - this.recursiveFrom + 1 : 0;
		if (recursive && recursiveHops >= this.limits.recursiveHops) {
			return false;
		}
		if (this.depth > this.limits.hops || (this.depth == this.limits.hops && cost > this.limits.small)) {
			return false;
		}
		this.mostHops = Math.max(this.mostHops, this.depth);
		this.mostRecursiveHops = recursive ? Math.max(this.mostRecursiveHops, recursiveHops) : this.mostRecursiveHops;
		return true;
	}

	private boolean isWritten(JsonNode target, int cost) {
		return !this.limits.equals(Limits.LAST) || cost <= SMALL || this.written.add(target);
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
	 * Returns how many characters were added, or 0 if less cannot be.
	 */
	long spent() {
		return this.limits.equals(Limits.LAST) ? 0 : this.spent;
	}

	/**
	 * Whether this attempt would write out what a failed one did, and fail like it.
	 */
	boolean failsLike(InliningBudget failed) {
		boolean same = failed.mostLevels < this.limits.levels && failed.mostHops < this.limits.hops
				&& failed.mostRecursiveHops < this.limits.recursiveHops
				&& !(failed.hasCut && this.limits.allowMoreThan(failed.limits));
		boolean countsTheSame = (this.limits.levels == 1) == (failed.limits.levels == 1);
		return same && !this.limits.equals(Limits.LAST)
				&& (failed.isTooLong || failed.spent > this.limits.all
						|| failed.spentOnStructures > this.limits.structures
						|| (countsTheSame && failed.spentOnRecursion > this.limits.recursion));
	}

	/**
	 * Whether the attempt's result may be as long as it is: words for alternatives may
	 * repeat what stands in the schema.
	 */
	boolean allows(SchemaDraft draft) {
		this.isTooLong = this.spent > SMALL && !this.limits.equals(Limits.LAST)
				&& SchemaWriter.write(draft).toString().length() > this.limits.all;
		return !this.isTooLong;
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

	/**
	 * What one attempt may inline.
	 *
	 * @param levels how often a definition may stand inside itself, itself included
	 * @param hops how many structures may be written out one inside the other
	 * @param recursiveHops how many of them from where the first is recursive
	 * @param small the size up to which one more than {@code hops} may
	 * @param all the budget of all that is inlined
	 * @param structures the part of it for structures
	 * @param recursion the part of it for what is recursive
	 */
	private record Limits(int levels, int hops, int recursiveHops, int small, long all, long structures,
			long recursion) {

		/** No structure at all, and plain values where they are small or new. */
		static final Limits LAST = new Limits(1, 0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

		boolean allowMoreThan(Limits others) {
			return this.levels > others.levels || this.hops > others.hops || this.recursiveHops > others.recursiveHops
					|| this.small > others.small;
		}

	}

	/**
	 * An attempt inlines more than its budget.
	 */
	static final class ExceededException extends RuntimeException {

		private static final long serialVersionUID = 1;

		ExceededException() {
			super("More is inlined than the budget allows", null, false, false);
		}

	}

}
