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
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds of connections whichever connector they stand on: they are used again, and
 * are closed when an exchange is given up.
 */
abstract class AbstractConnectionTests {

	static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

	static final String STREAM = PIECE.repeat(3)
			+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	final WireServer server = new WireServer();

	final ChatBotKitApi api = configure(ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1"))
		.build();

	/**
	 * Sets the connector, and what else these tests need.
	 */
	abstract ChatBotKitApiBuilder configure(ChatBotKitApiBuilder builder);

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void streamsInARowUseTheSameConnection() {
		this.server.always(WireServer.events(STREAM));
		for (int i = 0; i < 300; i++) {
			assertThat(this.api.chatCompletionStream(Requests.toBot()).collectList().block()).hasSize(4);
		}
		assertThat(this.server.requests()).hasSize(300);
		assertThat(this.server.connections()).isLessThanOrEqualTo(3);
	}

	@Test
	void aCancelIsSeenByTheServerAtOnce() {
		HeldExchange exchange = new HeldExchange(PIECE);
		this.server.next(exchange);
		CountDownLatch begun = new CountDownLatch(1);
		Disposable subscription = this.api.chatCompletionStream(Requests.toBot())
			.subscribe((piece) -> begun.countDown());
		await(begun);
		subscription.dispose();
		exchange.awaitClosed();
	}

	@Test
	void takeIsSeenByTheServerAtOnce() {
		HeldExchange exchange = new HeldExchange(PIECE);
		this.server.next(exchange);
		assertThat(this.api.chatCompletionStream(Requests.toBot()).take(1).collectList().block()).hasSize(1);
		exchange.awaitClosed();
	}

	@Test
	void aCancelBeforeTheHeadersIsSeenByTheServerAtOnce() {
		for (Flux<ChatCompletion> answer : List.of(this.api.chatCompletion(Requests.toBot()).flux(),
				this.api.chatCompletionStream(Requests.toBot()))) {
			HeldExchange exchange = new HeldExchange();
			this.server.next(exchange);
			Disposable subscription = answer.subscribe();
			exchange.awaitAsked();
			subscription.dispose();
			exchange.awaitClosed();
		}
	}

	@Test
	void aCancelBetweenHeadersAndBodyIsSeenByTheServerAtOnce() {
		cancelledWithin((cancel) -> (request, next) -> next.exchange(request).doOnNext((response) -> cancel.run()));
	}

	@Test
	void aCancelWhileTheBodyIsSubscribedIsSeenByTheServerAtOnce() {
		cancelledWithin((cancel) -> (request, next) -> next.exchange(request)
			.map((response) -> response.mutate()
				.body((body) -> body.doOnSubscribe((subscription) -> cancel.run()))
				.build()));
	}

	/**
	 * Gives up a call and a stream from within a filter of an application.
	 */
	private void cancelledWithin(Function<Runnable, ExchangeFilterFunction> filter) {
		for (boolean stream : new boolean[] { false, true }) {
			HeldExchange exchange = new HeldExchange(PIECE);
			this.server.next(exchange);
			BaseSubscriber<ChatCompletion> subscriber = new BaseSubscriber<>() {
			};
			ChatBotKitApi filtered = this.api.mutate()
				.webClientBuilder(WebClient.builder().filter(filter.apply(subscriber::cancel)))
				.build();
			(stream ? filtered.chatCompletionStream(Requests.toBot())
					: filtered.chatCompletion(Requests.toBot()).flux())
				.subscribe(subscriber);
			exchange.awaitClosed();
		}
	}

	static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
