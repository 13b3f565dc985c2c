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

package com.chatbotkit.springai.server.chat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AgentThread}.
 */
class AgentThreadTests {

	private static final long SECONDS = 20;

	private final Scheduler scheduler = Schedulers.newBoundedElastic(1, 100, "agent");

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final CompletableFuture<FluxSink<Integer>> sink = new CompletableFuture<>();

	private final Flux<Integer> source = Flux.create((sink) -> {
		sink.onRequest((n) -> this.requests.add(n + " on " + thread()));
		this.sink.complete(sink);
	});

	private final Asking reader = new Asking();

	private static String thread() {
		return Thread.currentThread().getName().replaceAll("-\\d+", "");
	}

	@AfterEach
	void stop() {
		this.scheduler.dispose();
	}

	/** What is asked for before the source is there, and after it. */
	private FluxSink<Integer> subscribed() throws Exception {
		AgentThread.in(this.source, this.scheduler).subscribe(this.reader);
		FluxSink<Integer> sink = this.sink.get(SECONDS, TimeUnit.SECONDS);
		after();
		return sink;
	}

	/** Waits until the agent's thread has done what was scheduled. */
	private void after() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		this.scheduler.schedule(done::countDown);
		assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whatIsAskedForBeforeTheSourceIsThereIsNotLost() throws Exception {
		subscribed();
		assertThat(this.requests).containsExactly("1 on agent");
	}

	@Test
	void anotherThreadAsksOnTheAgentsThread() throws Exception {
		subscribed();
		this.reader.request(7);
		after();
		assertThat(this.requests).containsExactly("1 on agent", "7 on agent");
	}

	@Test
	void theThreadThatBringsAPieceAsksAtOnce() throws Exception {
		FluxSink<Integer> sink = subscribed();
		this.reader.more = 5;
		Thread model = new Thread(() -> sink.next(1), "model");
		model.start();
		model.join();
		assertThat(this.requests).containsExactly("1 on agent", "5 on model");
	}

	@Test
	void aThreadThatHasBroughtAPieceAsksOnTheAgentsThreadLater() throws Exception {
		FluxSink<Integer> sink = subscribed();
		Thread model = new Thread(() -> {
			sink.next(1);
			this.reader.request(3);
		}, "model");
		model.start();
		model.join();
		after();
		assertThat(this.requests).containsExactly("1 on agent", "3 on agent");
	}

	@Test
	void cancellingInterruptsAnAgentThatBlocksBeforeItStreams() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<String> ended = new CompletableFuture<>();
		Flux<Integer> blocking = Flux.defer(() -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
				ended.complete("finished");
			}
			catch (InterruptedException ex) {
				ended.complete("interrupted");
			}
			return Flux.empty();
		});
		Disposable reader = AgentThread.in(blocking, this.scheduler).subscribe();
		assertThat(begun.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		reader.dispose();
		assertThat(ended.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("interrupted");
	}

	@Test
	void cancellingReachesTheSourceAndNothingIsAskedForAfterwards() throws Exception {
		FluxSink<Integer> sink = subscribed();
		this.reader.cancel();
		assertThat(sink.isCancelled()).isTrue();
		this.reader.request(9);
		after();
		assertThat(this.requests).containsExactly("1 on agent");
	}

	@Test
	void aSourceThatComesAfterTheCancelIsCancelled() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		Flux<Integer> late = Flux.defer(() -> {
			boolean interrupted = false;
			while (free.getCount() > 0) {
				try {
					free.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return (interrupted ? Flux.<Integer>never() : Flux.<Integer>empty()).doOnCancel(cancelled::countDown);
		});
		CountDownLatch begun = new CountDownLatch(1);
		Disposable reader = AgentThread.in(late.doFirst(begun::countDown), this.scheduler).subscribe();
		assertThat(begun.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		reader.dispose();
		free.countDown();
		assertThat(cancelled.await(SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aFailureIsPassedOn() {
		StepVerifier.create(AgentThread.in(Flux.error(new IllegalStateException("No")), this.scheduler))
			.expectErrorMessage("No")
			.verify(Duration.ofSeconds(SECONDS));
	}

	@Test
	void aSchedulerThatIsClosedEndsTheStream() {
		this.scheduler.dispose();
		StepVerifier.create(AgentThread.in(this.source, this.scheduler))
			.expectError(RejectedExecutionException.class)
			.verify(Duration.ofSeconds(SECONDS));
		assertThat(this.sink).isNotDone();
	}

	/** Asks for one piece, and for {@code more} with each piece. */
	private static final class Asking extends BaseSubscriber<Integer> {

		private volatile int more;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(1);
		}

		@Override
		protected void hookOnNext(Integer next) {
			if (this.more > 0) {
				request(this.more);
			}
		}

	}

}
