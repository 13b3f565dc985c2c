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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InliningBudget}: what each attempt inlines, to the last character.
 */
class InliningBudgetTests {

	// The attempts, in their order.

	private static final int FIRST = 0;

	private static final int ONE_LEVEL = 2;

	private static final int TWO_RECURSIVE_HOPS = 9;

	private static final int FEWER_STRUCTURES = 12;

	private static final int TWO_HOPS_AND_A_SMALL_ONE = 24;

	private static final int TWO_HOPS = 25;

	private static final int LAST = 30;

	private static final int MUCH = 1_000_000;

	/** Definitions that cost 100 characters each, and some of other lengths. */
	private final JsonNode schema = json("""
			{"$defs": {
				"object": {"properties": {"%1$s": {}}},
				"recursive": {"properties": {"%2$s": {"$ref": "#/$defs/recursive"}}},
				"plain": {"enum": ["%3$s"]},
				"object512": {"properties": {"%4$s": {}}},
				"object513": {"properties": {"x%4$s": {}}},
				"plain512": {"enum": ["%5$s"]},
				"plain513": {"enum": ["x%5$s"]}
			}}""".formatted("x".repeat(67), "x".repeat(41), "x".repeat(76), "x".repeat(479), "x".repeat(488)));

	@ParameterizedTest
	@CsvSource({ "500, 0, 5", "599, 0, 5", "0, 300, 6", "500, 300, 6", "800, 300, 8" })
	void allReferencesTogetherMayAddTheBudgetOrTwiceTheSchema(int budget, int length, int followed) {
		assertThat(repeated(attempt(FIRST, length, budget), "object", MUCH)).isEqualTo(followed);
		assertThat(repeated(attempt(FIRST, length, budget), "plain", MUCH)).isEqualTo(followed);
	}

	@Test
	void recursiveOnesHaveASmallerBudget() {
		assertThat(repeated(attempt(FIRST, 10_000, MUCH), "recursive", MUCH)).isEqualTo(200);
		assertThat(repeated(attempt(FIRST, 0, MUCH), "recursive", MUCH)).isEqualTo(16 * 1024 / 100);
		assertThat(repeated(attempt(FIRST, 0, 1000), "recursive", MUCH)).isEqualTo(10);
	}

	@Test
	void whatIsWithinARecursionIsPartOfIt() {
		InliningBudget first = attempt(FIRST, 10_000, MUCH);
		assertThat(first.follow(definition("recursive"))).isTrue();
		assertThat(repeated(first, "plain", MUCH)).isEqualTo(199);
	}

	@Test
	void plainValuesWithinARecursionAreNoneWithOneLevel() {
		InliningBudget attempt = attempt(ONE_LEVEL, 10_000, MUCH);
		assertThat(attempt.follow(definition("recursive"))).isTrue();
		assertThat(repeated(attempt, "plain", 1000)).isEqualTo(1000);
	}

	@Test
	void whatFollowsARecursionIsNotPartOfIt() {
		InliningBudget first = attempt(FIRST, 10_000, MUCH);
		assertThat(first.follow(definition("recursive"))).isTrue();
		first.leave();
		assertThat(repeated(first, "object", 1000)).isEqualTo(1000);
	}

	@Test
	void objectsHaveABudgetOfTheirOwnOnceSomeAreCut() {
		assertThat(repeated(attempt(FEWER_STRUCTURES, 20_000, MUCH), "object", MUCH)).isEqualTo(400);
		assertThat(repeated(attempt(FEWER_STRUCTURES, 0, MUCH), "object", MUCH)).isEqualTo(32 * 1024 / 100);
		assertThat(repeated(attempt(FEWER_STRUCTURES, 20_000, MUCH), "plain", 1000)).isEqualTo(1000);
	}

