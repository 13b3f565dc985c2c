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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each exchange has the whole of its time.
 */
class WatchdogTests {

	private final CountingScheduler time = new CountingScheduler();

	private final Watchdog watchdog = new Watchdog(Duration.ofSeconds(10), this.time);

	private final List<String> expired = new ArrayList<>();

	@AfterEach
	void dispose() {
		this.time.dispose();
	}

	@Test
	void eachIsLateAfterItsOwnTime() {
		this.watchdog.add(new Exchange("first"));
		advance(4_000);
		this.watchdog.add(new Exchange("second"));
		advance(5_999);
		assertThat(this.expired).isEmpty();
		advance(1);
		assertThat(this.expired).containsExactly("first");
		advance(3_999);
		assertThat(this.expired).containsExactly("first");
		advance(1);
		assertThat(this.expired).containsExactly("first", "second");
	}

	@Test
	void aSignGivesTheWholeTimeAgain() {
		Exchange exchange = new Exchange("busy");
		this.watchdog.add(exchange);
		for (int i = 0; i < 100; i++) {
			advance(9_000);
			exchange.since = this.watchdog.now();
		}
		assertThat(this.expired).isEmpty();
		advance(9_999);
		assertThat(this.expired).isEmpty();
		advance(1);
		assertThat(this.expired).containsExactly("busy");
	}

	@Test
	void whatIsNoLongerWatchedIsNotLate() {
		Exchange exchange = new Exchange("done");
		this.watchdog.add(exchange);
		this.watchdog.remove(exchange);
		advance(60_000);
		assertThat(this.expired).isEmpty();
	}

	@Test
	void oneThatIsAddedAgainHasTheWholeTimeAgainAndOneTimer() {
		Exchange exchange = new Exchange("again");
		this.watchdog.add(exchange);
		advance(9_000);
		exchange.since = this.watchdog.now();
		this.watchdog.add(exchange);
		assertThat(this.time.pending()).isEqualTo(1);
		advance(9_999);
		assertThat(this.expired).isEmpty();
		advance(1);
		assertThat(this.expired).containsExactly("again");
	}

	@Test
	void noTimerIsLeftOfWhatIsNoLongerWatched() {
		Exchange done = new Exchange("done");
		this.watchdog.add(done);
		assertThat(this.time.pending()).isEqualTo(1);
		this.watchdog.remove(done);
		assertThat(this.time.pending()).isZero();
		this.watchdog.add(new Exchange("late"));
		advance(10_000);
		assertThat(this.expired).containsExactly("late");
		assertThat(this.time.pending()).isZero();
	}

	@Test
	void oneThatTakesItsTimeWhenToldKeepsNoOtherFromBeingTold() throws Exception {
		Scheduler threads = Schedulers.newParallel("watchdog", 4);
		Watchdog real = new Watchdog(Duration.ofMillis(20), threads);
		CyclicBarrier together = new CyclicBarrier(3);
		try {
			real.add(new Meeting(together));
			real.add(new Meeting(together));
			together.await(10, TimeUnit.SECONDS);
		}
		finally {
			threads.dispose();
		}
	}

	private void advance(long millis) {
		this.time.advanceTimeBy(Duration.ofMillis(millis));
	}

	/**
	 * An exchange that only waits.
	 */
	private final class Exchange implements Watchdog.Watched {

		private final String name;

		private long since = WatchdogTests.this.watchdog.now();

		Exchange(String name) {
			this.name = name;
		}

		@Override
		public long nanosLeft(long now) {
			return WatchdogTests.this.watchdog.timeout().toNanos() - (now - this.since);
		}

		@Override
		public void expire() {
			WatchdogTests.this.expired.add(this.name);
		}

	}

	/**
	 * An exchange that is late from the start, and waits for others when it is told.
	 */
	private static final class Meeting implements Watchdog.Watched {

		private final CyclicBarrier together;

		Meeting(CyclicBarrier together) {
			this.together = together;
		}

		@Override
		public long nanosLeft(long now) {
			return 0;
		}

		@Override
		public void expire() {
			try {
				this.together.await(10, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * Virtual time that counts the timers that are set.
	 */
	private static final class CountingScheduler implements Scheduler {

		private final VirtualTimeScheduler delegate = VirtualTimeScheduler.create();

		private final Set<Object> timers = new HashSet<>();

		int pending() {
			return this.timers.size();
		}

		void advanceTimeBy(Duration time) {
			this.delegate.advanceTimeBy(time);
		}

		@Override
		public Disposable schedule(Runnable task) {
			return this.delegate.schedule(task);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			Object timer = new Object();
			this.timers.add(timer);
			Disposable scheduled = this.delegate.schedule(() -> {
				this.timers.remove(timer);
				task.run();
			}, delay, unit);
			return () -> {
				this.timers.remove(timer);
				scheduled.dispose();
			};
		}

		@Override
		public long now(TimeUnit unit) {
			return this.delegate.now(unit);
		}

		@Override
		public Worker createWorker() {
			return this.delegate.createWorker();
		}

		@Override
		public void dispose() {
			this.delegate.dispose();
		}

	}

}
