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

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Nothing blocks an event loop, subscribed to from one.
 */
class BlockHoundTests {

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).apiKey(() -> {
		// A key that comes from a vault blocks, which is allowed.
		Mono.delay(Duration.ofMillis(1)).block();
		return "sk-1";
	}).retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMillis(1)).build()).build();

	private final ChatBotKitChatModel model = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.observationRegistry(TestObservationRegistry.create())
		.build();

	@BeforeAll
	static void install() {
		BlockHound.install();
	}

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void theGuardIsOn() {
		assertThatThrownBy(() -> Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "";
		}).subscribeOn(Schedulers.parallel()).block())
			.hasRootCauseInstanceOf(reactor.blockhound.BlockingOperationError.class);
	}

	@Test
	void aStreamBlocksNoEventLoop() {
		this.server.next(WireServer.answer(503, null, "")).always(WireServer.events(STREAM));
		Flux<ChatResponse> stream = this.model.stream(new Prompt("Hi"));
		assertThat(stream.concatWith(stream).subscribeOn(Schedulers.parallel()).collectList().block()).hasSize(4);
	}

	@Test
	void aFailedStreamBlocksNoEventLoop() {
		this.server.always(WireServer.answer(404, "text/html", "<html><h1>No</h1></html>"));
		assertThatThrownBy(() -> this.model.stream(new Prompt("Hi")).subscribeOn(Schedulers.parallel()).blockLast())
			.hasMessageStartingWith("404 NOT_FOUND: No");
	}

	@Test
	void aLargeRequestBlocksNoEventLoop() {
		this.server.always(WireServer.events(STREAM));
		assertThat(this.model.stream(new Prompt("x".repeat(900_000)))
			.subscribeOn(Schedulers.parallel())
			.collectList()
			.block()).hasSize(2);
	}

}
