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

package com.chatbotkit.springai.api;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * Retries a call or a stream if {@link FailureTable} allows it.
 */
final class RetryOperator {

	/**
	 * Longest accepted {@code Retry-After}. If the server asks for more, the request
	 * fails at once and the caller decides.
	 */
	static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

	/**
	 * The maximum part of a wait that is added to it at random, so that many clients do
	 * not retry at the same time.
	 */
	private static final double JITTER = 0.5;

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private static final Log logger = LogFactory.getLog(RetryOperator.class);

	private final ChatBotKitRetryPolicy policy;

	private final Scheduler scheduler;

	private final DoubleSupplier random;

	RetryOperator(ChatBotKitRetryPolicy policy, Scheduler scheduler, DoubleSupplier random) {
		this.policy = policy;
		this.scheduler = scheduler;
		this.random = random;
	}

	/**
	 * Returns a call that is retried.
	 * @param attempt sends the request once for each subscription
	 */
	<T> Mono<T> retry(Mono<T> attempt) {
		return retry(attempt, 1);
	}

	/**
	 * Returns a stream that is retried.
	 * @param attempt sends the request once for each subscription
	 */
	<T> Flux<T> retry(Flux<T> attempt) {
		return retry(attempt, 1);
	}

	// Not retryWhen(): it throws a LinkageError of an attempt on the connection's thread
	// (reactor-core 3.8.6, FluxConcatMap), so that the subscriber would wait forever.

	private <T> Mono<T> retry(Mono<T> attempt, int number) {
		return attempt.onErrorResume((failed) -> pause(failed, number).then(retry(attempt, number + 1)));
	}

	private <T> Flux<T> retry(Flux<T> attempt, int number) {
		return attempt.onErrorResume((failed) -> pause(failed, number).thenMany(retry(attempt, number + 1)));
	}

	/**
	 * Waits for the next attempt.
	 * @param attempt the number of the failed attempt, from 1
	 * @return the failure if there is no next attempt
	 */
	private Mono<Long> pause(Throwable failed, int attempt) {
		if (!(failed instanceof ChatBotKitTransientException ex) || !ex.isRetryable()
				|| attempt >= this.policy.maxAttempts()) {
			// Hidden, because then() would evaluate a plain error at once and throw an
			// Error.
			return Mono.<Long>error(failed).hide();
		}
		Duration asked = ex.getFailure().retryAfter();
		if (asked != null && asked.compareTo(LONGEST_RETRY_AFTER) > 0) {
			return Mono.error(failed);
		}
		Duration backoff = backoffBefore(attempt);
		Duration wait = (asked != null && asked.compareTo(backoff) > 0) ? asked : backoff;
		return Mono.deferContextual((context) -> ApplicationErrors.mono(() -> {
			report(ex, attempt, wait, context);
			return Mono.delay(wait, this.scheduler);
		}));
	}

	private Duration backoffBefore(int retry) {
		double backoff = (double) this.policy.initialInterval().toNanos()
				* Math.pow(this.policy.multiplier(), retry - 1);
		double capped = Math.min(backoff, (double) this.policy.maxInterval().toNanos());
		return Duration.ofNanos((long) (capped * (1 + JITTER * this.random.getAsDouble())));
	}

	private void report(ChatBotKitTransientException ex, int attempt, Duration wait, ContextView context) {
		if (logger.isWarnEnabled()) {
			String message = "Attempt " + attempt + " of " + this.policy.maxAttempts()
					+ " failed, the next one follows in " + wait.toMillis() + " ms: " + ex.getMessage();
			// Logs with the caller's MDC and trace, on whatever thread this is.
			SNAPSHOTS.captureFrom(context).wrap(() -> logger.warn(message)).run();
		}
		context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
			.ifPresent((observation) -> observation.event(new ChatBotKitRetryEvent(ex.getFailure())));
	}

}
