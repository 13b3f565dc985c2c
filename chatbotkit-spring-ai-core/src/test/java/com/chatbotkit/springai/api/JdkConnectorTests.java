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

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The client reads, fails and gives up the same on the JDK's HTTP client, which an
 * application may choose, although Spring's JdkClientHttpResponse caches the body and
 * passes no cancel on.
 */
@Timeout(30)
class JdkConnectorTests {

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

	private static final String STREAM = PIECE.repeat(3)
			+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-1")
		.connector(new JdkClientHttpConnector())
		.build();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aStreamIsReadAndItsConnectionUsedAgain() {
		this.server.always(WireServer.events(STREAM));
		for (int i = 0; i < 20; i++) {
			assertThat(this.api.chatCompletionStream(request()).collectList().block()).hasSize(4);
		}
		assertThat(this.server.connections()).isLessThanOrEqualTo(3);
	}

	@Test
	void aBotIsNotAskedTwiceAfterALostConnection() {
		for (WireServer.Script script : List.<WireServer.Script>of(WireServer.Exchange::reset,
				WireServer.Exchange::close)) {
			this.server.requests().clear();
			this.server.always(script);
			for (Flux<ChatCompletion> exchange : List.of(this.api.chatCompletion(request()).flux(),
					this.api.chatCompletionStream(request()))) {
				assertThatThrownBy(exchange::blockLast).isInstanceOf(ChatBotKitTransientException.class)
					.hasMessageStartingWith("CONNECTION_LOST: ");
			}
			assertThat(this.server.requests()).hasSize(2);
		}
	}

	@Test
	void aCutStreamIsAnErrorAfterThePiecesSoFar() {
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(PIECE);
			exchange.close();
		});
		CountDownLatch pieces = new CountDownLatch(1);
		assertThatThrownBy(
				() -> this.api.chatCompletionStream(request()).doOnNext((piece) -> pieces.countDown()).blockLast())
			.hasMessageStartingWith("200 CONNECTION_LOST: ");
		assertThat(pieces.getCount()).isZero();
	}

	@Test
	void aCancelWithinTheBodyIsSeenByTheServerAtOnce() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(PIECE);
			exchange.awaitClosedByClient();
			closed.countDown();
		});
		assertThat(this.api.chatCompletionStream(request()).take(1).collectList().block()).hasSize(1);
		assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aCancelWithinTheBodyIsSeenThroughTheFiltersOfAnApplication() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(PIECE);
			exchange.awaitClosedByClient();
			closed.countDown();
		});
		ExchangeFilterFunction filter = (request, next) -> next.exchange(request)
			.map((response) -> response.mutate().body((body) -> body.map(Function.identity()).doOnNext((buffer) -> {
			})).build());
		ChatBotKitApi filtered = this.api.mutate().webClientBuilder(WebClient.builder().filter(filter)).build();
		assertThat(filtered.chatCompletionStream(request()).take(1).collectList().block()).hasSize(1);
		assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aCancelBeforeTheHeadersIsSeenByTheServerAtOnce() throws Exception {
		for (Flux<ChatCompletion> exchange : List.of(this.api.chatCompletion(request()).flux(),
				this.api.chatCompletionStream(request()))) {
			CountDownLatch asked = new CountDownLatch(1);
			CountDownLatch closed = new CountDownLatch(1);
			this.server.next((wire) -> {
				asked.countDown();
				wire.awaitClosedByClient();
				closed.countDown();
			});
			Disposable subscription = exchange.subscribe();
			assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
			subscription.dispose();
			assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static ChatCompletionRequest request() {
		return new ChatCompletionRequest(ChatBotKitSelector.bot("b"),
				List.of(ChatCompletionRequest.Message.text("user", "Hi")), List.of(),
				ChatCompletionRequest.FunctionFormat.TOOLS);
	}

}
