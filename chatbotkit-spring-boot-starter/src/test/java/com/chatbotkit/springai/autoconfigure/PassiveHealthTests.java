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

package com.chatbotkit.springai.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PassiveHealth}: when it is honest to say that a bot is down.
 */
class PassiveHealthTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final PassiveHealth health = new PassiveHealth(Duration.ofMinutes(5), Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void whatWasNeverAskedIsUp() {
		assertThat(this.health.status(BotRecord.EMPTY)).isEqualTo(Status.UP);
		assertThat(details(BotRecord.EMPTY)).containsExactly(Map.entry("requests", "none yet"));
	}

	@Test
	void whatAnsweredIsUp() {
		BotRecord known = BotRecord.EMPTY.withSuccess(NOW.minusSeconds(12));
		assertThat(this.health.status(known)).isEqualTo(Status.UP);
		assertThat(details(known))
			.containsExactly(Map.entry("lastSuccess", Map.of("at", "2026-01-02T03:03:53Z", "age", "12s")));
	}

	@ParameterizedTest
	@CsvSource({ "LASTING,1,DOWN", "PASSING,1,UP", "PASSING,2,UP", "PASSING,3,DOWN",
			"OF_THE_ACCOUNT,1,OUT_OF_SERVICE" })
	void failuresSpeakAgainstABotByTheirKind(FailureKind kind, int inARow, String status) {
		assertThat(this.health.status(failed(kind, Duration.ofMinutes(5), inARow))).isEqualTo(new Status(status));
	}

	@Test
	void anOldFailureSaysNothingOfNow() {
		BotRecord known = failed(FailureKind.LASTING, Duration.ofSeconds(301), 7);
		assertThat(this.health.status(known)).isEqualTo(Status.UP);
		assertThat(details(known)).containsEntry("failuresInARow", 7)
			.containsEntry("lastFailure",
					Map.of("at", "2026-01-02T02:59:04Z", "age", "301s", "status", 404, "code", "NOT_FOUND"));
	}

	@Test
	void anAnswerMakesAnEndOfFailures() {
		BotRecord known = failed(FailureKind.LASTING, Duration.ofSeconds(2), 3).withSuccess(NOW);
		assertThat(this.health.status(known)).isEqualTo(Status.UP);
		assertThat(details(known)).containsEntry("failuresInARow", 0).containsKeys("lastSuccess", "lastFailure");
	}

	private static BotRecord failed(FailureKind kind, Duration age, int inARow) {
		return new BotRecord(null, new BotRecord.Failed(NOW.minus(age), kind, 404, "NOT_FOUND"), inARow);
	}

	private Map<String, Object> details(BotRecord known) {
		Health.Builder builder = Health.up();
		this.health.describe(known, builder);
		return builder.build().getDetails();
	}

}
