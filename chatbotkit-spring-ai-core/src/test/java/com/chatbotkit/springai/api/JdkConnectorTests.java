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
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
class JdkConnectorTests extends AbstractConnectionTests {

	@Override
	ChatBotKitApiBuilder configure(ChatBotKitApiBuilder builder) {
		return builder.connector(new JdkClientHttpConnector());
	}

	@Test
	void aBotIsNotAskedTwiceAfterALostConnection() {
		for (WireServer.Script script : List.<WireServer.Script>of(WireServer.Exchange::reset,
				WireServer.Exchange::close)) {
			this.server.requests().clear();
			this.server.always(script);
			for (Flux<ChatCompletion> exchange : List.of(this.api.chatCompletion(Requests.toBot()).flux(),
					this.api.chatCompletionStream(Requests.toBot()))) {
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
		assertThatThrownBy(() -> this.api.chatCompletionStream(Requests.toBot())
			.doOnNext((piece) -> pieces.countDown())
			.blockLast()).hasMessageStartingWith("200 CONNECTION_LOST: ");
		assertThat(pieces.getCount()).isZero();
	}

	@Test
	void aCancelWithinTheBodyIsSeenThroughTheFiltersOfAnApplication() {
		HeldExchange exchange = new HeldExchange(PIECE);
		this.server.next(exchange);
		ExchangeFilterFunction filter = (request, next) -> next.exchange(request)
			.map((response) -> response.mutate().body((body) -> body.map(Function.identity()).doOnNext((buffer) -> {
			})).build());
		ChatBotKitApi filtered = this.api.mutate().webClientBuilder(WebClient.builder().filter(filter)).build();
		assertThat(filtered.chatCompletionStream(Requests.toBot()).take(1).collectList().block()).hasSize(1);
		exchange.awaitClosed();
	}

}
