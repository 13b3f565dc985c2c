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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole answer does not wait much longer once its JSON is complete, in virtual time.
 */
class WholeResponseTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final TestPublisher<DataBuffer> body = TestPublisher.create();

	private final List<String> signals = new ArrayList<>();

	private final Disposable reading = WholeResponse
		.of(this.body.flux(), 1000, ReadStream.REUSED, new Watchdog(GracePeriod.DURATION, this.time))
		.map((bytes) -> new String(bytes.bytes(), 0, bytes.length(), StandardCharsets.UTF_8))
		.subscribe(this.signals::add, (ex) -> this.signals.add(ex.getMessage()));

	@AfterEach
	void dispose() {
		this.reading.dispose();
		this.time.dispose();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{}", "{\"a\":{\"b\":[{}]}}", "{\"a\":\"{[\"}", "{\"a\":\"\\\"}\"}", "{\"\\\\\":1} \n", "[1]" })
	void silenceAfterCompleteJsonEndsItAfterASecond(String json) {
		next(json);
		this.time.advanceTimeBy(Duration.ofMillis(999));
		assertThat(this.signals).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.signals).containsExactly(json);
		this.body.assertCancelled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"a\":{}", "{\"a\":\"}", "{\"a\":\"\\\"}", "{\"a\":[{}]", "", "12", "\"text\"" })
	void halfAnAnswerIsWaitedFor(String json) {
		next(json);
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.signals).isEmpty();
		this.body.assertNotCancelled();
	}

	@Test
	void jsonInSinglePiecesIsCompleteAtItsLast() {
		String json = "{\"a\":\"x\\\\\",\"b\":[{}]}";
		for (int i = 0; i < json.length(); i++) {
			this.time.advanceTimeBy(Duration.ofSeconds(2));
			next(json.substring(i, i + 1));
		}
		assertThat(this.signals).isEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.signals).containsExactly(json);
	}

	@Test
	void whiteSpaceAfterCompleteJsonDoesNotKeepItWaiting() {
		next("{}");
		this.time.advanceTimeBy(Duration.ofMillis(500));
		next(" ");
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.signals).containsExactly("{} ");
	}

	@Test
	void aBodyThatBreaksOffFailsThoughItsJsonIsComplete() {
		next("{}");
		this.body.error(new IOException("cut"));
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.signals).containsExactly("cut");
	}

	@Test
	void aShorterTimeoutOfSilenceEndsItToo() {
		next("{}");
		this.body.error(new ExchangeException("STREAM_IDLE_TIMEOUT", "silent"));
		assertThat(this.signals).containsExactly("{}");
	}

	@Test
	void theEndOfTheBodyIsTheEndAtOnce() {
		next("{}");
		this.body.complete();
		assertThat(this.signals).containsExactly("{}");
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		this.body.assertNotCancelled();
	}

	@Test
	void anAnswerThatIsTooLargeFails() {
		next("{" + " ".repeat(1000));
		assertThat(this.signals).singleElement().asString().contains("more than 1000 bytes");
	}

	private void next(String text) {
		this.body.next(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

}
