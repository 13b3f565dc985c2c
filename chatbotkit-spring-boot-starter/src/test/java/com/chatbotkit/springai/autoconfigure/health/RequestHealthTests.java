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

package com.chatbotkit.springai.autoconfigure.health;

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
 * Tests for {@link RequestHealth}: when a bot is down.
 */
class RequestHealthTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final RequestHealth health = new RequestHealth(Duration.ofMinutes(5), Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void aBotWithoutRequestsIsUp() {
		assertThat(this.health.status(RequestSummary.EMPTY)).isEqualTo(Status.UP);
		assertThat(details(RequestSummary.EMPTY)).containsExactly(Map.entry("requests", "none yet"));
	}

	@Test
	void aBotThatHasAnsweredIsUp() {
		RequestSummary summary = RequestSummary.EMPTY.withSuccess(NOW.minusSeconds(12));
		assertThat(this.health.status(summary)).isEqualTo(Status.UP);
		assertThat(details(summary))
			.containsExactly(Map.entry("lastSuccess", Map.of("at", "2026-01-02T03:03:53Z", "age", "12s")));
	}

	@ParameterizedTest
	@CsvSource({ "PERMANENT,1,DOWN", "TRANSIENT,1,UP", "TRANSIENT,2,UP", "TRANSIENT,3,DOWN",
			"ACCOUNT,1,OUT_OF_SERVICE" })
	void theKindOfAFailureDeterminesTheHealth(FailureKind kind, int inARow, String status) {
		assertThat(this.health.status(failed(kind, Duration.ofMinutes(5), inARow))).isEqualTo(new Status(status));
	}

	@Test
	void aFailureBeforeTheWindowIsIgnored() {
		RequestSummary summary = failed(FailureKind.PERMANENT, Duration.ofSeconds(301), 7);
		assertThat(this.health.status(summary)).isEqualTo(Status.UP);
		assertThat(details(summary)).containsEntry("failuresInARow", 7)
			.containsEntry("lastFailure",
					Map.of("at", "2026-01-02T02:59:04Z", "age", "301s", "status", 404, "code", "NOT_FOUND"));
	}

	@Test
	void aSuccessResetsTheFailures() {
		RequestSummary summary = failed(FailureKind.PERMANENT, Duration.ofSeconds(2), 3).withSuccess(NOW);
		assertThat(this.health.status(summary)).isEqualTo(Status.UP);
		assertThat(details(summary)).containsEntry("failuresInARow", 0).containsKeys("lastSuccess", "lastFailure");
	}

	private static RequestSummary failed(FailureKind kind, Duration age, int inARow) {
		return new RequestSummary(null, new RequestSummary.Failed(NOW.minus(age), kind, 404, "NOT_FOUND"), inARow);
	}

	private Map<String, Object> details(RequestSummary summary) {
		Health.Builder builder = Health.up();
		this.health.describe(summary, builder);
		return builder.build().getDetails();
	}

}
