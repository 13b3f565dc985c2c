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
import java.util.stream.LongStream;

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

	@Test
	void keepsNoMoreThanItsRoom() {
		String half = "x".repeat((int) (Journal.CHARACTERS / 2));
		for (int i = 0; i < 10; i++) {
			this.journal.add(new Step(this.journal.open(), 0, Step.Kind.REQUEST, Map.of("body", half)));
		}
		assertThat(this.journal.first()).isEqualTo(10);
		StepVerifier.create(this.journal.steps().map(Step::exchange).take(1)).expectNext(10L).verifyComplete();
	}

	@Test
	void whoReadsSlowlyKeepsNothingAndIsToldWhatWasDropped() {
		long exchange = this.journal.open();
		this.journal.add(step(exchange, Step.Kind.REQUEST));
		StepVerifier.create(this.journal.steps(), 0).thenRequest(1).expectNextCount(1).then(() -> {
			for (int i = 0; i < 3 * Journal.EXCHANGES; i++) {
				this.journal.add(step(this.journal.open(), Step.Kind.REQUEST));
			}
		})
			.thenRequest(1)
			.expectNext(Step.dropped(2 * Journal.EXCHANGES + 2))
			.thenRequest(Long.MAX_VALUE)
			.expectNextCount(Journal.EXCHANGES)
			.thenCancel()
			.verify();
		assertThat(this.journal.watchers()).isZero();
	}

	@Test
	void everybodyHearsEverythingInOrderWhereManySpeakAtOnce() {
		long exchange = this.journal.open();
		int steps = 4000;
		StepVerifier.create(this.journal.steps().map(Step::at).take(steps).distinct().count())
			.then(() -> LongStream.range(0, steps)
				.parallel()
				.forEach((at) -> this.journal.add(new Step(exchange, at, Step.Kind.PIECE, Map.of()))))
			.expectNext((long) steps)
			.verifyComplete();
	}

	private static Step step(long exchange, Step.Kind kind) {
		return new Step(exchange, 0, kind, Map.of());
	}

}
