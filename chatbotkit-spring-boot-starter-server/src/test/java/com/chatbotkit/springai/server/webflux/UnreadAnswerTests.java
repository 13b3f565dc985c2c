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

package com.chatbotkit.springai.server.webflux;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.server.autoconfigure.StubEndpoint;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an answer that the web server never reads, or not to its end.
 */
class UnreadAnswerTests {

	private final MockServerWebExchange exchange = MockServerWebExchange
		.from(MockServerHttpRequest.post("/v1/x").body("{}"));

	private final AtomicInteger given = new AtomicInteger();

	private final CountDownLatch back = new CountDownLatch(1);

	@Test
	void whatIsKeptForItIsGivenBack() throws InterruptedException {
		// As a server whose client has gone before the answer.
		ServerHttpResponse gone = new ServerHttpResponseDecorator(this.exchange.getResponse()) {

			@Override
			public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
				return Mono.empty();
			}

		};
		answer(Flux.never(), this.exchange.mutate().response(gone).build());
		assertThat(this.given).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatSpringHasBegunToReadIsGivenBackWhereTheServerDoesNotReadOn(boolean fails) throws InterruptedException {
		this.exchange.getResponse()
			.setWriteHandler((body) -> fails ? Mono.error(new IOException("The connection is closed")) : Mono.empty());
		answer(Flux.concat(Mono.just(new byte[] { 'x' }), Flux.never()), this.exchange);
		assertThat(this.given).hasValue(1);
	}

	@Test
	void whatAServerBeginsToReadAfterTheEndIsGivenBack() {
		AtomicReference<Publisher<? extends Publisher<? extends DataBuffer>>> unread = new AtomicReference<>();
		// As a servlet container that ends the exchange on another thread.
		ServerHttpResponse late = new ServerHttpResponseDecorator(this.exchange.getResponse()) {

			@Override
			public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
				unread.set(body);
				return Mono.never();
			}

		};
		written(Flux.never(), this.exchange.mutate().response(late).build()).subscribe().dispose();
		assertThat(this.given).hasValue(1);
		Flux.from(unread.get()).subscribe();
		assertThat(this.given).hasValue(2);
	}

	@Test
	void whoEndsItDoesNotInterruptTheThreadThatWrites() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		// As a container that hears of the client's end while the agent's thread writes.
		ServerHttpResponse leaving = new ServerHttpResponseDecorator(this.exchange.getResponse()) {

			@Override
			public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
				body.subscribe(new BaseSubscriber<Publisher<? extends DataBuffer>>() {

					@Override
					protected void hookOnNext(Publisher<? extends DataBuffer> piece) {
						Thread container = new Thread(this::cancel);
						container.start();
						try {
							container.join();
							interrupted.complete(Thread.interrupted());
						}
						catch (InterruptedException ex) {
							interrupted.complete(true);
						}
					}

				});
				return Mono.never();
			}

		};
		CompletableFuture<SignalType> end = new CompletableFuture<>();
		Scheduler agents = Schedulers.newBoundedElastic(1, 1, "agent");
		Flux<byte[]> body = Flux.concat(Mono.just(new byte[] { 'x' }), Flux.<byte[]>never())
			.subscribeOn(agents)
			.doFinally(end::complete);
		written(body, this.exchange.mutate().response(leaving).build()).subscribe();
		assertThat(interrupted.get(30, TimeUnit.SECONDS)).isFalse();
		assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(SignalType.CANCEL);
		agents.dispose();
	}

	private void answer(Flux<byte[]> body, ServerWebExchange exchange) throws InterruptedException {
		written(body, exchange).onErrorComplete(IOException.class).block(Duration.ofSeconds(30));
		// Another thread writes, and gives it back after it has told the end.
		assertThat(this.back.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private Mono<Void> written(Flux<byte[]> body, ServerWebExchange exchange) {
		Flux<byte[]> pieces = body.doFinally((signal) -> {
			this.given.incrementAndGet();
			this.back.countDown();
		});
		HttpEndpoint endpoint = new StubEndpoint() {

			@Override
			public Mono<EndpointResponse> handle(EndpointRequest request) {
				return Mono.just(new EndpointResponse(200, Map.of(), new EndpointResponse.Pieces(pieces)));
			}

		};
		return new WebFluxExchange(endpoint).writeTo(exchange, new NoContext());
	}

	private static final class NoContext implements ServerResponse.Context {

		@Override
		public List<HttpMessageWriter<?>> messageWriters() {
			return List.of();
		}

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	}

}
