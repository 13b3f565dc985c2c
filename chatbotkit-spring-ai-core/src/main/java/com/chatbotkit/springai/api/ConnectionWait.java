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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Limits how many requests wait for a free connection, and how long.
 */
final class ConnectionWait {

	/**
	 * The interval of checks for a request whose connection is being established: it does
	 * not wait for a free one, and has another timeout.
	 */
	private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

	/**
	 * The number of waiting requests for each connection. More would fill the memory.
	 */
	private static final int WAITING_PER_CONNECTION = 10;

	private final ChatBotKitConnectionLimit limit;

	private final AtomicInteger waiting = new AtomicInteger();

	private final Scheduler scheduler;

	private final Watchdog watchdog;

	ConnectionWait(ChatBotKitConnectionLimit limit, Scheduler scheduler) {
		this.limit = limit;
		this.scheduler = scheduler;
		this.watchdog = new Watchdog(limit.acquireTimeout(), scheduler);
	}

	/**
	 * Whether the wait is limited here. The connections of an unknown connector cannot be
	 * counted.
	 */
	boolean isLimited() {
		return this.limit.inUse() != null;
	}

	boolean isExhausted() {
		IntSupplier inUse = this.limit.inUse();
		return inUse != null && inUse.getAsInt() >= this.limit.max();
	}

	/**
	 * Whether the maximum number of requests is waiting already.
	 */
	boolean isFull() {
		return this.waiting.get() >= maxWaiting() && isExhausted();
	}

	private long maxWaiting() {
		return (long) this.limit.max() * WAITING_PER_CONNECTION;
	}

	/**
	 * Starts the wait of an exchange. It expires if it takes too long, including the
	 * waits of earlier attempts.
	 */
	void begin(Watchdog.Watched exchange, Attempts attempts, Runnable check) {
		this.waiting.incrementAndGet();
		if (attempts.waited() == 0) {
			this.watchdog.add(exchange);
		}
		else {
			this.scheduler.schedule(check, Math.max(0, nanosLeft(attempts, 0)), TimeUnit.NANOSECONDS);
		}
	}

	void end(Watchdog.Watched exchange) {
		this.waiting.decrementAndGet();
		this.watchdog.remove(exchange);
	}

	void checkLater(Runnable check) {
		this.scheduler.schedule(check, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	long nanosLeft(Attempts attempts, long waited) {
		return this.limit.acquireTimeout().toNanos() - attempts.waited() - waited;
	}

	/**
	 * Fails an exchange without a request body if no connection was free in time. Nothing
	 * tells when such a request is sent: Jetty and HttpComponents complete it before they
	 * have a connection. So a request without a response counts as waiting.
	 * @param isAnswered whether the response has begun
	 */
	<T> Mono<T> limit(Mono<T> exchange, BooleanSupplier isAnswered) {
		if (!isLimited()) {
			return exchange;
		}
		Mono<Long> expired = Mono.delay(this.limit.acquireTimeout(), this.scheduler)
			.filter((tick) -> !isAnswered.getAsBoolean() && isExhausted())
			.switchIfEmpty(Mono.never());
		return exchange.timeout(expired, Mono.error(this::tooLong));
	}

	ExchangeException tooMany() {
		return inUse("no connection is free: all " + this.limit.max() + " are in use, and " + maxWaiting()
				+ " requests wait for one already; raise spring.ai.chatbotkit.connections.max, or ask for less at once");
	}

	ExchangeException tooLong() {
		return inUse("no connection was free within " + this.limit.acquireTimeout().toMillis() + " ms: all "
				+ this.limit.max() + " are in use; raise spring.ai.chatbotkit.connections.max, or let"
				+ " requests wait longer with spring.ai.chatbotkit.connections.acquire-timeout");
	}

	private static ExchangeException inUse(String words) {
		return ExchangeException.notSent(FailureFactory.CONNECTION_FAILED, ChatBotKitFailure.CONNECTIONS_IN_USE, words);
	}

}
