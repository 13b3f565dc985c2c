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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import com.chatbotkit.springai.api.WireServer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for HTTP/2 on Reactor Netty, against a real server.
 */
@Timeout(60)
class Http2Tests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@TempDir
	private static Path folder;

	private final NettyConnections connections = new NettyConnections(100, null, true);

	private final WebClient client = WebClient.builder().clientConnector(trusting(this.connections)).build();

	private Http2Server server;

	@AfterEach
	void close() {
		this.connections.close();
		if (this.server != null) {
			this.server.close();
		}
	}

	static ClientHttpConnector trusting(NettyConnections connections) {
		return trusting(connections, UnaryOperator.identity());
	}

	private static ClientHttpConnector trusting(NettyConnections connections, UnaryOperator<HttpClient> settings) {
		return connections.connector(Duration.ofSeconds(10),
				(client) -> new ReactorClientHttpConnector(settings.apply(connections.runOnOwnLoops(client))
					.secure((tls) -> tls.sslContext((GenericSslContextSpec<?>) Http2SslContextSpec.forClient()
						.configure((builder) -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE))))));
	}

	@Test
	void requestsOfABurstShareOneConnection() throws Exception {
		List<Http2Server.Exchange> waiting = new CopyOnWriteArrayList<>();
		start(true, 100, (exchange) -> all(waiting, exchange, 50));
		assertThat(burst(50)).containsOnly("Hello").hasSize(50);
		assertThat(waiting).allMatch(Http2Server.Exchange::isHttp2);
		assertThat(this.server.connections).hasValue(1);
		assertThat(burst(50)).hasSize(50);
		assertThat(this.server.connections).hasValue(1);
	}

	@Test
	void aFurtherConnectionIsMadeWhereTheServerAllowsNoMoreStreams() throws Exception {
		List<Http2Server.Exchange> waiting = new CopyOnWriteArrayList<>();
		start(true, 10, (exchange) -> all(waiting, exchange, 25));
		assertThat(burst(25)).hasSize(25);
		assertThat(this.server.connections.get()).isEqualTo(3);
	}

	@Test
	void theFirstRequestOfAConnectionDoesNotWaitForTheServersSettings() throws Exception {
		start(true, 100, this::speakAndAnswer);
		this.server.silent = true;
		assertThat(ask().block(LIMIT)).isEqualTo("Hello");
	}

	@Test
	void theOthersOfABurstWaitUntilTheServerHasSaidHowManyItAllows() throws Exception {
		List<Integer> cameInSilence = new CopyOnWriteArrayList<>();
		start(true, 10, (exchange) -> {
			if (this.server.silent) {
				cameInSilence.add(this.server.requests.size());
				this.server.silent = false;
			}
			speakAndAnswer(exchange);
		});
		this.server.silent = true;
		assertThat(burst(25)).hasSize(25);
		assertThat(cameInSilence).containsExactly(1);
		assertThat(this.server.requests).hasSize(25);
	}

	@Test
	void aLaterConnectionTakesAsManyRequestsAtOnceAsTheServerAllowedBefore() throws Exception {
		List<Http2Server.Exchange> waiting = new CopyOnWriteArrayList<>();
		start(true, 10, (exchange) -> {
			all(waiting, exchange, 20);
			int came = waiting.size();
			if (came == 10) {
				this.server.silent = true;
			}
			else if (came == 20) {
				this.server.speak();
			}
		});
		assertThat(burst(20)).hasSize(20);
		assertThat(this.server.connections).hasValue(2);
	}

	@Test
	void aServerThatNamesNoLimitGetsABurstOnOneConnectionToo() throws Exception {
		List<Http2Server.Exchange> waiting = new CopyOnWriteArrayList<>();
		start(true, 0, (exchange) -> all(waiting, exchange, 50));
		assertThat(burst(50)).hasSize(50);
		assertThat(this.server.connections).hasValue(1);
	}

	private void speakAndAnswer(Http2Server.Exchange exchange) {
		this.server.speak();
		exchange.answer("text/plain", "Hello");
	}

	@Test
	void aServerThatDoesNotOfferHttp2IsSpokenToByHttp1WithAConnectionForEach() throws Exception {
		List<Http2Server.Exchange> waiting = new CopyOnWriteArrayList<>();
		// None is answered before all have come, so that they wait for no other.
		start(false, 0, (exchange) -> all(waiting, exchange, 20));
		assertThat(burst(20)).containsOnly("Hello").hasSize(20);
		assertThat(waiting).noneMatch(Http2Server.Exchange::isHttp2);
		assertThat(this.server.connections).hasValue(20);
	}

	@Test
	void plainHttpStaysHttp1() {
		try (WireServer plain = new WireServer()) {
			plain.always(WireServer.answer(200, "text/plain", "Hello"));
			assertThat(ask(plain.baseUrl()).block(LIMIT)).isEqualTo("Hello");
			assertThat(plain.requests()).singleElement()
				.satisfies((request) -> assertThat(request.head()).startsWith("POST /v1/openai HTTP/1.1")
					.doesNotContainIgnoringCase("upgrade"));
		}
	}

	@Test
	void whereTheFirstConnectionFailsTheOthersDoNot() throws Exception {
		start(true, 100, (exchange) -> exchange.answer("text/plain", "Hello"));
		// Reactor Netty makes one attempt more by itself.
		this.server.refuseFirst = 2;
		List<String> answers = Flux.range(0, 20)
			.flatMap((i) -> ask().onErrorReturn("failed"), 20)
			.collectList()
			.block(LIMIT);
		assertThat(answers).hasSize(20);
		assertThat(answers.stream().filter("failed"::equals)).hasSizeLessThanOrEqualTo(1);
		// By HTTP/1.1 once, and then by HTTP/2 again.
		int before = this.server.connections.get();
		assertThat(burst(20)).hasSize(20);
		assertThat(this.server.connections.get() - before).isLessThanOrEqualTo(1);
	}

	@Test
	void aServerThatSpokeHttp2IsNotAskedByHttp1WhereAConnectionFails() throws Exception {
		List<Http2Server.Exchange> asked = new CopyOnWriteArrayList<>();
		start(true, 100, (exchange) -> {
			asked.add(exchange);
			exchange.answer("text/plain", "Hello");
		});
		List<Channel> connected = new CopyOnWriteArrayList<>();
		WebClient client = WebClient.builder()
			.clientConnector(trusting(this.connections,
					(http) -> http.doOnRequest((request, connection) -> connected.add(connection.channel().parent()))))
			.build();
		Mono<String> ask = ask(client, this.server.baseUrl());
		assertThat(ask.block(LIMIT)).isEqualTo("Hello");
		// Reactor Netty makes one attempt more by itself.
		this.server.refuseFirst = this.server.connections.get() + 2;
		this.server.open.forEach(Channel::close);
		connected.get(0).closeFuture().syncUninterruptibly();
		List<String> answers = Flux.range(0, 20)
			.flatMap((i) -> ask.onErrorReturn("failed"), 20)
			.collectList()
			.block(LIMIT);
		assertThat(answers).contains("Hello");
		assertThat(asked).allMatch(Http2Server.Exchange::isHttp2);
	}

	@Test
	void aCancelOfTheFirstRequestLeavesTheOthersWaitingForTheirOwnConnection() throws Exception {
		List<Http2Server.Exchange> asked = new CopyOnWriteArrayList<>();
		start(true, 100, (exchange) -> {
			asked.add(exchange);
			exchange.answer("text/plain", "Hello");
		});
		Disposable first = ask().subscribe();
		Mono<List<String>> others = Flux.range(0, 10).flatMap((i) -> ask(), 10).collectList().cache();
		Disposable waiting = others.subscribe();
		first.dispose();
		assertThat(others.block(LIMIT)).hasSize(10).containsOnly("Hello");
		assertThat(waiting.isDisposed()).isTrue();
		assertThat(asked).allMatch(Http2Server.Exchange::isHttp2);
		assertThat(this.server.connections.get()).isLessThanOrEqualTo(2);
	}

	@Test
	void aReaderThatStallsAndALargePieceStopNoOtherStream() throws Exception {
		AtomicInteger number = new AtomicInteger();
		String large = "x".repeat(3 * 1024 * 1024);
		start(true, 100,
				(exchange) -> exchange.answer("text/plain", (number.incrementAndGet() <= 10) ? large : "Hello"));
		List<BaseSubscriber<DataBuffer>> stalled = new CopyOnWriteArrayList<>();
		CountDownLatch begun = new CountDownLatch(10);
		for (int i = 0; i < 10; i++) {
			BaseSubscriber<DataBuffer> reader = new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					subscription.request(1);
				}

				@Override
				protected void hookOnNext(DataBuffer piece) {
					begun.countDown();
				}

			};
			stalled.add(reader);
			this.client.post()
				.uri(this.server.baseUrl())
				.bodyValue("{}")
				.exchangeToFlux((response) -> response.bodyToFlux(DataBuffer.class))
				.subscribe(reader);
		}
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(burst(50)).hasSize(50).containsOnly("Hello");
		assertThat(this.server.connections).hasValue(1);
		stalled.forEach(BaseSubscriber::cancel);
	}

	@Test
	void aCancelResetsItsStreamAndClosesNothingElse() throws Exception {
		List<Http2Server.Exchange> asked = new CopyOnWriteArrayList<>();
		start(true, 100, (exchange) -> {
			asked.add(exchange);
			exchange.head("text/event-stream");
			exchange.data("data: 1\n\n");
		});
		CountDownLatch pieces = new CountDownLatch(2);
		Disposable first = stream(pieces).subscribe();
		Mono<List<String>> second = stream(pieces).collectList().cache();
		Disposable other = second.subscribe();
		assertThat(pieces.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.connections.inUse()).isOne();
		first.dispose();
		while (this.server.resets.isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(this.server.resets).containsExactly(Http2Error.CANCEL.code());
		asked.forEach((exchange) -> exchange.end("data: 2\n\n"));
		assertThat(String.join("", second.block(LIMIT))).isEqualTo("data: 1\n\ndata: 2\n\n");
		assertThat(other.isDisposed()).isTrue();
		assertThat(this.server.connections).hasValue(1);
		assertThat(this.server.open).hasSize(1);
		while (this.connections.inUse() > 0) {
			Thread.onSpinWait();
		}
	}

	private Flux<String> stream(CountDownLatch pieces) {
		return this.client.post()
			.uri(this.server.baseUrl())
			.bodyValue("{}")
			.exchangeToFlux((response) -> response.bodyToFlux(DataBuffer.class))
			.map((buffer) -> {
				String text = buffer.toString(StandardCharsets.UTF_8);
				DataBufferUtils.release(buffer);
				return text;
			})
			.doOnNext((piece) -> pieces.countDown());
	}

	private void start(boolean http2, int maxStreams, Http2Server.Script script) throws Exception {
		this.server = new Http2Server(folder, http2, maxStreams, script);
	}

	/**
	 * Answers when so many have come, and each of the following at once.
	 */
	private static void all(List<Http2Server.Exchange> waiting, Http2Server.Exchange exchange, int number) {
		synchronized (waiting) {
			waiting.add(exchange);
			if (waiting.size() == number) {
				waiting.forEach((waits) -> waits.answer("text/plain", "Hello"));
			}
			else if (waiting.size() > number) {
				exchange.answer("text/plain", "Hello");
			}
		}
	}

	private List<String> burst(int number) {
		return Flux.range(0, number).flatMap((i) -> ask(), number).collectList().block(LIMIT);
	}

	private Mono<String> ask() {
		return ask(this.server.baseUrl());
	}

	private Mono<String> ask(String url) {
		return ask(this.client, url);
	}

	private static Mono<String> ask(WebClient client, String url) {
		return client.post().uri(url).bodyValue("{}").retrieve().bodyToMono(String.class);
	}

}