	@ParameterizedTest
	@CsvSource({ FIRST + ", 3", ONE_LEVEL + ", 1" })
	void aDefinitionIsRepeatedWithinItselfAFewTimes(int attempt, int levels) {
		InliningBudget inlining = attempt(attempt, 0, MUCH);
		JsonNode recursive = definition("recursive");
		for (int level = 0; level < levels; level++) {
			assertThat(inlining.follow(recursive)).isTrue();
			inlining.open(recursive);
		}
		assertThat(inlining.follow(recursive)).isFalse();
		inlining.close(recursive);
		assertThat(inlining.follow(recursive)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ TWO_HOPS + ", object, 2", TWO_HOPS_AND_A_SMALL_ONE + ", object, 3",
			TWO_HOPS_AND_A_SMALL_ONE + ", object512, 3", TWO_HOPS_AND_A_SMALL_ONE + ", object513, 2",
			TWO_HOPS + ", plain513, 100", LAST + ", object, 0" })
	void objectsAreInlinedOneWithinTheOther(int attempt, String definition, int depth) {
		assertThat(nested(attempt(attempt, 0, MUCH), definition)).isEqualTo(depth);
	}

	@Test
	void hopsOfARecursionCountFromItsFirst() {
		assertThat(nested(attempt(TWO_RECURSIVE_HOPS, 0, MUCH), "recursive")).isEqualTo(2);
		InliningBudget later = attempt(TWO_RECURSIVE_HOPS, 0, MUCH);
		assertThat(later.follow(definition("object"))).isTrue();
		assertThat(nested(later, "recursive")).isEqualTo(2);
		InliningBudget within = attempt(TWO_RECURSIVE_HOPS, 0, MUCH);
		assertThat(within.follow(definition("recursive"))).isTrue();
		assertThat(nested(within, "object")).isEqualTo(1);
	}

	@Test
	void theLastAttemptInlinesSmallValuesAlwaysAndOthersOnce() {
		InliningBudget last = attempt(LAST, 0, 0);
		assertThat(repeated(last, "plain512", 100)).isEqualTo(100);
		assertThat(repeated(last, "plain513", 100)).isEqualTo(1);
		assertThat(repeated(attempt(TWO_HOPS, 0, MUCH), "plain513", 100)).isEqualTo(100);
	}

	@Test
	void whatWasAddedIsTold() {
		InliningBudget first = attempt(FIRST, 0, 1000);
		first.follow(definition("plain"));
		first.follow(definition("object"));
		assertThat(first.spent()).isEqualTo(200);
		InliningBudget last = attempt(LAST, 0, 1000);
		last.follow(definition("plain"));
		assertThat(last.spent()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "plain512, 1000, true", "plain513, 600, true", "plain513, 601, false" })
	void aResultThatIsLongerThanTheBudgetIsNone(String definition, int length, boolean allowed) {
		InliningBudget first = attempt(FIRST, 0, 600);
		assertThat(first.follow(definition(definition))).isTrue();
		assertThat(first.allows(draft(length))).isEqualTo(allowed);
		InliningBudget last = attempt(LAST, 0, 600);
		last.follow(definition(definition));
		assertThat(last.allows(draft(length))).isTrue();
	}

	private static SchemaDraft draft(int length) {
		SchemaDraft draft = new SchemaDraft("string");
		draft.description = "x".repeat(length - "{'type':'string','description':''}".length());
		assertThat(SchemaWriter.write(draft).toString()).hasSize(length);
		return draft;
	}

	private JsonNode definition(String name) {
		return this.schema.path("$defs").path(name);
	}

	private InliningBudget attempt(int index, int length, int budget) {
		List<InliningBudget> attempts = new ArrayList<>();
		InliningBudget.attempts(new SchemaReferences(this.schema), length, budget).forEach(attempts::add);
		assertThat(attempts).hasSize(LAST + 1);
		return attempts.get(index);
	}

	/** How often a definition is inlined, one after the other. */
	private int repeated(InliningBudget inlining, String definition, int most) {
		int followed = 0;
		try {
			while (followed < most && inlining.follow(definition(definition))) {
				inlining.leave();
				followed++;
			}
		}
		catch (InliningBudget.ExceededException ex) {
			// That was one too many.
		}
		return followed;
	}

	/** How often a definition is inlined within itself. */
	private int nested(InliningBudget inlining, String definition) {
		int followed = 0;
		while (followed < 100 && inlining.follow(definition(definition))) {
			followed++;
		}
		return followed;
	}

}
