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
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The timeouts do what their names say, over real sockets and in virtual time.
 */
@Timeout(20)
class TimeoutTests {

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

	private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";

	private final WireServer server = new WireServer();

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-1")
		.scheduler(this.time)
		.build();

	private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
		this.time.dispose();
	}

	@Test
	void headersThatDoNotComeInTimeAreAnErrorThatIsNotTriedAgain() throws Exception {
		for (Flux<ChatCompletion> exchange : List.of(this.api.chatCompletion(request()).flux(),
				this.api.chatCompletionStream(request()))) {
			HeldExchange held = new HeldExchange();
			this.server.requests().clear();
			this.server.next(held);
			exchange.subscribe(this.seen::add, this.seen::add);
			held.awaitAsked();
			this.time.advanceTimeBy(Duration.ofMillis(799_999));
			assertThat(this.seen).isEmpty();
			this.time.advanceTimeBy(Duration.ofSeconds(20));
			assertThat(this.seen.take()).isInstanceOf(ChatBotKitTransientException.class)
				.asString()
				.contains("RESPONSE_TIMEOUT: no response headers within 800000 ms");
			held.awaitClosed();
			assertThat(this.server.requests()).hasSize(1);
		}
	}

	@Test
	void aWaitForAConnectionIsNoWaitForAResponse() throws Exception {
		ConnectionProvider one = ConnectionProvider.create("one", 1);
		try (ChatBotKitApi narrow = this.api.mutate()
			.connector(new ReactorClientHttpConnector(HttpClient.create(one)))
			.build()) {
			CountDownLatch go = new CountDownLatch(1);
			this.server.next((exchange) -> {
				exchange.startEvents();
				exchange.chunk(PIECE);
				exchange.await(go);
				exchange.chunk(END);
				exchange.endChunks();
			}).next(WireServer.json(ANSWER));
			BlockingQueue<Object> first = new LinkedBlockingQueue<>();
			narrow.chatCompletionStream(request()).subscribe(first::add, first::add);
			first.take();
			narrow.chatCompletion(request()).subscribe(this.seen::add, this.seen::add);
			this.time.advanceTimeBy(Duration.ofSeconds(700));
			go.countDown();
			assertThat(this.seen.take()).isInstanceOf(ChatCompletion.class);
		}
		finally {
			one.dispose();
		}
	}

	@Test
	void silenceWithinAStreamIsAnErrorAfterTheTextSoFar() throws Exception {
		HeldExchange exchange = new HeldExchange(PIECE);
		this.server.next(exchange);
		this.api.chatCompletionStream(request()).subscribe(this.seen::add, this.seen::add);
		assertThat(this.seen.take()).isInstanceOf(ChatCompletion.class);
		Object error = null;
		while (error == null) {
			// The event loop may still note the time at which the piece came.
			this.time.advanceTimeBy(Duration.ofSeconds(801));
			error = this.seen.poll(50, TimeUnit.MILLISECONDS);
		}
		assertThat(error).asString().contains("200 STREAM_IDLE_TIMEOUT: ").contains("800000 ms");
		exchange.awaitClosed();
	}

	@Test
	void silenceWithinAnAnswerInOnePieceIsAnErrorToo() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":");
			exchange.awaitClosedByClient();
			closed.countDown();
		});
		try (ChatBotKitApi impatient = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.timeouts(ChatBotKitTimeouts.defaults().withStreamIdle(Duration.ofMillis(50)))
			.build()) {
			impatient.chatCompletion(request()).subscribe(this.seen::add, this.seen::add);
			assertThat(this.seen.take()).asString().contains("200 STREAM_IDLE_TIMEOUT: ").contains("50 ms");
			closed.await();
		}
	}

	@Test
	void aStreamMayLastFarLongerThanTheIdleTimeout() throws Exception {
		Semaphore next = new Semaphore(1);
		this.server.next((exchange) -> {
			exchange.startEvents();
			for (int i = 0; i < 30; i++) {
				next.acquire();
				exchange.chunk(PIECE);
			}
			exchange.chunk(END);
			exchange.endChunks();
		});
		CountDownLatch completed = new CountDownLatch(1);
		this.api.chatCompletionStream(request()).subscribe(this.seen::add, this.seen::add, completed::countDown);
		for (int i = 0; i < 30; i++) {
			assertThat(this.seen.take()).isInstanceOf(ChatCompletion.class);
			this.time.advanceTimeBy(Duration.ofSeconds(700));
			next.release();
		}
		assertThat(completed.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aSlowReaderIsNoSilence() throws Exception {
		this.server.next(WireServer.events(PIECE.repeat(3) + END));
		StepVerifier.create(this.api.chatCompletionStream(request()), 0)
			.thenRequest(1)
			.expectNextCount(1)
			.then(() -> this.time.advanceTimeBy(Duration.ofHours(5)))
			.thenRequest(1)
			.expectNextCount(1)
			.then(() -> this.time.advanceTimeBy(Duration.ofHours(5)))
			.thenRequest(10)
			.expectNextCount(2)
			.verifyComplete();
	}

	@Test
	void anErrorBodyThatNeverEndsIsReadForFiveSeconds() {
		ResponseReader reader = new ResponseReader(ChatBotKitLimits.defaults(),
				new Watchdog(Duration.ofSeconds(800), this.time), this.time);
		DataBuffer words = DefaultDataBufferFactory.sharedInstance.wrap("Not now".getBytes());
		ClientResponse response = ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE)
			.body(Flux.just(words).concatWith(Mono.never()))
			.build();
		StepVerifier.create(reader.stream(response, ReadStream.failures()))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(5)))
			.verifyErrorSatisfies((ex) -> assertThat(ex).hasMessage("503 SERVICE_UNAVAILABLE: Not now [the target]"));
	}

	@Test
	void aConnectionThatDoesNotStandInTimeIsAnError() {
		// 192.0.2.0/24 is for documentation: RFC 5737. Nobody answers there.
		try (ChatBotKitApi nowhere = ChatBotKitApi.builder()
			.baseUrl("https://192.0.2.1")
			.secretKey("sk-1")
			.retryPolicy(ChatBotKitRetryPolicy.never())
			.timeouts(ChatBotKitTimeouts.defaults().withConnect(Duration.ofMillis(50)))
			.build()) {
			StepVerifier.create(nowhere.chatCompletion(request()))
				.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ChatBotKitTransientException.class)
					.hasMessageStartingWith("CONNECTION_FAILED: "));
		}
	}

	private static ChatCompletionRequest request() {
		return Requests.to(ChatBotKitSelector.model("m"), "Hi");
	}

}
