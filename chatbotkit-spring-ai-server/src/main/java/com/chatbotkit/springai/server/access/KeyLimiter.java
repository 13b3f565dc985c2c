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

package com.chatbotkit.springai.server.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one key uses, in the memory of this instance.
 */
final class KeyLimiter {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration DAY = Duration.ofDays(1);

	private final AccessLimits limits;

	private final @Nullable Bucket requests;

	private final @Nullable Bucket tokens;

	private final AtomicInteger running = new AtomicInteger();

	KeyLimiter(AccessLimits limits) {
		this.limits = limits;
		this.requests = bucket(limits.requestsPerMinute(), MINUTE);
		this.tokens = bucket(limits.tokensPerDay(), DAY);
	}

	private static @Nullable Bucket bucket(@Nullable Number limit, Duration period) {
		return (limit != null) ? Bucket.builder()
			.addLimit((bandwidth) -> bandwidth.capacity(limit.longValue()).refillGreedy(limit.longValue(), period))
			.build() : null;
	}

	Admission admit() {
		Integer concurrent = this.limits.concurrent();
		int now = this.running.incrementAndGet();
		try {
			if (concurrent != null && now > concurrent) {
				throw new RefusedException(429, "concurrency_limit_exceeded",
						"This key has " + concurrent + " requests running, which is its limit.", Duration.ofSeconds(1));
			}
			checkTokens();
			checkRequests();
		}
		catch (RefusedException refused) {
			this.running.decrementAndGet();
			throw refused;
		}
		return this::finished;
	}

	private void checkTokens() {
		if (this.tokens != null && this.tokens.getAvailableTokens() < 1) {
			Duration wait = Duration.ofNanos(this.tokens.estimateAbilityToConsume(1).getNanosToWaitForRefill());
			throw new RefusedException(429, "insufficient_quota",
					"This key has used its " + this.limits.tokensPerDay() + " tokens of a day.", wait);
		}
	}

	private void checkRequests() {
		if (this.requests != null) {
			ConsumptionProbe probe = this.requests.tryConsumeAndReturnRemaining(1);
			if (!probe.isConsumed()) {
				throw new RefusedException(429, "rate_limit_exceeded",
						"This key has sent its " + this.limits.requestsPerMinute() + " requests of a minute.",
						Duration.ofNanos(probe.getNanosToWaitForRefill()));
			}
		}
	}

	private void finished(long used) {
		this.running.decrementAndGet();
		if (this.tokens != null && used > 0) {
			this.tokens.consumeIgnoringRateLimits(used);
		}
	}

}
