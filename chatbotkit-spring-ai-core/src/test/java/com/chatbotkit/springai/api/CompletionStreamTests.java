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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reader takes every spelling of a stream that a server may use, wherever it is cut.
 */
class CompletionStreamTests {

	private static final String HELLO = """
			data: {"id":"c1","created":5,"model":"m1","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}

			data: {"id":"c1","created":5,"model":"m1","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}

			data: {"id":"c1","created":5,"model":"m1","choices":[{"index":0,"delta":{"content":" there"},"finish_reason":null}]}

			data: {"id":"c1","created":5,"model":"m1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final String SCRIPTS = """
			: Grüße, 世界
			data: {"choices":[{"delta":{"content":"Grüße, 世界 🐎🏽‍🦳 \\ud83d\\udc0e \\u00e9\\n\\t\\"q\\" \\\\ \\/"}}]}

			data: {"choices":[{"delta":{"content":"مرحبا नमस्ते"},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final String SCRIPTS_TEXT = "Grüße, 世界 🐎🏽‍🦳 🐎 é\n\t\"q\" \\ /مرحبا नमस्ते";

	@TestFactory
	Stream<DynamicTest> reads() {
		return Stream.of(reads("LF", HELLO), reads("CR", HELLO.replace('\n', '\r')),
				reads("CRLF", HELLO.replace("\n", "\r\n")),
				reads("line ends of all kinds", HELLO.replaceFirst("\n\n", "\r\r\n").replaceFirst("\n\n", "\r\n\n")),
				reads("comments", ": a comment\n" + HELLO.replace("\n\n", "\n:\n: {\"a\":1}\n\n: \n\n")),
				reads("id, event and retry lines",
						HELLO.replace("data: {", "id: 7\nevent: message\nretry: 10\nid\nevent\nid:\ndata: {")),
				reads("unknown fields", HELLO.replace("data: {", "foo: bar\nfoo\ndata: {")),
				reads("data without a space", HELLO.replace("data: ", "data:")),
				reads("data with more spaces", HELLO.replace("data: ", "data:   ").replace("}\n", "}  \n")),
				reads("data over many lines", HELLO.replace(",\"", ",\ndata: \"").replace("}]}", "}\ndata:]\ndata: }")),
				reads("empty data", HELLO.replace("data: {", "data:\n\ndata: \n\ndata: {")),
				reads("blank lines between events", "\n\n" + HELLO.replace("\n\n", "\n\n\n\n\n")),
				reads("a byte order mark", "\uFEFF" + HELLO),
				reads("no space around [DONE]", HELLO.replace("[DONE]", "[DONE]  ")),
				reads("no [DONE]", HELLO.replace("data: [DONE]\n\n", "")),
				reads("no line end at the end", HELLO.stripTrailing()),
				reads("no blank line after the last event", HELLO.replace("data: [DONE]\n\n", "").stripTrailing()),
				reads("text after [DONE]", HELLO + "data: {\"error\":\"late\"}\n\n<html>\"{"),
				reads("no id", HELLO.replace("\"id\":\"c1\",", "")),
				reads("no created", HELLO.replace("\"created\":5,", "")),
				reads("no model", HELLO.replace("\"model\":\"m1\",", "")),
				reads("no index", HELLO.replace("\"index\":0,", "")),
				reads("nulls",
						HELLO.replace("\"c1\"", "null").replace("5", "null").replace("\"index\":0", "\"index\":null")),
				reads("fields of other types",
						HELLO.replace("\"c1\"", "{\"a\":[1,{\"b\":2}]}").replace("5", "\"now\"")),
				reads("unknown fields of JSON",
						HELLO.replace("\"id\"",
								"\"x\":[{\"y\":{\"content\":\"no\"}},[[]],\"z\",1.5e3,true,null],\"id\"")),
				reads("null content",
						HELLO.replace("{\"role\":\"assistant\"}", "{\"role\":\"assistant\",\"content\":null}")),
				reads("an empty finish_reason before the end",
						HELLO.replace("\"finish_reason\":null", "\"finish_reason\":\"\"")),
				reads("a null error", HELLO.replace("\"id\"", "\"error\":null,\"id\"")),
				reads("no finish_reason before the end", HELLO.replace(",\"finish_reason\":null", "")),
				reads("an unknown finish_reason", HELLO.replace("\"stop\"", "\"content_filter\"")),
				reads("message instead of delta", HELLO.replace("\"delta\"", "\"message\"")),
				reads("a null delta at the end", HELLO.replace("\"delta\":{},", "\"delta\":null,")),
				reads("no choices in a chunk",
						HELLO + HELLO.replace("data: {\"id\"", "data: {\"id\":\"x\"}\n\ndata: {\"id\"")),
				reads("white space within JSON",
						HELLO.replace(":", " : ").replace("data : ", "data: ").replace(",", "\t, ")),
				reads("a second choice, which does not count", HELLO.replace("}]}",
						"},{\"index\":1,\"delta\":{\"content\":\"other\"},\"finish_reason\":\"x\"}]}")));
	}

	private static DynamicTest reads(String name, String stream) {
		return DynamicTest.dynamicTest(name, () -> {
			ReadStream read = ReadStream.of(stream);
			assertThat(read.error()).isNull();
			assertThat(read.text()).isEqualTo("Hello there");
			assertThat(read.finishReason()).isIn("stop", "content_filter");
			for (int size : new int[] { 1, 2, 3, 7, 64 }) {
				ReadStream cut = ReadStream.of(stream, size);
				assertThat(cut.error()).as("cut to %s", size).isNull();
				assertThat(cut.pieces()).as("cut to %s", size).isEqualTo(read.pieces());
			}
		});
	}

	@Test
	void idCreatedAndModelAreRead() {
		assertThat(ReadStream.of(HELLO).pieces())
			.extracting(ChatCompletion::id, ChatCompletion::created, ChatCompletion::model)
			.containsOnly(org.assertj.core.groups.Tuple.tuple("c1", 5L, "m1"));
	}

	@TestFactory
	Stream<DynamicTest> readsAllScriptsSplitAtEveryByte() {
		return Stream.of(SCRIPTS, SCRIPTS.replace("\n", "\r\n"), SCRIPTS.replace('\n', '\r'), "\uFEFF" + SCRIPTS)
			.map((stream) -> DynamicTest.dynamicTest("variant of " + stream.length() + " characters", () -> {
				byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
				for (int i = 1; i < bytes.length; i++) {
					ReadStream read = ReadStream
						.of(ReadStream.buffers(List.of(java.util.Arrays.copyOfRange(bytes, 0, i),
								java.util.Arrays.copyOfRange(bytes, i, bytes.length))), 1024);
					assertThat(read.error()).as("split at %s", i).isNull();
					assertThat(read.text()).as("split at %s", i).isEqualTo(SCRIPTS_TEXT);
				}
			}));
	}

	@Test
	void emptyBuffersDoNoHarm() {
		byte[] bytes = HELLO.getBytes(StandardCharsets.UTF_8);
		List<byte[]> parts = IntStream.range(0, 2 * bytes.length)
			.mapToObj((i) -> (i % 2 == 0) ? new byte[0] : new byte[] { bytes[i / 2] })
			.toList();
		assertThat(ReadStream.of(ReadStream.buffers(parts), 1024).text()).isEqualTo("Hello there");
	}

	@Test
	void brokenUtf8IsAnError() {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		stream.writeBytes("data: {\"choices\":[{\"delta\":{\"content\":\"".getBytes(StandardCharsets.UTF_8));
		stream.write(0xC3);
		stream.writeBytes("\"},\"finish_reason\":\"stop\"}]}\n\n".getBytes(StandardCharsets.UTF_8));
		assertThat(ReadStream.of(stream.toByteArray()).error()).hasMessageStartingWith("200 INVALID_ANSWER: ");
	}

	@Test
	void usageAfterTheFinishChunkIsAPieceOfItsOwn() {
		ReadStream read = ReadStream.of(HELLO.replace("data: [DONE]",
				"data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\ndata: [DONE]"));
		assertThat(read.pieces().get(4).usage()).isEqualTo(new ChatCompletion.Usage(3, 4, 7));
	}

	@Test
	void anEventOverTheLimitIsAnErrorEvenIfItNeverEnds() {
		Flux<DataBuffer> endless = Flux.concat(buffer("data: {\"x\":\""), buffer("x".repeat(1000)).repeat());
		assertThat(ReadStream.of(endless, 100_000).error()).hasMessageStartingWith("200 EVENT_TOO_LARGE: ");
	}

	@Test
	void anEventOfManyLinesOverTheLimitIsAnErrorEvenIfItNeverEnds() {
		Flux<DataBuffer> endless = Flux.concat(buffer("data: {\n"), buffer("data: \"x\",\n").repeat());
		assertThat(ReadStream.of(endless, 100_000).error()).hasMessageStartingWith("200 EVENT_TOO_LARGE: ");
	}

	@Test
	void anEventAtTheLimitIsRead() {
		String event = "{\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(5000)
				+ "\"},\"finish_reason\":\"stop\"}]}";
		assertThat(ReadStream.of(buffer("data: " + event + "\n\n"), event.length()).error()).isNull();
		assertThat(ReadStream.of(buffer("data: " + event + "\n\n"), event.length() - 1).error())
			.hasMessageContaining("EVENT_TOO_LARGE");
	}

	@Test
	void oneEventOfManyMebibytesIsReadInSmallBuffers() {
		String text = "Grüße ".repeat(2_000_000);
		String stream = "data: {\"choices\":[{\"delta\":{\"content\":\"" + text
				+ "\"},\"finish_reason\":\"stop\"}]}\n\n";
		ReadStream read = ReadStream.of(ReadStream.buffers(stream.getBytes(StandardCharsets.UTF_8), 16_384),
				32 * 1024 * 1024);
		assertThat(read.error()).isNull();
		assertThat(read.text()).hasSize(text.length());
	}

	@Test
	void aStreamHasNoLimitAsAWhole() {
		String event = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(900) + "\"}}]}\n\n";
		Flux<DataBuffer> body = Flux.concat(buffer(event).repeat(20_000), buffer(HELLO));
		StepVerifier.create(ReadStream.reader(body, 2000)).expectNextCount(20_001 + 4).verifyComplete();
	}

	@Test
	void nothingIsAskedForBeforeItIsWanted() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier.create(ReadStream.reader(body.flux(), 1024), 0)
			.then(() -> body.assertWasNotRequested())
			.thenRequest(1)
			.then(() -> body.assertMinRequested(1))
			.thenCancel()
			.verify();
		body.assertCancelled();
	}

	@Test
	void onlyWhatIsWantedIsDelivered() {
		StepVerifier.create(ReadStream.reader(buffer(HELLO), 1024), 0)
			.expectSubscription()
			.thenRequest(1)
			.expectNextCount(1)
			.thenRequest(2)
			.expectNextCount(2)
			.thenRequest(1)
			.expectNextCount(1)
			.verifyComplete();
	}

	@Test
	void aStreamThatSignalsDoneCompletesAtOnceAndLeavesTheRestOneSecond() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		VirtualTimeScheduler stopped = VirtualTimeScheduler.create();
		StepVerifier
			.create(new CompletionStream(body.flux(), 1024, ReadStream.failures(), ReadStream.REUSED,
					new Watchdog(GracePeriod.DURATION, stopped)))
			.then(() -> body.next(data(HELLO)))
			.expectNextCount(4)
			.verifyComplete();
		body.assertNotCancelled();
	}

	@Test
	void theRestOfABodyIsCancelledAfterASecond() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		time.advanceTimeBy(Duration.ofHours(1));
		TestPublisher<DataBuffer> body = TestPublisher.create();
		new CompletionStream(body.flux(), 1024, ReadStream.failures(), ReadStream.REUSED,
				new Watchdog(GracePeriod.DURATION, time))
			.subscribe();
		body.next(data(HELLO));
		time.advanceTimeBy(Duration.ofMillis(999));
		body.assertNotCancelled();
		time.advanceTimeBy(Duration.ofMillis(1));
		body.assertCancelled();
		time.dispose();
	}

