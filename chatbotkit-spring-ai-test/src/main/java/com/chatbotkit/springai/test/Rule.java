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

package com.chatbotkit.springai.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Answers the turns that match a condition, with one step for each round of tool calls.
 */
final class Rule {

	private final Predicate<Turn> condition;

	private final AtomicInteger left;

	private final List<Step> steps = new CopyOnWriteArrayList<>();

	Rule(Predicate<Turn> condition, int times) {
		this.condition = condition;
		this.left = new AtomicInteger(times);
	}

	Rule answering(Script script) {
		this.steps.add(new Step(script, false));
		return this;
	}

	/** Adds a step that calls a tool; the next step answers its result. */
	Rule calling(Script script) {
		this.steps.add(new Step(script, true));
		return this;
	}

	/** Returns the answer, or null if this rule does not apply. */
	@Nullable ScriptedResponse respond(Turn turn) {
		int index = Math.min(turn.rounds(), this.steps.size() - 1);
		Step step = this.steps.get(index);
		boolean past = step.calls() && turn.rounds() > index;
		if (past || !this.condition.test(turn) || (index == 0 && !takeOne())) {
			return null;
		}
		return step.script().respond(turn);
	}

	private boolean takeOne() {
		return this.left.getAndUpdate((left) -> Math.max(left - 1, 0)) > 0;
	}

	private record Step(Script script, boolean calls) {

	}

}
