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
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells from what past requests came to how a bot is. It asks nobody.
 * <p>
 * What nothing speaks against is up: an application that was asked nothing yet, or that
 * failed long ago. Otherwise one that is taken out of traffic for being down would never
 * be tried again.
 */
final class PassiveHealth {

	/**
	 * One failure that passes by itself, retries included, is bad luck.
	 */
	private static final int FAILURES_IN_A_ROW = 3;

	private final Duration failureWindow;

	private final Clock clock;

	/**
	 * Creates a judge.
	 * @param failureWindow how long a failure counts
	 */
	PassiveHealth(Duration failureWindow, Clock clock) {
		this.failureWindow = failureWindow;
		this.clock = clock;
	}

	Status status(BotRecord known) {
		BotRecord.Failed failed = known.lastFailure();
		if (failed == null || known.failuresInARow() == 0 || age(failed.at()).compareTo(this.failureWindow) > 0) {
			return Status.UP;
		}
		return switch (failed.kind()) {
			case OF_THE_ACCOUNT -> Status.OUT_OF_SERVICE;
			case LASTING -> Status.DOWN;
			case PASSING -> (known.failuresInARow() >= FAILURES_IN_A_ROW) ? Status.DOWN : Status.UP;
			case OF_THE_REQUEST -> Status.UP;
		};
	}

	/**
	 * Adds what is known, without the server's words, which are for logs.
	 */
	void describe(BotRecord known, Health.Builder health) {
		if (known.lastSuccess() == null && known.lastFailure() == null) {
			health.withDetail("requests", "none yet");
		}
		if (known.lastSuccess() != null) {
			health.withDetail("lastSuccess", when(known.lastSuccess()));
		}
		if (known.lastFailure() != null) {
			Map<String, Object> failure = when(known.lastFailure().at());
			failure.put("status", known.lastFailure().status());
			failure.put("code", known.lastFailure().code());
			health.withDetail("lastFailure", failure).withDetail("failuresInARow", known.failuresInARow());
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
