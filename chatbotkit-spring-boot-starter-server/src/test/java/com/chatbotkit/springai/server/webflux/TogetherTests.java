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

package com.chatbotkit.springai.server.webflux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Together}.
 */
class TogetherTests {

	private final Sinks.Many<String> agent = Sinks.many().unicast().onBackpressureBuffer();

	private final AtomicLong asked = new AtomicLong();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicBoolean free = new AtomicBoolean(true);

	private final Queue<Runnable> writes = new ArrayDeque<>();

	private final Reader reader = new Reader();

	private void read(long demand) {
		Flux<byte[]> pieces = this.agent.asFlux()
			.map((text) -> text.getBytes(StandardCharsets.UTF_8))
			.doOnRequest(this.asked::addAndGet)
			.doOnCancel(() -> this.stopped.set(true));
		Together.in(pieces, this.writes::add, this.free::get).subscribe(this.reader);
		this.reader.request(demand);
	}

	private void come(String... pieces) {
		for (String piece : pieces) {
			this.agent.tryEmitNext(piece).orThrow();
		}
	}

	private void write() {
		while (!this.writes.isEmpty()) {
			this.writes.remove().run();
		}
	}

	@Test
	void aPieceDoesNotWaitForTheNext() {
		read(10);
		come("a");
		write();
		assertThat(this.reader.got).containsExactly("a");
		come("b");
		write();
		assertThat(this.reader.got).containsExactly("a", "b");
	}

	@Test
	void piecesThatCameWhileThoseBeforeThemWereWrittenAreOne() {
		read(10);
		come("a", "b", "c");
		write();
		come("d", "e");
		write();
		assertThat(this.reader.got).containsExactly("abc", "de");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aCancelAfterTheEndIsNone(boolean failing) {
		List<SignalType> ends = new ArrayList<>();
		Flux<byte[]> pieces = failing ? Flux.error(new IllegalStateException("Broken")) : Flux.empty();
		Together.in(pieces.doFinally(ends::add), Runnable::run, this.free::get)
			.doOnTerminate(this.reader::cancel)
			.subscribe(this.reader);
		assertThat(ends).containsExactly(failing ? SignalType.ON_ERROR : SignalType.ON_COMPLETE);
	}

	@Test
	void anErrorThatIsThrownWhileAPieceIsWrittenEndsTheStream() {
		Together
			.in(this.agent.asFlux()
				.map((text) -> text.getBytes(StandardCharsets.UTF_8))
				.doOnCancel(() -> this.stopped.set(true)), this.writes::add, this.free::get)
			.doOnNext((piece) -> {
				throw new NoClassDefFoundError("gone");
			})
			.subscribe(this.reader);
		this.reader.request(10);
		come("a");
		write();
		assertThat(this.reader.end).isEqualTo(SignalType.ON_ERROR);
		assertThat(this.stopped).isTrue();
	}

	@Test
	void eightKibibytesAreEnough() {
		String half = "x".repeat(4 * 1024);
		String more = "y".repeat(9 * 1024);
		read(10);
		come("a", half, half, more, "b");
		write();
		assertThat(this.reader.got).containsExactly("a" + half, half, more, "b");
	}

	@Test
	void piecesStayAloneWhileTheConnectionHasNotTakenThoseBefore() {
		read(10);
		this.free.set(false);
		come("a", "b");
		write();
		this.free.set(true);
		come("c", "d");
		write();
		assertThat(this.reader.got).containsExactly("a", "b", "cd");
	}

	@Test
	void theAgentIsThirtyTwoPiecesAheadOfAReaderThatStalls() {
		read(0);
		write();
		assertThat(this.asked).hasValue(32);
		for (int i = 0; i < 100; i++) {
			come("a");
		}
		write();
		assertThat(this.asked).hasValue(32);
		assertThat(this.reader.got).isEmpty();
		this.reader.request(1);
		write();
		assertThat(this.reader.got).containsExactly("a".repeat(32));
		assertThat(this.asked).hasValue(64);
	}

	@Test
	void aReaderGetsNoMoreThanItWants() {
		read(1);
		come("a");
		write();
		come("b");
		write();
		come("c");
		write();
		assertThat(this.reader.got).containsExactly("a");
		this.reader.request(1);
		write();
		assertThat(this.reader.got).containsExactly("a", "bc");
	}

	@Test
	void anotherConnectionOfTheThreadHasItsTurnBetweenWrites() {
		String half = "x".repeat(5 * 1024);
		read(10);
		come(half, half);
		this.writes.remove().run();
		assertThat(this.reader.got).hasSize(1);
		assertThat(this.writes).hasSize(1);
		write();
		assertThat(this.reader.got).hasSize(2);
	}

	@Test
	void theEndComesAfterTheLastPiece() {
		read(1);
		come("a");
		write();
		come("b");
		this.agent.tryEmitComplete().orThrow();
		write();
		assertThat(this.reader.end).isNull();
		this.reader.request(1);
		write();
		assertThat(this.reader.got).containsExactly("a", "b");
		assertThat(this.reader.end).isEqualTo(SignalType.ON_COMPLETE);
	}

	@Test
	void theEndNeedsNoDemand() {
		read(0);
		this.agent.tryEmitComplete().orThrow();
		write();
		assertThat(this.reader.end).isEqualTo(SignalType.ON_COMPLETE);
	}

	@Test
	void aFailureComesAfterTheLastPiece() {
		read(10);
		come("a", "b");
		this.agent.tryEmitError(new IllegalStateException("No")).orThrow();
		write();
		assertThat(this.reader.got).containsExactly("ab");
		assertThat(this.reader.end).isEqualTo(SignalType.ON_ERROR);
	}

	@Test
	void aReaderThatLeavesStopsTheAgentAndGetsNothingMore() {
		read(10);
		come("a");
		write();
		come("b");
		this.reader.cancel();
		write();
		assertThat(this.stopped).isTrue();
		assertThat(this.reader.got).containsExactly("a");
	}

	@Test
	void whereTheServerHasStoppedItsThreadsTheAgentsWrites() {
		Flux<byte[]> pieces = Flux.range(0, 20_000).map((i) -> new byte[] { 'a' });
		Together.in(pieces, (write) -> {
			throw new RejectedExecutionException();
		}, () -> true).subscribe(this.reader);
		this.reader.request(Long.MAX_VALUE);
		assertThat(String.join("", this.reader.got)).isEqualTo("a".repeat(20_000));
		assertThat(this.reader.end).isEqualTo(SignalType.ON_COMPLETE);
	}

	private static final class Reader extends BaseSubscriber<byte[]> {

		private final List<String> got = new ArrayList<>();

		private SignalType end;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// Asks when the test does.
		}

		@Override
		protected void hookOnNext(byte[] piece) {
			this.got.add(new String(piece, StandardCharsets.UTF_8));
		}

		@Override
		protected void hookOnError(Throwable failure) {
			// Is the end.
		}

		@Override
		protected void hookFinally(SignalType end) {
			this.end = end;
		}

	}

}
