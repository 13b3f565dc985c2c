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
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Determines the health of a bot from the outcome of past requests.
 * <p>
 * Reports UP unless a recent failure says otherwise, so that an instance taken out of
 * traffic is tried again.
 */
final class RequestHealth {

	/**
	 * Number of transient failures in a row, each after its retries, that mean DOWN.
	 */
	private static final int TRANSIENT_FAILURES = 3;

	private final Duration failureWindow;

	private final Clock clock;

	/**
	 * Creates an instance.
	 * @param failureWindow how long a failure affects the health
	 */
	RequestHealth(Duration failureWindow, Clock clock) {
		this.failureWindow = failureWindow;
		this.clock = clock;
	}

	Status status(RequestSummary summary) {
		RequestSummary.Failed failed = summary.lastFailure();
		if (failed == null || summary.failuresInARow() == 0 || age(failed.at()).compareTo(this.failureWindow) > 0) {
			return Status.UP;
		}
		return switch (failed.kind()) {
			case ACCOUNT -> Status.OUT_OF_SERVICE;
			case PERMANENT -> Status.DOWN;
			case TRANSIENT -> (summary.failuresInARow() >= TRANSIENT_FAILURES) ? Status.DOWN : Status.UP;
			case REQUEST -> Status.UP;
		};
	}

	/**
	 * Adds details, without messages of the server.
	 */
	void describe(RequestSummary summary, Health.Builder health) {
		if (summary.lastSuccess() == null && summary.lastFailure() == null) {
			health.withDetail("requests", "none yet");
		}
		if (summary.lastSuccess() != null) {
			health.withDetail("lastSuccess", when(summary.lastSuccess()));
		}
		if (summary.lastFailure() != null) {
			Map<String, Object> failure = when(summary.lastFailure().at());
			failure.put("status", summary.lastFailure().status());
			failure.put("code", summary.lastFailure().code());
			health.withDetail("lastFailure", failure).withDetail("failuresInARow", summary.failuresInARow());
		}
	}

	private Map<String, Object> when(Instant at) {
		Map<String, Object> when = new LinkedHashMap<>();
		when.put("at", at.truncatedTo(ChronoUnit.SECONDS).toString());
		when.put("age", DurationStyle.SIMPLE.print(age(at), ChronoUnit.SECONDS));
		return when;
	}

	private Duration age(Instant at) {
		return Duration.between(at, this.clock.instant());
	}

}
