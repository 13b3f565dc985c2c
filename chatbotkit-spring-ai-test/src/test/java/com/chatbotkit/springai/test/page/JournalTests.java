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

package com.chatbotkit.springai.test.page;

import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTests {

	private final Journal journal = new Journal();

	@Test
	void whoComesLateSeesWhatWasAndThenWhatHappens() {
		long exchange = this.journal.open();
		Step before = step(exchange, Step.Kind.REQUEST);
		Step after = step(exchange, Step.Kind.END);
		this.journal.add(before);
		StepVerifier.create(this.journal.steps())
			.expectNext(before)
			.then(() -> this.journal.add(after))
			.expectNext(after)
			.thenCancel()
			.verify();
	}

	@Test
	void forgetsTheOldest() {
		long first = this.journal.open();
		this.journal.add(step(first, Step.Kind.REQUEST));
		for (int i = 0; i < Journal.EXCHANGES; i++) {
			long exchange = this.journal.open();
			this.journal.add(step(exchange, Step.Kind.REQUEST));
		}
		this.journal.add(step(first, Step.Kind.END));
		StepVerifier.create(this.journal.steps().map(Step::exchange).take(Journal.EXCHANGES).collectList())
			.assertNext((kept) -> assertThat(kept).hasSize(Journal.EXCHANGES).doesNotContain(first))
			.verifyComplete();
	}

	@Test
	void whoLeavesIsForgotten() {
		long exchange = this.journal.open();
		StepVerifier.create(this.journal.steps())
			.then(() -> this.journal.add(step(exchange, Step.Kind.REQUEST)))
			.expectNextCount(1)
			.thenCancel()
			.verify();
		this.journal.add(step(exchange, Step.Kind.END));
		StepVerifier.create(this.journal.steps().take(2)).expectNextCount(2).verifyComplete();
	}

	private static Step step(long exchange, Step.Kind kind) {
		return new Step(exchange, 0, kind, Map.of());
	}

}
