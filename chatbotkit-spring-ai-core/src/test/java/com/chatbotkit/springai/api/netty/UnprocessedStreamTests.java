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
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.Requests;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests which requests to a bot are sent again over HTTP/2: those that have certainly not
 * been processed, and no other.
 */
@Timeout(60)
class UnprocessedStreamTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}]}""";

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

	private static final String STREAM = PIECE
			+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	@TempDir
	private static Path folder;

	private final NettyConnections connections = new NettyConnections(100, null, true);

	private final AtomicInteger number = new AtomicInteger();

	private Http2Server server;

	@AfterEach
	void close() {
		this.connections.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRefusedStreamIsSentAgain(boolean stream) throws Exception {
		start(stream, (exchange) -> exchange.reset(Http2Error.REFUSED_STREAM));
		assertThat(ask(stream)).isEqualTo("x");
		assertThat(this.server.requests).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStreamBeyondTheLastOneIsSentAgainOnAnotherConnection(boolean stream) throws Exception {
		start(stream, (exchange) -> exchange.goAway(false));
		assertThat(ask(stream)).isEqualTo("x");
		assertThat(this.server.requests).hasSize(2);
		assertThat(this.server.connections).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStreamWithinTheLastOneIsAnswered(boolean stream) throws Exception {
		start(stream, (exchange) -> {
			exchange.goAway(true);
			answer(exchange, stream);
		});
		assertThat(ask(stream)).isEqualTo("x");
		assertThat(this.server.requests).hasSize(1);
		assertThat(ask(stream)).isEqualTo("x");
		assertThat(this.server.requests).hasSize(2);
		assertThat(this.server.connections).hasValue(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "STREAM_CLOSED",
			"CANCEL", "ENHANCE_YOUR_CALM", "HTTP_1_1_REQUIRED" })
	void aStreamThatWasResetForAnotherReasonIsNotSentAgain(Http2Error error) throws Exception {
		for (boolean stream : List.of(false, true)) {
			start(stream, (exchange) -> exchange.reset(error));
			assertThat(catchThrowable(() -> ask(stream))).hasMessageContaining("CONNECTION_LOST");
			assertThat(this.server.requests).hasSize(1);
			this.server.close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aConnectionThatEndsAfterTheLastStreamWasNamedIsLost(boolean stream) throws Exception {
		start(stream, (exchange) -> {
			exchange.goAway(true);
			exchange.closeConnection();
		});
		assertThat(catchThrowable(() -> ask(stream))).hasMessageContaining("CONNECTION_LOST");
		assertThat(this.server.requests).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRefusalAfterTheAnswerHasBegunIsNoRefusal(boolean stream) throws Exception {
		start(stream, (exchange) -> {
			exchange.head(stream ? "text/event-stream" : "application/json");
			exchange.data(stream ? PIECE : "{");
			exchange.reset(Http2Error.REFUSED_STREAM);
		});
		assertThat(catchThrowable(() -> ask(stream))).isNotNull();
		assertThat(this.server.requests).hasSize(1);
	}

	/**
	 * Each connection says good bye after some requests, and takes no more.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aServerThatEndsItsConnectionsGracefullyLosesNoCallAndRunsNoneTwice(boolean stream) throws Exception {
		AtomicInteger taken = new AtomicInteger();
		start(stream, (exchange) -> answer(exchange, stream));
		this.server.script = (exchange) -> {
			if (taken.incrementAndGet() % 7 == 0) {
				exchange.goAway(true);
			}
			answer(exchange, stream);
		};
		ChatBotKitApi api = api();
		for (int i = 0; i < 100; i++) {
			assertThat(
					(stream ? api.chatCompletionStream(Requests.toBot()) : api.chatCompletion(Requests.toBot()).flux())
						.collectList()
						.block(Duration.ofSeconds(30)))
				.isNotEmpty();
		}
		assertThat(this.server.requests).hasSize(100);
		assertThat(this.server.connections.get()).isGreaterThan(10);
	}

	private void start(boolean stream, Http2Server.Script first) throws Exception {
		this.number.set(0);
		this.server = new Http2Server(folder, true, 100, (exchange) -> {
			if (this.number.incrementAndGet() == 1) {
				first.play(exchange);
			}
			else {
				answer(exchange, stream);
			}
		});
	}

	private static void answer(Http2Server.Exchange exchange, boolean stream) {
		exchange.answer(stream ? "text/event-stream" : "application/json", stream ? STREAM : ANSWER);
	}

	private ChatBotKitApi api() {
		return ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.connector(Http2Tests.trusting(this.connections))
			.build();
	}

	private String ask(boolean stream) {
		ChatBotKitApi api = api();
		Flux<ChatCompletion> answer = stream ? api.chatCompletionStream(Requests.toBot())
				: api.chatCompletion(Requests.toBot()).flux();
		ChatCompletion first = answer.collectList().block(Duration.ofSeconds(30)).get(0);
		return first.toString().contains("x") ? "x" : first.toString();
	}

}
