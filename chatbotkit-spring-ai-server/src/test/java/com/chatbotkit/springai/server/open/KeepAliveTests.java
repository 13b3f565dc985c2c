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

package com.chatbotkit.springai.server.open;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the comments that {@link KeepAlive} puts into a silent stream, in virtual
 * time.
 */
class KeepAliveTests {

	private static final String COMMENT = ": keep-alive\n\n";

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final TestPublisher<byte[]> agent = TestPublisher.create();

	private final Flux<String> stream = KeepAlive.in(this.agent.flux(), Duration.ofSeconds(10), this.time)
		.map((bytes) -> new String(bytes, StandardCharsets.UTF_8));

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 15, 16, 17, 31, 32, 33, 256, Integer.MAX_VALUE })
	void howeverManyPiecesAReaderAsksForAtOnceItGetsAll(int atOnce) {
		List<byte[]> pieces = IntStream.range(0, 5_000).mapToObj((i) -> new byte[] { (byte) i }).toList();
		for (Flux<byte[]> source : List.of(Flux.fromIterable(pieces),
				Flux.fromIterable(pieces).hide().publishOn(Schedulers.parallel(), 3))) {
			Flux<byte[]> kept = KeepAlive.in(source, Duration.ofMinutes(1));
			assertThat(kept.limitRate(atOnce).collectList().block(Duration.ofSeconds(20))).isEqualTo(pieces);
			assertThat(kept.publishOn(Schedulers.boundedElastic(), atOnce).collectList().block(Duration.ofSeconds(20)))
				.isEqualTo(pieces);
		}
	}

	@Test
	void theAgentIsAskedForManyPiecesAtOnceAndForFewMoreThanTheReaderTakes() {
		List<Long> asked = new ArrayList<>();
		Flux<byte[]> agent = Flux.range(0, 1000).map((index) -> new byte[] { 1 }).doOnRequest(asked::add);
		StepVerifier.create(KeepAlive.in(agent, Duration.ofSeconds(10)), 1)
			.expectNextCount(1)
			.then(() -> assertThat(asked.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(64))
			.thenRequest(999)
			.expectNextCount(999)
			.verifyComplete();
		assertThat(asked).hasSizeLessThan(100);
	}

	@Test
	void silenceIsFilledAndPiecesPass() {
		StepVerifier.create(this.stream)
			.then(() -> send("a"))
			.expectNext("a")
			.then(() -> pass(9))
			.then(() -> send("b"))
			.expectNext("b")
			.then(() -> pass(25))
			.expectNext(COMMENT, COMMENT)
			.then(this.agent::complete)
			.verifyComplete();
	}

	@Test
	void aReaderThatAsksForNothingGetsNoComment() {
		StepVerifier.create(this.stream, 1)
			.then(() -> send("a"))
			.expectNext("a")
			.then(() -> pass(60))
			.thenRequest(1)
			.then(() -> pass(3))
			.expectNext(COMMENT)
			.thenCancel()
			.verify();
	}

	@Test
	void aPieceWaitsForItsTurnBehindAComment() {
		StepVerifier.create(this.stream, 1)
			.then(() -> pass(10))
			.expectNext(COMMENT)
			.then(() -> send("a"))
			.expectNoEvent(Duration.ZERO)
			.thenRequest(1)
			.expectNext("a")
			.then(this.agent::complete)
			.verifyComplete();
	}

	@Test
	void anErrorComesAfterThePieceThatWaits() {
		StepVerifier.create(this.stream, 1)
			.then(() -> pass(10))
			.expectNext(COMMENT)
			.then(() -> send("a"))
			.then(() -> this.agent.error(new IllegalStateException("broken")))
			.thenRequest(1)
			.expectNext("a")
			.verifyErrorMessage("broken");
	}

	@Test
	void aCancelReachesTheAgentAndStopsTheClock() {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
		clock.setRemoveOnCancelPolicy(true);
		try {
			Flux<byte[]> timed = KeepAlive.in(this.agent.flux(), Duration.ofMinutes(10),
					Schedulers.fromExecutorService(clock));
			StepVerifier.create(timed).then(() -> assertThat(clock.getQueue()).isNotEmpty()).thenCancel().verify();
			this.agent.assertCancelled();
			assertThat(clock.getQueue()).isEmpty();
		}
		finally {
			clock.shutdownNow();
		}
	}

	private void send(String text) {
		this.agent.next(text.getBytes(StandardCharsets.UTF_8));
	}

	private void pass(int seconds) {
		this.time.advanceTimeBy(Duration.ofSeconds(seconds));
	}

}
