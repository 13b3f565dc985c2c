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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.context.Context;

import org.springframework.ai.model.ApiKey;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Closing a client fails what it has under way, wherever that is, and it sends no more.
 */
@ParameterizedClass
@ValueSource(strings = { "own", "jdk" })
@Timeout(60)
class ClosingTests {

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";

	private final WireServer server = new WireServer();

	private final String connector;

	private final ChatBotKitApi api;

	private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

	ClosingTests(String connector) {
		this.connector = connector;
		this.api = builder().build();
	}

	private ChatBotKitApiBuilder builder() {
		ChatBotKitApiBuilder builder = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1");
		return this.connector.equals("jdk") ? builder.connector(new JdkClientHttpConnector()) : builder;
	}

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void whatWaitsForHeadersFailsAndItsConnectionIsClosed() throws Exception {
		List<HeldExchange> held = new ArrayList<>();
		for (Flux<ChatCompletion> exchange : exchanges()) {
			HeldExchange silent = new HeldExchange();
			held.add(silent);
			this.server.next(silent);
			exchange.subscribe(this.seen::add, this.seen::add);
			silent.awaitAsked();
		}
		this.api.close();
		for (HeldExchange silent : held) {
			assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
			silent.awaitClosed();
		}
		assertThat(this.seen).isEmpty();
	}

	@Test
	void aThreadThatWaitsForItsAnswerIsFreed() throws Exception {
		HeldExchange silent = new HeldExchange();
		this.server.next(silent);
		CompletableFuture<ChatCompletion> call = CompletableFuture
			.supplyAsync(() -> this.api.call(Requests.toBot(), Context.empty()));
		silent.awaitAsked();
		this.api.close();
		assertThat(call).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.satisfies(ClosingTests::assertClosed);
		silent.awaitClosed();
	}

	@Test
	void aStreamFailsAfterThePiecesSoFar() throws Exception {
		HeldExchange begun = new HeldExchange(PIECE);
		this.server.next(begun);
		this.api.chatCompletionStream(Requests.toBot()).subscribe(this.seen::add, this.seen::add);
		assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(ChatCompletion.class);
		this.api.close();
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		begun.awaitClosed();
	}

	@Test
	void aStreamThatNobodyReadsFailsAtOnce() throws Exception {
		HeldExchange begun = new HeldExchange(PIECE.repeat(10));
		this.server.next(begun);
		this.api.chatCompletionStream(Requests.toBot()).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(1);
			}

			@Override
			protected void hookOnNext(ChatCompletion piece) {
				ClosingTests.this.seen.add(piece);
			}

