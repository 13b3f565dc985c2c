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

package com.chatbotkit.springai.server.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.AssistantMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the turns that wait for their clients' tools.
 */
class HeldTurnsTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final HeldTurns turns = new HeldTurns(Duration.ofMinutes(30), new Clock() {

		@Override
		public Instant instant() {
			return HeldTurnsTests.this.now.get();
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	});

	private static HeldTurn turn(String owner) {
		return new HeldTurn(owner, List.of(), new AssistantMessage("Hi"));
	}

	@Test
	void aCallerThatBringsManyDoesNotMakeThoseOfAnotherBeForgotten() {
		this.turns.put("first", turn("a"));
		for (int i = 0; i < 20_000; i++) {
			this.turns.put("call-" + i, turn("b"));
		}
		assertThat(this.turns.find("first", "a")).isNotNull();
		assertThat(this.turns.find("call-0", "b")).isNull();
		assertThat(this.turns.find("call-19999", "b")).isNotNull();
	}

	@Test
	void aTurnIsFoundByItsOwnerAlone() {
		this.turns.put("one", turn("a"));
		this.turns.put("one", turn("b"));
		assertThat(this.turns.find("one", "a")).isNotNull().isNotSameAs(this.turns.find("one", "b"));
		assertThat(this.turns.find("one", "c")).isNull();
	}

	@Test
	void callersWhoseTurnsAreOldAreForgotten() {
		for (int i = 0; i < 100; i++) {
			this.turns.put("one", turn("caller-" + i));
		}
		assertThat(this.turns.owners()).isEqualTo(100);
		this.now.set(Instant.EPOCH.plus(Duration.ofMinutes(31)));
		assertThat(this.turns.find("one", "caller-1")).isNull();
		this.turns.put("two", turn("a"));
		assertThat(this.turns.owners()).isEqualTo(1);
	}

}
