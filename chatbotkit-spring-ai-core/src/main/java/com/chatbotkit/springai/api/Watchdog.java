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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.scheduler.Scheduler;

/**
 * Ends everything that takes longer than a timeout, with one timer for all requests of a
 * client.
 * <p>
 * A timer per request would be scheduled and cancelled for each of them, and scheduling
 * wakes a thread. This timer fires when the oldest exchange may be late, checks all of
 * them, and is scheduled again as long as there are any. That saves less than a tenth of
 * a call's time. Measured: benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class Watchdog {

	private final Duration timeout;

	private final Scheduler scheduler;

	private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean timerSet = new AtomicBoolean();

	Watchdog(Duration timeout, Scheduler scheduler) {
		this.timeout = timeout;
		this.scheduler = scheduler;
	}

	Duration timeout() {
		return this.timeout;
	}

	/**
	 * Returns the time in nanoseconds, for comparison with another such time.
	 */
	long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * Starts to watch an exchange.
	 */
	void add(Watched exchange) {
		this.watched.add(exchange);
		setTimerUnlessSet();
	}

	void remove(Watched exchange) {
		this.watched.remove(exchange);
	}

	private void setTimerUnlessSet() {
		if (this.timerSet.compareAndSet(false, true)) {
			setTimer(this.timeout.toNanos());
		}
	}

	private void setTimer(long nanos) {
		this.scheduler.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
	}

	private void check() {
		long now = now();
		long next = Long.MAX_VALUE;
		for (Watched exchange : this.watched) {
			long left = exchange.nanosLeft(now);
			if (left > 0) {
				next = Math.min(next, left);
			}
			else {
				remove(exchange);
				// expire() may be slow; do not delay the other exchanges.
				this.scheduler.schedule(exchange::expire);
			}
		}
		if (next < Long.MAX_VALUE) {
			setTimer(next);
			return;
		}
		this.timerSet.set(false);
		if (!this.watched.isEmpty()) {
			setTimerUnlessSet();
		}
	}

	/**
	 * One exchange that is watched.
	 */
	interface Watched {

		/**
		 * How much of the timeout is left.
		 * @param now what {@link Watchdog#now()} says
		 * @return the nanoseconds, none or less if the exchange is late
		 */
		long nanosLeft(long now);

		/**
		 * Tells that it was late and is no longer watched. It may have come meanwhile.
		 */
		void expire();

	}

}
