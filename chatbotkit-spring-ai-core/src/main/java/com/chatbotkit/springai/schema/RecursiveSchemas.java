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
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the schemas that refer to themselves, directly or through others. Each schema is
 * visited once, however many are asked for.
 *
 * @see <a href="https://doi.org/10.1137/0201010">Tarjan: Depth-first search and linear
 * graph algorithms</a>
 */
final class RecursiveSchemas {

	private final Function<JsonNode, List<JsonNode>> targets;

	private final IdentityHashMap<JsonNode, Visit> visits = new IdentityHashMap<>();

	// Visited, but not yet known to be recursive or not.
	private final Deque<Visit> undecided = new ArrayDeque<>();

	/**
	 * Creates a finder.
	 * @param targets returns the schemas that a schema refers to
	 */
	RecursiveSchemas(Function<JsonNode, List<JsonNode>> targets) {
		this.targets = targets;
	}

	boolean contains(JsonNode schema) {
		Visit known = this.visits.get(schema);
		return ((known != null) ? known : visit(schema)).recursive;
	}

	private Visit visit(JsonNode schema) {
		Deque<Visit> path = new ArrayDeque<>();
		Visit first = begin(schema);
		path.push(first);
		while (!path.isEmpty()) {
			Visit visit = path.element();
			if (visit.targets.hasNext()) {
				Visit next = follow(visit, visit.targets.next());
				if (next != null) {
					path.push(next);
				}
			}
			else {
				path.pop();
				end(visit, path.peek());
			}
		}
		return first;
	}

	private Visit begin(JsonNode schema) {
		Visit visit = new Visit(this.visits.size(), this.targets.apply(schema).iterator());
		this.visits.put(schema, visit);
		this.undecided.push(visit);
		return visit;
	}

	/** Returns the visit of a schema that was not visited before. */
	private @Nullable Visit follow(Visit visit, JsonNode target) {
		Visit known = this.visits.get(target);
		if (known == null) {
			return begin(target);
		}
		if (!known.decided) {
			visit.earliest = Math.min(visit.earliest, known.number);
			visit.recursive |= known == visit;
		}
		return null;
	}

	private void end(Visit visit, @Nullable Visit from) {
		if (from != null) {
			from.earliest = Math.min(from.earliest, visit.earliest);
		}
		if (visit.earliest < visit.number) {
			return;
		}
		// All schemas that were visited since then refer to each other.
		boolean several = this.undecided.element() != visit;
		Visit member;
		do {
			member = this.undecided.pop();
			member.recursive |= several;
			member.decided = true;
		}
		while (member != visit);
	}

	/** The visit of one schema. */
	private static final class Visit {

		private final int number;

		private final Iterator<JsonNode> targets;

		/** The first visit that this schema leads back to. */
		private int earliest;

		private boolean recursive;

		private boolean decided;

		Visit(int number, Iterator<JsonNode> targets) {
			this.number = number;
			this.targets = targets;
			this.earliest = number;
		}

	}

}