			@Override
			protected void hookOnError(Throwable ex) {
				ClosingTests.this.seen.add(ex);
			}

		});
		assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(ChatCompletion.class);
		this.api.close();
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		begun.awaitClosed();
	}

	@Test
	void aCallFailsWithinItsBody() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
			begun.countDown();
			exchange.awaitClosedByClient();
			closed.countDown();
		});
		this.api.chatCompletion(Requests.toBot()).subscribe(this.seen::add, this.seen::add);
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		this.api.close();
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aReaderThatClosesTheClientHearsOfItAfterThePiece() throws Exception {
		HeldExchange begun = new HeldExchange(PIECE.repeat(3));
		this.server.next(begun);
		this.api.chatCompletionStream(Requests.toBot()).subscribe((piece) -> {
			this.api.close();
			this.seen.add(piece);
		}, this.seen::add);
		assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(ChatCompletion.class);
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		begun.awaitClosed();
	}

	@Test
	void whatWaitsForAnotherAttemptFails() throws Exception {
		for (boolean stream : new boolean[] { true, false }) {
			CountDownLatch refused = new CountDownLatch(1);
			WireServer.Script busy = WireServer.answer(503, null, "Busy", "Retry-After: 50");
			this.server.next((exchange) -> {
				busy.play(exchange);
				refused.countDown();
			});
			ChatBotKitApi patient = builder().build();
			exchange(patient, stream).subscribe(this.seen::add, this.seen::add);
			assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
			patient.close();
			assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		}
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void whatWaitsForAKeyOrForAFilterFailsAndIsNotSent() throws Exception {
		CountDownLatch keyAsked = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		ApiKey vault = () -> {
			keyAsked.countDown();
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return "sk-2";
		};
		CountDownLatch filterAsked = new CountDownLatch(1);
		ChatBotKitApi filtered = this.api.mutate().webClientBuilder(WebClient.builder().filter((request, next) -> {
			filterAsked.countDown();
			return Mono.never();
		})).build();
		Mono.delay(Duration.ZERO)
			.thenMany(exchange(this.api.mutate().apiKey(vault).build(), true))
			.subscribe(this.seen::add, this.seen::add);
		exchange(filtered, false).subscribe(this.seen::add, this.seen::add);
		assertThat(keyAsked.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(filterAsked.await(10, TimeUnit.SECONDS)).isTrue();
		this.api.close();
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void whatWaitsForAConnectionFailsAndIsNotSent() throws Exception {
		ConnectionProvider one = ConnectionProvider.create("one", 1);
		ChatBotKitApi narrow = builder().connector(new ReactorClientHttpConnector(HttpClient.create(one))).build();
		try {
			HeldExchange first = new HeldExchange(PIECE);
			this.server.next(first);
			narrow.chatCompletionStream(Requests.toBot()).subscribe(this.seen::add, this.seen::add);
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(ChatCompletion.class);
			int waiting = 20;
			for (int i = 0; i < waiting; i++) {
				exchange(narrow, i % 2 == 0).subscribe(this.seen::add, this.seen::add);
			}
			narrow.close();
			for (int i = 0; i < waiting + 1; i++) {
				assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
			}
			first.awaitClosed();
			assertThat(this.server.requests()).hasSize(1);
		}
		finally {
			one.dispose();
		}
	}

	@Test
	void nothingCanBeAskedAfterwards() {
		this.server.always(WireServer.json(ANSWER));
		ChatBotKitApi derived = this.api.mutate().secretKey("sk-2").build();
		assertThat(this.api.chatCompletion(Requests.toBot()).block()).isNotNull();
		this.api.close();
		this.api.close();
		for (ChatBotKitApi closed : List.of(this.api, derived, this.api.mutate().build())) {
			assertRefused(() -> closed.call(Requests.toBot(), Context.empty()));
			assertRefused(() -> closed.chatCompletion(Requests.toBot()).block());
			assertRefused(() -> closed.chatCompletionStream(Requests.toBot()).blockLast());
			assertRefused(() -> closed.checkBot("b1").block());
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aDerivedClientEndsWhatIsItsOwnOnly() throws Exception {
		HeldExchange own = new HeldExchange(PIECE);
		HeldExchange others = new HeldExchange(PIECE);
		this.server.next(own).next(others).always(WireServer.json(ANSWER));
		ChatBotKitApi derived = this.api.mutate().build();
		BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
		derived.chatCompletionStream(Requests.toBot()).subscribe(heard::add, heard::add);
		assertThat(heard.poll(10, TimeUnit.SECONDS)).isInstanceOf(ChatCompletion.class);
		this.api.chatCompletionStream(Requests.toBot()).subscribe(this.seen::add, this.seen::add);
		assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(ChatCompletion.class);
		derived.close();
		assertClosed(heard.poll(10, TimeUnit.SECONDS));
		own.awaitClosed();
		assertThat(this.api.chatCompletion(Requests.toBot()).block()).isNotNull();
		assertThat(this.seen).isEmpty();
		this.api.close();
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
		others.awaitClosed();
	}

	@Test
	void anotherClientIsUnaffectedAlsoByTheEndOfWhatReactorNettyShares() throws Exception {
		this.server.next(new HeldExchange(PIECE)).always(WireServer.json(ANSWER));
		try (ChatBotKitApi other = builder().build()) {
			other.chatCompletionStream(Requests.toBot()).subscribe(this.seen::add, this.seen::add);
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(ChatCompletion.class);
			this.api.chatCompletion(Requests.toBot()).block();
			this.api.close();
			HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Duration.ofSeconds(5)).block();
			assertThat(other.chatCompletion(Requests.toBot()).block()).isNotNull();
			assertThat(this.seen).isEmpty();
		}
		assertClosed(this.seen.poll(10, TimeUnit.SECONDS));
	}

	private List<Flux<ChatCompletion>> exchanges() {
		return List.of(exchange(this.api, false), exchange(this.api, true),
				this.api.checkBot("b1").cast(ChatCompletion.class).flux());
	}

	private static Flux<ChatCompletion> exchange(ChatBotKitApi api, boolean stream) {
		return stream ? api.chatCompletionStream(Requests.toBot()) : api.chatCompletion(Requests.toBot()).flux();
	}

	private static void assertClosed(@Nullable Object ex) {
		assertThat(ex).asInstanceOf(InstanceOfAssertFactories.type(ChatBotKitNonTransientException.class))
			.satisfies((failure) -> {
				assertThat(failure.getFailure().code()).isEqualTo("CLIENT_CLOSED");
				assertThat(failure)
					.hasMessageStartingWith("CLIENT_CLOSED: the client was closed before the response was complete");
			});
	}

	private static void assertRefused(ThrowingCallable request) {
		assertThatExceptionOfType(ChatBotKitNonTransientException.class).isThrownBy(request)
			.withMessageStartingWith("CLIENT_CLOSED: nothing was sent: the client is closed");
	}

}
