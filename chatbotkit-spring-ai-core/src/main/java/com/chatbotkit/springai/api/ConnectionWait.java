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
 * Limits how long a request waits for a free connection, and how many do, and makes the
 * failure of one that may not wait.
 */
final class ConnectionWait {

	/**
	 * How soon to look again for one that waits for a connection to stand, and not for
	 * one to be free: another timeout is for that.
	 */
	private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

	/**
	 * For each connection so many requests may wait. All that wait keep what they ask in
	 * memory.
	 */
	private static final int WAITING_FOR_EACH = 10;

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
	 * Whether there is anything to wait for: the connections of others nobody counts.
	 */
	boolean isLimited() {
		return this.limit.inUse() != null;
	}

	boolean isExhausted() {
		IntSupplier inUse = this.limit.inUse();
		return inUse != null && inUse.getAsInt() >= this.limit.max();
	}

	/**
	 * Whether so many requests wait that another one cannot hope for a connection.
	 */
	boolean isFull() {
		return this.waiting.get() >= most() && isExhausted();
	}

	private long most() {
		return (long) this.limit.max() * WAITING_FOR_EACH;
	}

	/**
	 * Has an exchange expire if its request waits too long, together with what it has
	 * waited before.
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

	void lookAgain(Runnable check) {
		this.scheduler.schedule(check, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
	}

	long nanosLeft(Attempts attempts, long waited) {
		return this.limit.acquireTimeout().toNanos() - attempts.waited() - waited;
	}

	/**
	 * Fails an exchange without a body, if no connection was free in time. Nobody knows
	 * when such a request leaves: Jetty and HttpComponents take its end before they have
	 * a connection. So one that is not answered counts as waiting.
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
		return inUse("no connection is free: all " + this.limit.max() + " are in use, and " + most()
				+ " requests wait for one already; raise spring.ai.chatbotkit.connections.max, or ask for less at once");
	}

	ExchangeException tooLong() {
		return inUse("no connection was free within " + this.limit.acquireTimeout().toMillis() + " ms: all "
				+ this.limit.max() + " are in use; raise spring.ai.chatbotkit.connections.max, or let"
				+ " requests wait longer with spring.ai.chatbotkit.connections.acquire-timeout");
	}

	private static ExchangeException inUse(String words) {
		return ExchangeException.notSent(FailureFactory.CONNECTION_FAILED, FailureFactory.CONNECTIONS_IN_USE, words);
	}

}
