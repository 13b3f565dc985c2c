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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a buffer is released once where the subscriber releases what is discarded,
 * as the writer of a WebFlux controller's {@code Mono} does. Reactor Netty closes the
 * connection of a buffer that is released twice.
 */
class DiscardedBufferTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final String ERROR = "{\"message\":\"No\",\"code\":\"NOT_FOUND\"}";

	private static final String WHOLE = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

	private static final String EVENTS = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private static final Map<String, Function<ChatBotKitApi, Flux<?>>> REQUESTS = Map.of("call",
			(api) -> api.chatCompletion(Requests.toBot()).flux(), "stream",
			(api) -> api.chatCompletionStream(Requests.toBot()), "check", (api) -> api.checkBot("b1").flux());

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1").build();

	private final List<DataBuffer> discarded = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "call", "stream", "check" })
	void theBodyOfAnErrorIsReleasedOnce(String request) {
		this.server.always(WireServer.answer(404, "application/json", ERROR));
		for (int i = 0; i < 20; i++) {
			assertThat(outcome(request)).startsWith("404 NOT_FOUND: No");
		}
		assertReleasedOnce();
	}

	@ParameterizedTest
	@MethodSource("answers")
	void anAnswerIsReleasedOnce(String request, WireServer.Script answer) {
		this.server.always(answer);
		for (int i = 0; i < 20; i++) {
			assertThat(outcome(request)).isEqualTo("whole");
		}
		assertReleasedOnce();
	}

	static List<Object[]> answers() {
		return List.of(new Object[] { "call", WireServer.json(WHOLE) },
				new Object[] { "stream", WireServer.events(EVENTS) },
				new Object[] { "check", WireServer.json("{\"id\":\"b1\"}") });
	}

	private String outcome(String request) {
		return REQUESTS.get(request)
			.apply(this.api)
			.then()
			.thenReturn("whole")
			.doOnDiscard(DataBuffer.class, this::discard)
			.onErrorResume(ChatBotKitNonTransientException.class, (ex) -> Mono.just(ex.getMessage()))
			.block(SOON);
	}

	private void discard(DataBuffer buffer) {
		this.discarded.add(buffer);
		DataBufferUtils.release(buffer);
	}

	private void assertReleasedOnce() {
		assertThat(this.discarded).as("buffers that were read, and discarded too").isEmpty();
		assertThat(this.server.connections()).as("connections of 20 requests").isLessThan(10);
	}

}
