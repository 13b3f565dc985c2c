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
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only the silence of a server that is waited for ends a stream, in virtual time.
 */
class IdleTimeoutTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final TestPublisher<DataBuffer> body = TestPublisher.create();

	private final Reader reader = new Reader();

	private final Flux<DataBuffer> watched = new IdleTimeout(this.body.flux(),
			new Watchdog(Duration.ofSeconds(10), this.time));

	@AfterEach
	void dispose() {
		this.time.dispose();
	}

	@Test
	void silenceWhileDataIsWantedIsAnError() {
		this.watched.subscribe(this.reader);
		this.reader.request(1);
		this.time.advanceTimeBy(Duration.ofMillis(9_999));
		assertThat(this.reader.error).isNull();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.reader.error).isInstanceOf(ExchangeException.class).hasMessageContaining("10000 ms");
		this.body.assertCancelled();
	}

	@Test
	void silenceAfterTheFirstBytesIsAnErrorToo() {
		this.watched.subscribe(this.reader);
		this.reader.requestUnbounded();
		this.time.advanceTimeBy(Duration.ofSeconds(6));
		this.body.next(data());
		this.time.advanceTimeBy(Duration.ofMillis(9_999));
		assertThat(this.reader.error).isNull();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.reader.error).isNotNull();
	}

	@Test
	void nothingWantedIsNoSilence() {
		this.watched.subscribe(this.reader);
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.reader.error).isNull();
	}

	@Test
	void aReaderThatTakesItsTimeIsNoSilence() {
		this.watched.subscribe(this.reader);
		for (int i = 0; i < 10; i++) {
			this.reader.request(1);
			this.time.advanceTimeBy(Duration.ofSeconds(1));
			this.body.next(data());
			this.time.advanceTimeBy(Duration.ofMinutes(5));
		}
		assertThat(this.reader.error).isNull();
		assertThat(this.reader.received).hasSize(10);
	}

	@Test
	void theClockStartsAnewWhenDataIsWantedAgain() {
		this.watched.subscribe(this.reader);
		this.reader.request(1);
		this.body.next(data());
		this.time.advanceTimeBy(Duration.ofSeconds(25));
		this.reader.request(1);
		this.time.advanceTimeBy(Duration.ofMillis(9_999));
		assertThat(this.reader.error).isNull();
		this.time.advanceTimeBy(Duration.ofSeconds(11));
		assertThat(this.reader.error).isNotNull();
	}

	@Test
	void aReaderThatWorksOnABufferIsNoSilence() {
		this.reader.work = Duration.ofMinutes(1);
		this.watched.subscribe(this.reader);
		this.reader.requestUnbounded();
		this.body.next(data());
		this.time.advanceTimeBy(Duration.ofSeconds(9));
		assertThat(this.reader.error).isNull();
	}

	@Test
	void aStreamThatFlowsHasNoEnd() {
		this.watched.subscribe(this.reader);
		this.reader.requestUnbounded();
		for (int i = 0; i < 1000; i++) {
			this.time.advanceTimeBy(Duration.ofSeconds(9));
			this.body.next(data());
		}
		assertThat(this.reader.error).isNull();
		assertThat(this.reader.received).hasSize(1000);
	}

	@Test
	void anEndedStreamIsNotTimedOut() {
		this.watched.subscribe(this.reader);
		this.reader.requestUnbounded();
		this.body.complete();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.reader.error).isNull();
		assertThat(this.time.getScheduledTaskCount()).isLessThanOrEqualTo(1);
	}

	@Test
	void aCancelReachesTheSourceAndEndsTheTimer() {
		this.watched.subscribe(this.reader);
		this.reader.requestUnbounded();
		this.reader.cancel();
		this.body.assertCancelled();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.reader.error).isNull();
	}

	@Test
	void anErrorOfTheSourceIsPassedOn() {
		this.watched.subscribe(this.reader);
		this.reader.requestUnbounded();
		this.body.error(new IllegalStateException("broken"));
		assertThat(this.reader.error).hasMessage("broken");
	}

	private static DataBuffer data() {
		return DefaultDataBufferFactory.sharedInstance.wrap(new byte[] { 1 });
	}

	/**
	 * Asks for as much as a test says.
	 */
	private final class Reader extends BaseSubscriber<DataBuffer> {

		private final List<DataBuffer> received = new ArrayList<>();

		private Duration work = Duration.ZERO;

		private @Nullable Throwable error;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			this.received.add(buffer);
			if (!this.work.isZero()) {
				IdleTimeoutTests.this.time.advanceTimeBy(this.work);
			}
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.error = ex;
		}

	}

}
