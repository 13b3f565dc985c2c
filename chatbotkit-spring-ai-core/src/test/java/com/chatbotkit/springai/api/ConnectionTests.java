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
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections are used again, are closed when an exchange is given up, and leave nothing
 * behind.
 */
@Timeout(60)
class ConnectionTests extends AbstractConnectionTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";

	@Override
	ChatBotKitApiBuilder configure(ChatBotKitApiBuilder builder) {
		return builder.retryPolicy(ChatBotKitRetryPolicy.never());
	}

	@Test
	void callsAndStreamsAndErrorsShareConnections() {
		List<WireServer.Script> scripts = List.of(WireServer.events(STREAM), WireServer.json(ANSWER),
				WireServer.answer(429, null, "Slow down"), WireServer.events(PIECE + "data: [DONE]\n\n"));
		for (int i = 0; i < 200; i++) {
			this.server.next(scripts.get(i % 4));
			Flux<ChatCompletion> exchange = (i % 4 == 1) ? this.api.chatCompletion(Requests.toBot()).flux()
					: this.api.chatCompletionStream(Requests.toBot());
			exchange.onErrorComplete().blockLast();
		}
		assertThat(this.server.requests()).hasSize(200);
		// A stream that broke is closed, and with it one connection in four.
		assertThat(this.server.connections()).isLessThanOrEqualTo(60);
	}

	@Test
	void aConnectionIsNotUsedAgainAfterAHeadThatTheEndpointDoesNotSend() {
		String whole = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";
		List<WireServer.Script> answers = List.of(WireServer.answer(200, "text/html", "<p>Sign in</p>"),
				WireServer.answer(200, null, whole), WireServer.answer(200, null, STREAM),
				WireServer.answer(201, "application/json", whole), WireServer.answer(201, "text/event-stream", STREAM),
				WireServer.answer(200, "application/json", "{}", "Content-Encoding: br"),
				WireServer.answer(206, "application/json", "{"), chunked("text/plain", "Not here"),
				chunked("application/problem+json", whole));
		int asked = 0;
		for (WireServer.Script answer : answers) {
			for (Flux<ChatCompletion> exchange : List.of(this.api.chatCompletion(Requests.toBot()).flux(),
					this.api.chatCompletionStream(Requests.toBot()))) {
				this.server.next(answer);
				exchange.onErrorComplete().blockLast();
				assertThat(this.server.connections()).isEqualTo(++asked);
			}
		}
	}

	private static WireServer.Script chunked(String contentType, String body) {
		return (exchange) -> {
			exchange
				.write("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nTransfer-Encoding: chunked\r\n\r\n");
			exchange.chunk(body);
			exchange.endChunks();
		};
	}

	@Test
	void concurrentStreamsUseNoMoreConnectionsThanThereAreStreams() {
		this.server.always(WireServer.events(STREAM));
		Flux.range(0, 300).flatMap((i) -> this.api.chatCompletionStream(Requests.toBot()), 10).blockLast();
		assertThat(this.server.requests()).hasSize(300);
		// A stream has ended at its [DONE], and its connection a moment later.
		assertThat(this.server.connections()).isLessThanOrEqualTo(60);
	}

	@Test
	void aConnectionThatTheServerClosedWhileIdleIsNoFailure() throws Exception {
		for (int i = 0; i < 10; i++) {
			CountDownLatch closed = new CountDownLatch(1);
			WireServer.Script answer = (i % 2 == 0) ? WireServer.json(ANSWER) : WireServer.events(STREAM);
			this.server.next((exchange) -> {
				answer.play(exchange);
				exchange.close();
				closed.countDown();
			});
			((i % 2 == 0) ? this.api.chatCompletion(Requests.toBot()).flux()
					: this.api.chatCompletionStream(Requests.toBot()))
				.blockLast();
			closed.await();
			// What the server has closed takes a moment to get here.
			Mono.delay(Duration.ofMillis(30)).block();
		}
		assertThat(this.server.connections()).isEqualTo(10);
	}

	@Test
	void aTimeoutOfTheCallerIsSeenByTheServerAtOnce() {
		givenUp((stream) -> stream.timeout(Mono.never(), (piece) -> Mono.delay(Duration.ofMillis(100)))
			.onErrorComplete()
			.blockLast());
	}

	@Test
	void anErrorDownstreamIsSeenByTheServerAtOnce() {
		givenUp((stream) -> stream.doOnNext((piece) -> {
			throw new IllegalStateException("no");
		}).onErrorComplete().blockLast());
	}

	@Test
	void aBrokenStreamIsClosed() {
		HeldExchange exchange = new HeldExchange("data: nonsense\n\n");
		this.server.next(exchange);
		this.api.chatCompletionStream(Requests.toBot()).onErrorComplete().blockLast();
		exchange.awaitClosed();
	}

	@Test
	void aBodyThatDoesNotEndAfterDoneCompletesAtOnceAndIsClosedAfterASecond() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch completed = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(STREAM);
			exchange.await(completed);
			exchange.awaitClosedByClient();
			closed.countDown();
		});
		this.api.chatCompletionStream(Requests.toBot()).blockLast();
		completed.countDown();
		await(closed);
	}

	@Test
	void aBodyThatEndsSoonAfterDoneKeepsItsConnection() throws Exception {
		CountDownLatch completed = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(STREAM);
			exchange.await(completed);
			exchange.chunk("more of it");
			exchange.endChunks();
		}).next(WireServer.events(STREAM));
		// The second stream has to wait for the end of the first one's body.
		ConnectionProvider one = ConnectionProvider.create("one", 1);
		ChatBotKitApi narrow = this.api.mutate()
			.connector(new ReactorClientHttpConnector(HttpClient.create(one)))
			.build();
		narrow.chatCompletionStream(Requests.toBot()).blockLast();
		completed.countDown();
		narrow.chatCompletionStream(Requests.toBot()).blockLast();
		assertThat(this.server.connections()).isEqualTo(1);
		one.disposeLater().block();
	}

	@Test
	void twoThousandMixedExchangesLeaveNothingBehind() throws Exception {
		ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
		ListAppender<ILoggingEvent> leaks = new ListAppender<>();
		leaks.start();
		logger.addAppender(leaks);
		logger.setLevel(Level.ERROR);
		try {
			mixed(100);
			long threads = clientThreads();
			mixed(1900);
			assertThat(clientThreads()).isLessThanOrEqualTo(threads);
			reportLeaks();
			assertThat(leaks.list).isEmpty();
		}
		finally {
			logger.detachAppender(leaks);
			logger.setLevel(null);
			ResourceLeakDetector.setLevel(level);
		}
		this.api.close();
		Flux.interval(Duration.ofMillis(20))
			.takeUntil((i) -> this.server.openConnections() == 0)
			.blockLast(Duration.ofSeconds(10));
	}

	/**
	 * Runs so many exchanges, whole ones and some that fail or are given up, a few at a
	 * time.
	 */
	private void mixed(int count) {
		List<WireServer.Script> scripts = List.of(WireServer.events(STREAM), WireServer.json(ANSWER),
				WireServer.answer(500, null, "Oh no"), WireServer.events(PIECE),
				WireServer.events("data: nonsense\n\n"), (exchange) -> {
					exchange.startEvents();
					exchange.chunk(PIECE);
					exchange.reset();
				}, WireServer.Exchange::reset, (exchange) -> {
					exchange.write(
							"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"choi");
					exchange.close();
				});
		Random random = new Random(20261122);
		this.server.always((exchange) -> scripts.get(random.nextInt(scripts.size())).play(exchange));
		Flux.range(0, count).flatMap((i) -> switch (i % 4) {
			case 0 -> this.api.chatCompletion(Requests.toBot()).flux().onErrorComplete();
			case 1 -> this.api.chatCompletionStream(Requests.toBot()).take(1).onErrorComplete();
			default -> this.api.chatCompletionStream(Requests.toBot()).onErrorComplete();
		}, 8).blockLast();
	}

	/**
	 * Leaks are reported when buffers are made after the garbage collector ran.
	 */
	private static void reportLeaks() {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Stream.generate(() -> ByteBufAllocator.DEFAULT.buffer(16)).limit(200).forEach((buffer) -> buffer.release());
		}
	}

	private static long clientThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> Schedulers.isNonBlockingThread(thread))
			.count();
	}

	private void givenUp(Consumer<Flux<ChatCompletion>> use) {
		HeldExchange exchange = new HeldExchange(PIECE);
		this.server.next(exchange);
		use.accept(this.api.chatCompletionStream(Requests.toBot()));
		exchange.awaitClosed();
	}

}
