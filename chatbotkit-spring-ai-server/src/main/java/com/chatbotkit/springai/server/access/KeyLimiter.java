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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Applies the limits of one caller.
 */
final class KeyLimiter {

	private static final Logger logger = System.getLogger(KeyLimiter.class.getName());

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration DAY = Duration.ofDays(1);

	private final AccessLimits limits;

	private final @Nullable LimitBucket requests;

	private final @Nullable LimitBucket tokens;

	private final @Nullable LimitBucket running;

	KeyLimiter(String caller, AccessLimits limits, LimitBuckets buckets) {
		Integer requests = limits.requestsPerMinute();
		Long tokens = limits.tokensPerDay();
		Integer running = limits.concurrent();
		this.limits = limits;
		// The id contains the limit, so that a changed limit starts a new bucket.
		this.requests = (requests != null) ? buckets.filling(caller + "/requests/" + requests, requests, MINUTE) : null;
		this.tokens = (tokens != null) ? buckets.filling(caller + "/tokens/" + tokens, tokens, DAY) : null;
		this.running = (running != null) ? buckets.places(caller + "/running/" + running, running) : null;
	}

	Mono<Admission> admit() {
		Mono<Admission> checked = checkTokens().then(checkRequests()).then(Mono.fromSupplier(() -> this::finished));
		LimitBucket running = this.running;
		if (running == null) {
			return checked;
		}
		return running.take().flatMap((wait) -> {
			if (!wait.isZero()) {
				return Mono.error(new RefusedException(429, "concurrency_limit_exceeded",
						"This key has " + this.limits.concurrent() + " requests running, which is its limit.", wait));
			}
			AtomicBoolean admitted = new AtomicBoolean();
			return checked.doOnNext((admission) -> admitted.set(true)).doFinally((signal) -> {
				if (!admitted.get()) {
					background(running.giveBack());
				}
			});
		});
	}

	private Mono<Void> checkTokens() {
		return (this.tokens == null) ? Mono.empty()
				: this.tokens.look()
					.flatMap((wait) -> refuse(wait, "insufficient_quota",
							"This key has used its " + this.limits.tokensPerDay() + " tokens of a day."));
	}

	private Mono<Void> checkRequests() {
		return (this.requests == null) ? Mono.empty()
				: this.requests.take()
					.flatMap((wait) -> refuse(wait, "rate_limit_exceeded",
							"This key has sent its " + this.limits.requestsPerMinute() + " requests of a minute."));
	}

	private static Mono<Void> refuse(Duration wait, String code, String message) {
		return wait.isZero() ? Mono.empty() : Mono.error(new RefusedException(429, code, message, wait));
	}

	private void finished(long used) {
		if (this.running != null) {
			background(this.running.giveBack());
		}
		if (this.tokens != null && used > 0) {
			background(this.tokens.book(used));
		}
	}

	private static void background(Mono<Void> update) {
		update.subscribe(null,
				(failure) -> logger.log(Level.WARNING, "The use of a request could not be counted", failure));
	}

}