	@Test
	void theRestOfABodyThatEndsIsNotCancelled() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		TestPublisher<DataBuffer> body = TestPublisher.create();
		new CompletionStream(body.flux(), 1024, ReadStream.failures(), ReadStream.REUSED,
				new Watchdog(GracePeriod.DURATION, time))
			.subscribe();
		body.next(data(HELLO)).next(data("more")).complete();
		time.advanceTimeBy(Duration.ofSeconds(5));
		body.assertNotCancelled();
		time.dispose();
	}

	@Test
	void theRestOfABodyIsReadToItsEndAndReleased() {
		List<PooledDataBuffer> buffers = Stream.of(HELLO, "more", "and more")
			.map(CompletionStreamTests::pooled)
			.toList();
		StepVerifier.create(ReadStream.reader(Flux.fromIterable(buffers), 1024)).expectNextCount(4).verifyComplete();
		assertThat(buffers).noneMatch(PooledDataBuffer::isAllocated);
	}

	@Test
	void theRestOfABodyWhoseConnectionIsNotUsedAgainIsCancelledAtOnce() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier
			.create(new CompletionStream(body.flux(), 1024, ReadStream.failures(), new ConnectionReuse(false, -1),
					new Watchdog(GracePeriod.DURATION, VirtualTimeScheduler.create())))
			.then(() -> body.next(data(HELLO)))
			.expectNextCount(4)
			.verifyComplete();
		body.assertCancelled();
	}

	@Test
	void theLastLineNeedsNoEndWhenTheBodyEndsLater() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier.create(ReadStream.reader(body.flux(), 1024))
			.then(() -> body.next(data(HELLO.replace("data: [DONE]\n\n", "").stripTrailing())))
			.expectNextCount(3)
			.then(body::complete)
			.expectNextCount(1)
			.verifyComplete();
	}

	@Test
	void aConnectionThatIsLostBeforeDoneIsAnErrorAfterTheFinishReasonToo() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier.create(ReadStream.reader(body.flux(), 1024))
			.then(() -> body.next(data(HELLO.replace("data: [DONE]\n\n", ""))))
			.expectNextCount(4)
			.then(() -> body.error(new IOException("reset")))
			.verifyErrorSatisfies((ex) -> assertThat(ex).hasMessageStartingWith("200 CONNECTION_LOST: "));
	}

	@Test
	void aSubscriberThatThrowsIsToldAndTheBodyIsCancelled() {
		for (int signals : new int[] { 0, 3, 4 }) {
			TestPublisher<DataBuffer> body = TestPublisher.create();
			Thrower thrower = new Thrower(signals);
			ReadStream.reader(body.flux(), 1024).subscribe(thrower);
			body.next(data(HELLO));
			assertThat(thrower.error).as("after %s signals", signals).isSameAs(Thrower.BROKEN);
			body.assertCancelled();
		}
	}

	@Test
	void whatASubscriberThrowsWhenItIsToldOfAnErrorIsDropped() {
		List<Throwable> dropped = new ArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			TestPublisher<DataBuffer> body = TestPublisher.create();
			Thrower thrower = new Thrower(0);
			ReadStream.reader(body.flux(), 1024).subscribe(thrower);
			body.next(data("data: nonsense\n\n"));
			assertThat(thrower.error).isInstanceOf(ChatBotKitTransientException.class);
			assertThat(dropped).containsExactly(Thrower.BROKEN);
			body.assertCancelled();
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
	}

	@Test
	void anErrorInTheRestOfABodyIsNoError() {
		Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
		StepVerifier.create(ReadStream.reader(body.asFlux(), 1024))
			.then(() -> body.tryEmitNext(data(HELLO)))
			.expectNextCount(4)
			.verifyComplete();
		body.tryEmitError(new IOException("late"));
	}

	@Test
	void aBrokenStreamIsCancelled() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier.create(ReadStream.reader(body.flux(), 1024))
			.then(() -> body.next(data("data: nonsense\n\n")))
			.verifyError(ChatBotKitTransientException.class);
		body.assertCancelled();
	}

	private static Flux<DataBuffer> buffer(String text) {
		return Flux.defer(() -> Flux.just(data(text)));
	}

	private static DataBuffer data(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static PooledDataBuffer pooled(String text) {
		return new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT)
			.wrap(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
	}

	/**
	 * Throws at each signal after some.
	 */
	private static final class Thrower implements CoreSubscriber<ChatCompletion> {

		private static final IllegalStateException BROKEN = new IllegalStateException("Broken subscriber");

		private int left;

		private @Nullable Throwable error;

		Thrower(int signals) {
			this.left = signals;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(ChatCompletion piece) {
			raise();
		}

		@Override
		public void onComplete() {
			raise();
		}

		@Override
		public void onError(Throwable ex) {
			assertThat(this.error).isNull();
			this.error = ex;
			raise();
		}

		private void raise() {
			if (this.left-- <= 0) {
				throw BROKEN;
			}
		}

	}

}
