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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler.Worker;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what counts as waiting for a thread.
 */
@Timeout(60)
class CountingSchedulerTests {

	private final CountingScheduler threads = new CountingScheduler(
			Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "counted", 60, true));

	private final CountDownLatch free = new CountDownLatch(1);

	@BeforeEach
	void holdTheOnlyThread() throws InterruptedException {
		CountDownLatch held = new CountDownLatch(1);
		this.threads.schedule(() -> {
			held.countDown();
			try {
				this.free.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@AfterEach
	void dispose() {
		this.free.countDown();
		this.threads.dispose();
	}

	@Test
	void aTaskThatRunsDoesNotWait() {
		assertThat(this.threads.waiting()).isZero();
	}

	@Test
	void aTaskWaitsUntilItBegins() throws InterruptedException {
		CountDownLatch ran = new CountDownLatch(2);
		this.threads.schedule(ran::countDown);
		Mono.fromRunnable(ran::countDown).subscribeOn(this.threads).subscribe();
		assertThat(this.threads.waiting()).isEqualTo(2);
		this.free.countDown();
		assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.threads.waiting()).isZero();
	}

	@Test
	void aTaskThatIsGivenUpNoLongerWaitsAndNeverRuns() {
		AtomicBoolean ran = new AtomicBoolean();
		Disposable task = this.threads.schedule(() -> ran.set(true));
		Disposable subscription = Mono.fromRunnable(() -> ran.set(true)).subscribeOn(this.threads).subscribe();
		Worker worker = this.threads.createWorker();
		worker.schedule(() -> ran.set(true));
		assertThat(this.threads.waiting()).isEqualTo(3);
		task.dispose();
		task.dispose();
		assertThat(this.threads.waiting()).isEqualTo(2);
		subscription.dispose();
		assertThat(this.threads.waiting()).isEqualTo(1);
		worker.dispose();
		assertThat(this.threads.waiting()).isZero();
		this.free.countDown();
		Mono.empty().subscribeOn(this.threads).block();
		assertThat(ran).isFalse();
	}

	@Test
	void aTaskThatIsNotTakenDoesNotWait() {
		Worker worker = this.threads.createWorker();
		this.threads.dispose();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.threads.schedule(() -> {
		}));
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> worker.schedule(() -> {
		}));
		assertThat(this.threads.waiting()).isZero();
	}

}
