package com.chatbotkit.springai.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** A timer for each exchange, as Reactor's {@code timeout} sets. */
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

	long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	void add(Watched exchange) {
		this.timers.put(exchange, this.scheduler.schedule(exchange::expire, this.timeout.toNanos(), TimeUnit.NANOSECONDS));
	}

	void remove(Watched exchange) {
		Disposable timer = this.timers.remove(exchange);
		if (timer != null) {
			timer.dispose();
		}
	}

	interface Watched {

		long nanosLeft(long now);

		void expire();

	}

}
