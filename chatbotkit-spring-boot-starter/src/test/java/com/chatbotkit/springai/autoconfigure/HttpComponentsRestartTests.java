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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an error on a thread of HttpComponents' I/O reactor, which shuts it down,
 * does not fail later requests, and that an interrupt there ends nothing.
 */
@Timeout(60)
class HttpComponentsRestartTests {

	private static final String PIECE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";

	private static final String END = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	@Test
	void aNewClientReplacesOneWhoseIoReactorHasShutDown() {
		AtomicBoolean broken = new AtomicBoolean();
		ClientHttpConnectorBuilderCustomizer<HttpComponentsClientHttpConnectorBuilder> customizer = (builder) -> builder
			.withHttpClientCustomizer((client) -> client.addResponseInterceptorFirst((response, entity, context) -> {
				if (broken.getAndSet(false)) {
					throw new NoClassDefFoundError("planted");
				}
			}));
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			Contexts.configured()
				.withPropertyValues(endpoint.property(), "spring.http.clients.reactive.connector=http-components",
						"spring.ai.chatbotkit.timeout.response=2s")
				.withBean(ClientHttpConnectorBuilderCustomizer.class, () -> customizer)
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					for (int i = 0; i < 3; i++) {
						assertThat(model.call("Hi")).isEqualTo("Hello");
						broken.set(true);
						try {
							model.call("Hi");
						}
						catch (RuntimeException ex) {
							// That one is lost, in whichever way.
							assertThat(broken).isFalse();
						}
						for (int j = 0; j < 10; j++) {
							assertThat(model.call("Hi")).isEqualTo("Hello");
						}
					}
				});
		}
	}

	@Test
	void anInterruptThatASubscriberLeavesEndsNoStream() throws Exception {
		Sinks.Empty<Void> rest = Sinks.empty();
		try (TestEndpoint endpoint = TestEndpoint
			.scripted((request, response) -> TestEndpoint.events(response, request.body().contains("patient")
					? Flux.just(PIECE).concatWith(rest.asMono().then(Mono.just(END))) : Flux.just(PIECE, END)))) {
			Contexts.configured()
				.withPropertyValues(endpoint.property(), "spring.http.clients.reactive.connector=http-components")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					// Enough for each thread of the I/O reactor.
					int streams = 2 * Runtime.getRuntime().availableProcessors();
					CountDownLatch begun = new CountDownLatch(streams);
					List<CompletableFuture<Long>> patient = IntStream.range(0, streams)
						.mapToObj((i) -> model.stream(new Prompt("patient"))
							.doOnNext((piece) -> begun.countDown())
							.count()
							.toFuture())
						.toList();
					assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
					for (int i = 0; i < streams; i++) {
						assertThat(model.stream(new Prompt("Hi"))
							.doOnNext((piece) -> Thread.currentThread().interrupt())
							.doOnTerminate(() -> Thread.currentThread().interrupt())
							.count()
							.block()).isEqualTo(2);
					}
					rest.tryEmitEmpty();
					assertThat(patient).allSatisfy((count) -> assertThat(count).succeedsWithin(Duration.ofSeconds(20)));
				});
		}
	}

}
