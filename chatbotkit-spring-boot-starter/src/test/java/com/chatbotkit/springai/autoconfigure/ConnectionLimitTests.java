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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of requests that wait for a free connection: they fail after a timeout.
 */
@Timeout(60)
class ConnectionLimitTests {

	private static final Prompt PROMPT = new Prompt("Hi");

	private static final String PIECE = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n";

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components" })
	void aRequestWithoutAFreeConnectionFailsAndNamesTheProperty(String connector) {
		AtomicInteger attempts = new AtomicInteger();
		try (TestEndpoint endpoint = endpoint()) {
			runner(connector).withPropertyValues(endpoint.property())
				.withBean(ChatBotKitWebClientCustomizer.class, () -> (builder) -> builder.filter((request, next) -> {
					attempts.incrementAndGet();
					return next.exchange(request);
				}))
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					Disposable first = begin(model);
					for (ThrowingCallable exchange : List.<ThrowingCallable>of(() -> model.call(PROMPT),
							() -> model.stream(PROMPT).blockLast(),
							() -> model.checkBot().block(Duration.ofSeconds(30)))) {
						attempts.set(0);
						Throwable thrown = catchThrowable(exchange);
						assertThat(thrown).isInstanceOf(ChatBotKitTransientException.class)
							.hasMessageStartingWith("CONNECTION_FAILED: no connection was free within 500 ms:"
									+ " all 1 are in use; raise spring.ai.chatbotkit.connections.max");
						assertThat(((ChatBotKitRequestException) thrown).getFailure().type())
							.isEqualTo("connections_in_use");
						assertThat(attempts).hasValue(1);
						assertThat(endpoint.requests).hasSize(1);
					}
					first.dispose();
					assertThat(model.call("Answer")).isEqualTo("Hello");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components" })
	void aRequestThatTimedOutInTheQueueIsNotSentLater(String connector) {
		try (TestEndpoint endpoint = endpoint()) {
			runner(connector)
				.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.connections.acquire-timeout=30s")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					Disposable first = begin(model);
					for (int i = 0; i < 20; i++) {
						model.stream(PROMPT).subscribe().dispose();
					}
					first.dispose();
					assertThat(model.call("Answer")).isEqualTo("Hello");
					assertThat(endpoint.requests).hasSize(2);
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components" })
	void aRequestBehindTooManyOthersFailsAtOnceAndTheOthersGoOnWaiting(String connector) {
		try (TestEndpoint endpoint = endpoint()) {
			runner(connector)
				.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.connections.acquire-timeout=10m")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					Disposable first = begin(model);
					CountDownLatch answered = new CountDownLatch(10);
					for (int i = 0; i < 10; i++) {
						model.stream(new Prompt("Answer"))
							.doFinally((signal) -> answered.countDown())
							.subscribe((piece) -> {
							}, (failure) -> {
							});
					}
					for (ThrowingCallable exchange : List.<ThrowingCallable>of(() -> model.call(PROMPT),
							() -> model.stream(PROMPT).blockLast())) {
						Throwable thrown = catchThrowable(exchange);
						assertThat(thrown).isInstanceOf(ChatBotKitTransientException.class)
							.hasMessageStartingWith("CONNECTION_FAILED: no connection is free: all 1 are in use,"
									+ " and 10 requests wait for one already");
						assertThat(((ChatBotKitRequestException) thrown).getFailure().type())
							.isEqualTo("connections_in_use");
					}
					first.dispose();
					assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
					assertThat(model.call("Answer")).isEqualTo("Hello");
					assertThat(endpoint.requests).hasSize(12);
				});
		}
	}

	@Test
	void theJdkClientHasNoLimit() {
		try (TestEndpoint endpoint = endpoint()) {
			runner("jdk").withPropertyValues(endpoint.property()).run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				Disposable first = begin(model);
				assertThat(model.call("Answer")).isEqualTo("Hello");
				first.dispose();
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1s" })
	void aTimeoutOfZeroIsRefusedOnStartup(String wait) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.connections.acquire-timeout=" + wait)
			.run((context) -> assertThat(Contexts.report(context))
				.contains("'spring.ai.chatbotkit.connections.acquire-timeout'", "Must be more than zero"));
	}

	private static Disposable begin(ChatBotKitChatModel model) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		Disposable first = model.stream(PROMPT).subscribe((piece) -> begun.countDown());
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		return first;
	}

	private static ApplicationContextRunner runner(String connector) {
		return Contexts.configured()
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"spring.ai.retry.backoff.initial-interval=1ms", "spring.ai.chatbotkit.connections.max=1",
					"spring.ai.chatbotkit.connections.acquire-timeout=500ms");
	}

	private static TestEndpoint endpoint() {
		return TestEndpoint
			.scripted((request, response) -> request.body().contains("Answer") ? TestEndpoint.answer(response)
					: TestEndpoint.events(response, Flux.concat(Mono.just(PIECE), Mono.never())));
	}

}
