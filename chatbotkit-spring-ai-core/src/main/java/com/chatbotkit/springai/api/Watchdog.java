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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Ends exchanges that take longer than a timeout. Each exchange has its own timer, which
 * is set again if the exchange has time left when it fires.
 */
final class Watchdog {

	private final Duration timeout;

	private final Scheduler scheduler;

	private final Map<Watched, Disposable> timers = new ConcurrentHashMap<>();

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
		// Within compute(), so that the timer cannot fire before it is in the map.
		this.timers.compute(exchange, (key, earlier) -> {
			dispose(earlier);
			return setTimer(exchange, this.timeout.toNanos());
		});
	}

	void remove(Watched exchange) {
		dispose(this.timers.remove(exchange));
	}

	private Disposable setTimer(Watched exchange, long nanos) {
		return this.scheduler.schedule(() -> check(exchange), nanos, TimeUnit.NANOSECONDS);
	}

	private void check(Watched exchange) {
		long left = exchange.nanosLeft(now());
		if (left > 0) {
			this.timers.computeIfPresent(exchange, (key, fired) -> setTimer(exchange, left));
		}
		else if (this.timers.remove(exchange) != null) {
			exchange.expire();
		}
	}

	private static void dispose(@Nullable Disposable timer) {
		if (timer != null) {
			timer.dispose();
		}
	}

	/**
	 * One exchange that is watched.
	 */
	interface Watched {

		/**
		 * Returns how much of the timeout is left.
		 * @param now the time of {@link Watchdog#now()}
		 * @return the nanoseconds, zero or less if the exchange is late
		 */
		long nanosLeft(long now);

		/**
		 * Called when the exchange is late and no longer watched. The expected signal may
		 * have arrived in the meantime.
		 */
		void expire();

	}

}
