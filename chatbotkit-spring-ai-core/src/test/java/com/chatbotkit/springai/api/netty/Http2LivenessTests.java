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

package com.chatbotkit.springai.api.netty;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.Requests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests what becomes of HTTP/2 connections that die in silence: behind a relay that stops
 * to pass on what comes, and closes nothing.
 */
@Timeout(120)
class Http2LivenessTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}]}""";

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

	private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
			+ "data: [DONE]\n\n";

	/** So that a test of what dies ends soon. */
	private static final Http2Liveness.Limits SHORT = limits(Duration.ofMillis(200), 2);

	/** So that no slow machine looks like a connection that has died. */
	private static final Http2Liveness.Limits LENIENT = limits(Duration.ofMillis(100), 200);

	@TempDir
	private static Path folder;

	/** What the tests add to the time. */
	private final AtomicLong later = new AtomicLong();

	private final CountDownLatch asked = new CountDownLatch(1);

	private NettyConnections connections;

	private Http2Server server;

	private SilentRelay relay;

	private ChatBotKitApi api;

	@AfterEach
	void close() {
		this.connections.close();
		this.relay.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatWaitsForAnAnswerIsLostWithinSecondsAndABotIsNotAskedAgain(boolean stream) throws Exception {
		start(SHORT, (exchange) -> this.asked.countDown());
		Mono<List<ChatCompletion>> answer = ask(stream).collectList().cache();
		answer.subscribe((ignored) -> {
		}, (ignored) -> {
		});
		assertThat(this.asked.await(60, TimeUnit.SECONDS)).isTrue();
		this.relay.fallSilent();
		assertThat(catchThrowable(() -> answer.block(Duration.ofSeconds(60)))).hasMessageContaining("CONNECTION_LOST")
			.hasMessageContaining("answered none of 2 PINGs");
		assertThat(this.server.requests).hasSize(1);
	}

	@Test
	void aStreamThatHasBegunEndsAfterItsTextWithAnError() throws Exception {
		start(SHORT, (exchange) -> {
			exchange.head("text/event-stream");
			exchange.data(PIECE);
		});
		CountDownLatch text = new CountDownLatch(1);
		Mono<List<ChatCompletion>> answer = ask(true).doOnNext((piece) -> text.countDown()).collectList().cache();
		answer.subscribe((ignored) -> {
		}, (ignored) -> {
		});
		assertThat(text.await(60, TimeUnit.SECONDS)).isTrue();
		this.relay.fallSilent();
		assertThat(catchThrowable(() -> answer.block(Duration.ofSeconds(60)))).hasMessageContaining("CONNECTION_LOST")
			.hasMessageContaining("PING");
		assertThat(this.server.requests).hasSize(1);
	}

	@Test
	void aServerThatAnswersPingsMayThinkForAsLongAsItLikes() throws Exception {
		start(LENIENT, (exchange) -> answerAfterPings(exchange, 3));
		assertThat(ask(false).collectList().block(Duration.ofSeconds(60))).isNotEmpty();
		assertThat(this.relay.connections()).isOne();
	}

	private void answerAfterPings(Http2Server.Exchange exchange, int number) {
		if (this.server.pings.get() >= number) {
			exchange.answer("application/json", ANSWER);
		}
		else {
			exchange.later(() -> answerAfterPings(exchange, number));
		}
	}

	@Test
	void aConnectionThatNobodyUsesIsNotAsked() throws Exception {
		start(LENIENT, (exchange) -> exchange.answer("application/json", ANSWER));
		assertThat(ask(false).collectList().block(Duration.ofSeconds(60))).isNotEmpty();
		Mono.delay(Duration.ofMillis(300)).block();
		int before = this.server.pings.get();
		Mono.delay(Duration.ofMillis(700)).block();
		assertThat(this.server.pings).hasValue(before);
		assertThat(this.server.open).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRequestAfterALongPauseIsNotWrittenToADeadConnection(boolean stream) throws Exception {
		start(Http2Liveness.Limits.DEFAULTS, (exchange) -> answer(exchange, stream));
		assertThat(ask(stream).collectList().block(Duration.ofSeconds(60))).isNotEmpty();
		this.relay.fallSilent();
		this.later.set(Duration.ofSeconds(35).toNanos());
		// None of them has another attempt.
		assertThat(Flux.range(0, 20).flatMap((i) -> ask(stream).last(), 20).collectList().block(Duration.ofSeconds(60)))
			.hasSize(20);
		assertThat(this.server.requests).hasSize(21);
		assertThat(this.relay.connections()).isEqualTo(2);
	}

	@Test
	void allConnectionsAreAskedAtOnceAfterALongPause() throws Exception {
		CountDownLatch all = new CountDownLatch(25);
		start(Http2Liveness.Limits.DEFAULTS, 10, (exchange) -> {
			all.countDown();
			answerWhen(all, exchange);
		});
		assertThat(Flux.range(0, 25).flatMap((i) -> ask(false), 25).collectList().block(Duration.ofSeconds(60)))
			.hasSize(25);
		assertThat(this.relay.connections()).isEqualTo(3);
		this.relay.fallSilent();
		this.later.set(Duration.ofSeconds(35).toNanos());
		assertThat(ask(false).collectList().block(Duration.ofSeconds(60))).isNotEmpty();
		assertThat(ask(false).collectList().block(Duration.ofSeconds(60))).isNotEmpty();
		assertThat(this.server.requests).hasSize(27);
		assertThat(this.relay.connections()).isEqualTo(4);
	}

	private void answerWhen(CountDownLatch all, Http2Server.Exchange exchange) {
		if (all.getCount() == 0) {
			exchange.answer("application/json", ANSWER);
		}
		else {
			exchange.later(() -> answerWhen(all, exchange));
		}
	}

	@Test
	void aConnectionThatLivesIsUsedAfterALongPauseAndAskedOnce() throws Exception {
		start(Http2Liveness.Limits.DEFAULTS, (exchange) -> exchange.answer("application/json", ANSWER));
		ask(false).collectList().block(Duration.ofSeconds(60));
		this.later.set(Duration.ofSeconds(35).toNanos());
		ask(false).collectList().block(Duration.ofSeconds(60));
		assertThat(this.server.pings).hasValue(1);
		assertThat(this.relay.connections()).isOne();
	}

	@Test
	void aShortPauseCostsNoPing() throws Exception {
		start(new Http2Liveness.Limits(Duration.ofMinutes(1), 2, Duration.ofSeconds(30), Duration.ofSeconds(2)),
				(exchange) -> exchange.answer("application/json", ANSWER));
		ask(false).collectList().block(Duration.ofSeconds(60));
		this.later.set(Duration.ofSeconds(10).toNanos());
		ask(false).collectList().block(Duration.ofSeconds(60));
		assertThat(this.server.pings).hasValue(0);
		assertThat(this.relay.connections()).isOne();
	}

	private static Http2Liveness.Limits limits(Duration silence, int pings) {
		return new Http2Liveness.Limits(silence, pings, Duration.ofSeconds(30), Duration.ofSeconds(2));
	}

	private void start(Http2Liveness.Limits limits, Http2Server.Script script) throws Exception {
		start(limits, 100, script);
	}

	private void start(Http2Liveness.Limits limits, int maxStreams, Http2Server.Script script) throws Exception {
		this.server = new Http2Server(folder, true, maxStreams, script);
		this.relay = new SilentRelay(this.server.port());
		this.connections = new NettyConnections(100, null, true, false, () -> System.nanoTime() + this.later.get(),
				limits);
		this.api = ChatBotKitApi.builder()
			.baseUrl(this.relay.baseUrl())
			.secretKey("sk-1")
			.retryPolicy(ChatBotKitRetryPolicy.never())
			.connector(Http2Tests.trusting(this.connections))
			.build();
	}

	private static void answer(Http2Server.Exchange exchange, boolean stream) {
		exchange.answer(stream ? "text/event-stream" : "application/json", stream ? PIECE + END : ANSWER);
	}

	private Flux<ChatCompletion> ask(boolean stream) {
		return stream ? this.api.chatCompletionStream(Requests.toBot())
				: this.api.chatCompletion(Requests.toBot()).flux();
	}

}
