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

package com.chatbotkit.springai;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.api.HeldExchange;
import com.chatbotkit.springai.api.WireServer;
import com.chatbotkit.springai.metrics.ChatBotKitMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.ai.chat.client.ChatClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who interrupts a call cancels it: the exchange is closed, the exception is one of those
 * that a call ends with, and nothing counts as failed.
 */
@Timeout(30)
class InterruptedCallTests {

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-1")
		.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMinutes(5)).build())
		.build();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final ChatBotKitChatModel model = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.observationRegistry(this.observations)
		.fallbacks("model/name=m1")
		.build();

	private final ExecutorService threads = Executors.newSingleThreadExecutor();

	private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();

	private final AtomicBoolean stillInterrupted = new AtomicBoolean();

	private final CountDownLatch ended = new CountDownLatch(1);

	InterruptedCallTests() {
		this.observations.observationConfig().observationHandler(new ChatBotKitMeterObservationHandler(this.meters));
	}

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.api.close();
		this.server.close();
	}

	@Test
	void whileItWaitsForTheAnswer() throws Exception {
		HeldExchange exchange = new HeldExchange();
		this.server.next(exchange);

		Future<?> call = ask();
		exchange.awaitAsked();
		call.cancel(true);

		exchange.awaitClosed();
		assertCancelled(1);
	}

	@Test
	void whileItWaitsToBeSentAgain() throws Exception {
		CountDownLatch refused = new CountDownLatch(1);
		this.server.next((exchange) -> {
			WireServer.answer(503, null, "busy").play(exchange);
			refused.countDown();
		});

		Future<?> call = ask();
		assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
		call.cancel(true);

		assertCancelled(1);
	}

	@Test
	void beforeItIsMadeSoThatNothingIsSent() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(() -> this.model.call("Hi"))
				.withMessageStartingWith("CANCELLED: ");
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.server.requests()).isEmpty();
		assertThat(requests("cancelled")).isOne();
	}

	private Future<?> ask() {
		return this.threads.submit(() -> {
			try {
				ChatClient.create(this.model).prompt("Hi").call().content();
			}
			catch (Throwable ex) {
				this.thrown.set(ex);
			}
			this.stillInterrupted.set(Thread.currentThread().isInterrupted());
			this.ended.countDown();
		});
	}

	private void assertCancelled(int requests) throws InterruptedException {
		assertThat(this.ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.thrown.get()).isInstanceOf(ChatBotKitTransientException.class)
			.hasMessageStartingWith("CANCELLED: ")
			.hasMessageContaining("bot/id=b1")
			.hasCauseInstanceOf(InterruptedException.class);
		assertThat(((ChatBotKitRequestException) this.thrown.get()).isNotExecuted()).isFalse();
		assertThat(this.stillInterrupted).isTrue();
		assertThat(this.server.requests()).hasSize(requests);
		assertThat(requests("cancelled")).isOne();
		assertThat(requests("failed")).isZero();
	}

	private double requests(String outcome) {
		return this.meters.find("chatbotkit.client.requests")
			.tag("outcome", outcome)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

}
