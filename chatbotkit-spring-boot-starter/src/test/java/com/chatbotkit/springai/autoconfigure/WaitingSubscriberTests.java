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

package com.chatbotkit.springai.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that a subscriber that waits for another answer while it gets its own hurts
 * nobody else: where it would wait for an answer of this client it is refused before
 * anything is sent, and whatever else it waits for, no other stream waits with it.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class WaitingSubscriberTests {

	private static final String PIECE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";

	private static final String END = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private static final Map<String, Wait> REFUSED = Map.of("blockLast",
			(model) -> model.stream(new Prompt("inner")).blockLast(), "blockFirst",
			(model) -> model.stream(new Prompt("inner")).blockFirst(Duration.ofSeconds(20)), "collectList, block",
			(model) -> model.stream(new Prompt("inner")).collectList().block(), "next, blockOptional",
			(model) -> model.stream(new Prompt("inner")).next().blockOptional(), "toStream",
			(model) -> model.stream(new Prompt("inner")).toStream().count(), "toIterable",
			(model) -> model.stream(new Prompt("inner")).toIterable().iterator().next(), "ChatClient",
			(model) -> ChatClient.create(model).prompt("inner").stream().content().blockLast(), "call",
			(model) -> model.call("inner"));

	private static final Map<String, Wait> HARMLESS = Map.of("toFuture",
			(model) -> model.stream(new Prompt("inner")).count().toFuture().get(20, TimeUnit.SECONDS), "latch",
			WaitingSubscriberTests::latch);

	private static final Map<String, Place> PLACES = Map.of("doOnNext",
			(stream, work) -> stream.doOnNext((piece) -> work.run()), "map", (stream, work) -> stream.map((piece) -> {
				work.run();
				return piece;
			}), "flatMap", (stream, work) -> stream.flatMap((piece) -> {
				work.run();
				return Mono.just(piece);
			}), "doOnComplete", Flux::doOnComplete, "doFinally",
			(stream, work) -> stream.doFinally((signal) -> work.run()));

	private final String connector;

	/** Ends the patient streams. */
	private volatile Sinks.Empty<Void> rest = Sinks.empty();

	private final TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
		if (!request.isStream()) {
			return TestEndpoint.answer(response);
		}
		return TestEndpoint.events(response, request.body().contains("patient")
				? Flux.just(PIECE).concatWith(this.rest.asMono().then(Mono.just(END))) : Flux.just(PIECE, END));
	});

	private SharedClient client;

	private ChatBotKitChatModel model;

	WaitingSubscriberTests(String connector) {
		this.connector = connector;
	}

	@BeforeEach
	void start() {
		this.client = new SharedClient("http://127.0.0.1", "spring.http.clients.reactive.connector=" + this.connector,
				"spring.ai.chatbotkit.timeout.response=60s");
		this.model = this.client.at(this.endpoint.port());
	}

	@AfterEach
	void close() {
		this.client.close();
		this.endpoint.close();
	}

	@TestFactory
	Stream<DynamicTest> aWaitForAnAnswerOfThisClientIsRefusedBeforeItIsSent() {
		return matrix(REFUSED, (outcome) -> {
			assertThat(outcome).isInstanceOf(IllegalStateException.class);
			if (!isReactorsOwn(outcome)) {
				assertThat(outcome).hasMessageStartingWith("Nothing was sent")
					.hasMessageContaining("n(Schedulers.boundedElastic())");
			}
			assertThat(this.endpoint.requests).noneMatch((request) -> request.body().contains("inner"));
		});
	}

	@TestFactory
	Stream<DynamicTest> anotherWaitHoldsNothingBack() {
		assumeThat(this.connector).as("its event loops deliver, and nobody may wait there").isNotEqualTo("reactor");
		return matrix(HARMLESS, (outcome) -> assertThat(outcome).isNull());
	}

	@Test
	void subscribersThatNeverComeBackHoldNothingBack() throws Exception {
		assumeThat(this.connector).as("its event loops deliver, and nobody may wait there").isNotEqualTo("reactor");
		CountDownLatch over = new CountDownLatch(1);
		try {
			List<CompletableFuture<Long>> stuck = new ArrayList<>();
			CountDownLatch begun = new CountDownLatch(20);
			for (int i = 0; i < 20; i++) {
				stuck.add(this.model.stream(new Prompt("Hi")).doOnNext((piece) -> {
					begun.countDown();
					await(over);
				}).count().toFuture());
			}
			assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
			for (int i = 0; i < 20; i++) {
				assertThat(this.model.call("Hi")).isEqualTo("Hello");
				assertThat(this.model.stream(new Prompt("Hi")).count().block(Duration.ofSeconds(20))).isEqualTo(2);
			}
			over.countDown();
			assertThat(stuck).allSatisfy((count) -> assertThat(count).succeedsWithin(Duration.ofSeconds(20)));
		}
		finally {
			over.countDown();
		}
	}

	/**
	 * On an event loop it has the last word.
	 */
	private boolean isReactorsOwn(@Nullable Throwable outcome) {
		return this.connector.equals("reactor") && outcome != null
				&& String.valueOf(outcome.getMessage()).contains("blocking, which is not supported");
	}

	@Test
	void anInterruptThatASubscriberLeavesEndsNothing() throws Exception {
		List<CompletableFuture<Long>> patient = patient();
		for (int i = 0; i < patient.size(); i++) {
			assertThat(this.model.stream(new Prompt("Hi"))
				.doOnNext((piece) -> Thread.currentThread().interrupt())
				.doOnTerminate(() -> Thread.currentThread().interrupt())
				.count()
				.block(Duration.ofSeconds(20))).isEqualTo(2);
		}
		this.rest.tryEmitEmpty();
		assertThat(patient).allSatisfy((count) -> assertThat(count).succeedsWithin(Duration.ofSeconds(20)));
	}

	private Stream<DynamicTest> matrix(Map<String, Wait> waits, Consumer<@Nullable Throwable> check) {
		return waits.entrySet()
			.stream()
			.flatMap((wait) -> PLACES.entrySet()
				.stream()
				.map((place) -> DynamicTest.dynamicTest(wait.getKey() + " in " + place.getKey(),
						() -> check.accept(play(wait.getValue(), place.getValue())))));
	}

	/**
	 * Waits in a stream, beside others that go on.
	 */
	private @Nullable Throwable play(Wait wait, Place place) throws Exception {
		List<CompletableFuture<Long>> patient = patient();
		CompletableFuture<@Nullable Throwable> outcome = new CompletableFuture<>();
		CompletableFuture<Long> waiting = place
			.apply(this.model.stream(new Prompt("Hi")), () -> outcome.complete(outcome(wait)))
			.count()
			.toFuture();
		Throwable told = outcome.get(10, TimeUnit.SECONDS);
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(2L);
		assertThat(this.model.call("Hi")).isEqualTo("Hello");
		this.rest.tryEmitEmpty();
		assertThat(patient).allSatisfy((count) -> assertThat(count).succeedsWithin(Duration.ofSeconds(20)));
		return told;
	}

	private List<CompletableFuture<Long>> patient() throws InterruptedException {
		// Enough for each thread of the HTTP client.
		this.rest = Sinks.empty();
		int streams = 2 * Runtime.getRuntime().availableProcessors();
		CountDownLatch begun = new CountDownLatch(streams);
		List<CompletableFuture<Long>> patient = IntStream.range(0, streams)
			.mapToObj((i) -> this.model.stream(new Prompt("patient"))
				.doOnNext((piece) -> begun.countDown())
				.count()
				.toFuture())
			.toList();
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		return patient;
	}

	private @Nullable Throwable outcome(Wait wait) {
		try {
			wait.await(this.model);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private static Object latch(ChatBotKitChatModel model) {
		CountDownLatch ended = new CountDownLatch(1);
		model.stream(new Prompt("inner")).doOnComplete(ended::countDown).subscribe();
		await(ended);
		return ended;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private interface Wait {

		@Nullable Object await(ChatBotKitChatModel model) throws Exception;

	}

	private interface Place {

		Flux<ChatResponse> apply(Flux<ChatResponse> stream, Runnable work);

	}

}
