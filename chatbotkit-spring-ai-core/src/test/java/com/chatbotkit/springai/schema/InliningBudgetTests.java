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
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InliningBudget}: attempts that would end as the one before did are not
 * made.
 */
class InliningBudgetTests {

	private static final int BUDGET = 1000;

	@Test
	void afterTooManyPlainValuesOnlyTheLastAttemptIsMade() {
		assertThat(attempts("{\"$defs\":{\"d\":{\"enum\":[\"%s\"]}}}".formatted("x".repeat(100)), 1)).isEqualTo(2);
	}

	@Test
	void afterTooManyStructuresOneThatMayBeLessDeepIsMade() {
		assertThat(attempts("{\"$defs\":{\"d\":{\"properties\":{\"%s\":{}}}}}".formatted("x".repeat(100)), 1))
			.isEqualTo(3);
	}

	@Test
	void whatIsFollowedDeeperIsTriedWithEachDepthThatMatters() {
		assertThat(attempts("{\"$defs\":{\"d\":{\"properties\":{\"%s\":{}}}}}".formatted("x".repeat(100)), 4))
			.isEqualTo(9);
	}

	private static int attempts(String document, int depth) {
		JsonNode schema = json(document);
		JsonNode target = schema.at("/$defs/d");
		List<InliningBudget> made = new ArrayList<>();
		InliningBudget last = null;
		for (InliningBudget inlining : InliningBudget.attempts(new SchemaReferences(schema), 0, BUDGET)) {
			last = inlining;
			if (made.isEmpty() || !inlining.wouldFailLike(made.get(made.size() - 1))) {
				made.add(inlining);
				if (!follow(inlining, target, depth)) {
					continue;
				}
				break;
			}
		}
		assertThat(made).last().isSameAs(last);
		assertThatExceptionOfType(InliningBudget.ExceededException.class)
			.isThrownBy(() -> repeat(InliningBudget.attempts(new SchemaReferences(schema), 0, BUDGET).iterator().next(),
					target, depth));
		return made.size();
	}

	private static boolean follow(InliningBudget inlining, JsonNode target, int depth) {
		try {
			repeat(inlining, target, depth);
			return true;
		}
		catch (InliningBudget.ExceededException ex) {
			return false;
		}
	}

	private static void repeat(InliningBudget inlining, JsonNode target, int depth) {
		for (int i = 0; i < 100; i++) {
			int followed = 0;
			while (followed < depth && inlining.follow(target)) {
				followed++;
			}
			for (int j = 0; j < followed; j++) {
				inlining.leave();
			}
		}
	}

}
