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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that has its {@code finish_reason} is not waited for much longer, in virtual
 * time.
 */
class GracePeriodTests {

	private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";

	private static final String FINISH = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

	private static final String USAGE = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n";

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final TestPublisher<DataBuffer> body = TestPublisher.create();

	private final Reader reader = new Reader();

	@AfterEach
	void dispose() {
		this.time.dispose();
	}

	@Test
	void silenceAfterTheFinishReasonEndsTheAnswerAfterASecond() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + FINISH);
		this.time.advanceTimeBy(Duration.ofMillis(999));
		assertThat(this.reader.ends).isEmpty();
		this.body.assertNotCancelled();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.reader.ends).containsExactly("complete");
		assertThat(this.reader.pieces).hasSize(2);
		this.body.assertCancelled();
	}

	@Test
	void tokensThatComeInTimeBelongToTheAnswer() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + FINISH);
		this.time.advanceTimeBy(Duration.ofMillis(900));
		next(USAGE);
		assertThat(this.reader.pieces.get(2).usage()).isEqualTo(new ChatCompletion.Usage(1, 2, 3));
		this.time.advanceTimeBy(Duration.ofMillis(100));
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void commentsDoNotProlongIt() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(FINISH);
		for (int i = 0; i < 4; i++) {
			this.time.advanceTimeBy(Duration.ofMillis(250));
			next(": still here\n\n");
		}
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void doneWithinItEndsTheAnswerAtOnceAndTheConnectionIsUsedAgain() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(FINISH);
		this.time.advanceTimeBy(Duration.ofMillis(900));
		next("data: [DONE]\n\n");
		assertThat(this.reader.ends).containsExactly("complete");
		this.body.complete();
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		this.body.assertNotCancelled();
	}

	@Test
	void anErrorWithinItIsOne() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + FINISH);
		this.time.advanceTimeBy(Duration.ofMillis(900));
		next("data: {\"error\":{\"message\":\"Boom\",\"code\":\"BOOM\"}}\n\n");
		assertThat(this.reader.ends).singleElement().asString().contains("200 BOOM: Boom");
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.reader.ends).hasSize(1);
	}

	@Test
	void doneWithoutTheEndOfItsLineIsRead() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(FINISH + "data: [DONE]");
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void halfAnEventAtItsEndIsAnError() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(FINISH + "data: {\"error\":");
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.reader.ends).singleElement().asString().contains("INVALID_ANSWER");
		this.body.assertCancelled();
	}

	@Test
	void anEventThatComesInSlowlyIsReadToItsEnd() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + FINISH);
		String[] parts = USAGE.split("(?<=[:,])");
		for (String part : parts) {
			this.time.advanceTimeBy(Duration.ofMillis(900));
			next(part);
		}
		assertThat(this.reader.ends).isEmpty();
		assertThat(this.reader.pieces.get(2).usage()).isEqualTo(new ChatCompletion.Usage(1, 2, 3));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void aCommentThatComesInSlowlyDoesNotProlongIt() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + FINISH + ": still");
		this.time.advanceTimeBy(Duration.ofMillis(900));
		next(" here");
		this.time.advanceTimeBy(Duration.ofMillis(100));
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void itDoesNotBeginBeforeMoreIsWanted() {
		read(this.body.flux(), 1);
		next(FINISH);
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.reader.ends).isEmpty();
		this.reader.request(1);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void aShorterTimeoutOfSilenceEndsTheAnswerToo() {
		read(new IdleTimeout(this.body.flux(), new Watchdog(Duration.ofMillis(100), this.time)), Long.MAX_VALUE);
		next(TEXT + FINISH);
		this.time.advanceTimeBy(Duration.ofMillis(100));
		assertThat(this.reader.ends).containsExactly("complete");
		this.body.assertCancelled();
	}

	@Test
	void aFinishReasonWithEachPieceDoesNotEndTheAnswer() {
		read(this.body.flux(), Long.MAX_VALUE);
		String piece = TEXT.replace("}}]", "},\"finish_reason\":\"stop\"}]");
		next(piece);
		this.time.advanceTimeBy(Duration.ofMillis(4_900));
		next(piece);
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.reader.ends).isEmpty();
		next(piece + "data: [DONE]\n\n");
		assertThat(this.reader.ends).containsExactly("complete");
		assertThat(this.reader.pieces).hasSize(3);
	}

	@Test
	void silenceAfterAFinishReasonWithTheFirstTextEndsTheAnswerAfterFiveSeconds() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT.replace("}}]", "},\"finish_reason\":\"stop\"}]"));
		this.time.advanceTimeBy(Duration.ofMillis(4_999));
		assertThat(this.reader.ends).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.reader.ends).containsExactly("complete");
		this.body.assertCancelled();
	}

	@Test
	void silenceAfterAFinishReasonWithALaterTextEndsTheAnswerAfterASecond() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + TEXT.replace("}}]", "},\"finish_reason\":\"stop\"}]"));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void aWholeMessageAfterItsPiecesDoesNotDelayTheEnd() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + FINISH + TEXT.replace("delta", "message"));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.reader.ends).containsExactly("complete");
	}

	@Test
	void anAnswerWithoutAFinishReasonHasNone() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT);
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.reader.ends).isEmpty();
	}

	@Test
	void whatArrivesAfterItIsReleasedIfTheLastPieceEndsTheStream() {
		read(this.body.flux(), Long.MAX_VALUE);
		next(TEXT + FINISH + USAGE.stripTrailing());
		PooledDataBuffer late = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT)
			.wrap(Unpooled.copiedBuffer("\n\ndata: [DONE]\n\n", StandardCharsets.UTF_8));
		this.reader.atUsage = () -> {
			this.body.next(late);
			this.reader.cancel();
		};
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.reader.pieces).hasSize(3);
		assertThat(late.isAllocated()).isFalse();
	}

	private void read(Flux<DataBuffer> bytes, long first) {
		this.reader.first = first;
		new CompletionStream(bytes, 10_000, ReadStream.failures(), ReadStream.REUSED,
				new Watchdog(GracePeriod.DURATION, this.time))
			.subscribe(this.reader);
	}

	private void next(String text) {
		this.body.next(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static final class Reader extends BaseSubscriber<ChatCompletion> {

		private final List<ChatCompletion> pieces = new ArrayList<>();

		private final List<String> ends = new ArrayList<>();

		private long first;

		private Runnable atUsage = () -> {
		};

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(this.first);
		}

		@Override
		protected void hookOnNext(ChatCompletion piece) {
			this.pieces.add(piece);
			if (piece.usage() != null) {
				this.atUsage.run();
			}
		}

		@Override
		protected void hookOnComplete() {
			this.ends.add("complete");
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.ends.add(ex.toString());
		}

	}

}
