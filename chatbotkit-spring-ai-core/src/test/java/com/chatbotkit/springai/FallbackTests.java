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

import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests of {@link FallbackChain}: another bot or model is asked only when it is certain
 * that the one asked has not run.
 */
class FallbackTests {

	private static final String ANSWER = """
			{"id":"c","model":"model/name=gpt-4o","choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"id":"c","model":"model/name=gpt-4o","choices":[{"delta":{"content":"Hello"}}]}

			data: {"id":"c","model":"model/name=gpt-4o","choices":[{"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private final WireServer server = new WireServer();

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final ChatBotKitApi api = api(this.server.baseUrl());

	private final ChatBotKitChatModel model = model(this.api, "model/name=gpt-4o", "model/name=last");

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 402, 403, 404, 429, 503 })
	void aRefusedCallAsksAnother(int status) {
		this.server.next(WireServer.answer(status, null, "no")).next(WireServer.json(ANSWER));

		ChatResponse response = this.model.call(new Prompt("Hi"));

		assertThat(text(response)).isEqualTo("Hello");
		assertThat(response.getMetadata().<String>get(ChatBotKitAttributes.INSTEAD_OF)).isEqualTo("bot/id=b1");
		assertThatWereAsked("bot/id=b1", "model/name=gpt-4o");
	}

	@ParameterizedTest
	@ValueSource(ints = { 402, 403, 404, 429, 503 })
	void aRefusedStreamAsksAnother(int status) {
		this.server.next(WireServer.answer(status, null, "no")).next(WireServer.events(STREAM));

		List<ChatResponse> responses = stream(this.model);

		assertThat(responses).extracting(FallbackTests::text).containsExactly("Hello", "");
		assertThat(responses)
			.allSatisfy((response) -> assertThat(response.getMetadata().<String>get(ChatBotKitAttributes.INSTEAD_OF))
				.isEqualTo("bot/id=b1"));
		assertThatWereAsked("bot/id=b1", "model/name=gpt-4o");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 408, 409, 422, 500, 502, 504 })
	void whatMayHaveRunAndWhatIsWrongForAllStands(int status) {
		this.server.next(WireServer.answer(status, null, "no")).next(WireServer.answer(status, null, "no"));

		assertThatThrownBy(() -> this.model.call("Hi")).hasMessageStartingWith(String.valueOf(status));
		assertThatThrownBy(() -> stream(this.model)).hasMessageStartingWith(String.valueOf(status));
		assertThatWereAsked("bot/id=b1", "bot/id=b1");
	}

	@Test
	void aStreamThatBrokeOffIsNotBegunAgain() {
		this.server.next(WireServer.events("""
				data: {"choices":[{"delta":{"content":"Hel"}}]}

				data: {"error":{"message":"gone","code":"NOT_FOUND"}}

				"""));

		assertThatThrownBy(() -> stream(this.model)).hasMessageStartingWith("200 NOT_FOUND: gone");
		assertThatWereAsked("bot/id=b1");
	}

	@Test
	void aFailedConnectAsksAnother() throws Exception {
		String nobody;
		try (ServerSocket socket = new ServerSocket(0)) {
			nobody = "http://127.0.0.1:" + socket.getLocalPort() + "/v1/openai";
		}
		try (ChatBotKitApi dead = api(nobody)) {
			ChatBotKitChatModel lonely = model(dead, "model/name=gpt-4o");
			assertThatThrownBy(() -> lonely.call("Hi")).hasMessageContaining("for model/name=gpt-4o")
				.satisfies((ex) -> assertThat(((ChatBotKitRequestException) ex).isNotExecuted()).isTrue())
				.satisfies((ex) -> assertThat(earlierFailures(ex)).singleElement()
					.extracting(Throwable::getMessage)
					.asString()
					.contains("for bot/id=b1"));
			assertThatThrownBy(() -> stream(lonely)).hasMessageContaining("for model/name=gpt-4o");
		}
	}

	@Test
	void allAreAskedInTheirOrderAndTheLastFailureTellsOfTheOthers() {
		for (int i = 0; i < 6; i++) {
			this.server.next(WireServer.answer(404, null, "no"));
		}

		assertThatThrownBy(() -> this.model.call("Hi")).hasMessageContaining("for model/name=last")
			.satisfies((ex) -> assertThat(earlierFailures(ex)).hasSize(2));
		assertThatThrownBy(() -> stream(this.model)).hasMessageContaining("for model/name=last")
			.satisfies((ex) -> assertThat(earlierFailures(ex)).hasSize(2));
		assertThatWereAsked("bot/id=b1", "model/name=gpt-4o", "model/name=last", "bot/id=b1", "model/name=gpt-4o",
				"model/name=last");
	}

	@Test
	void eachIsObservedAndTheOtherSaysWhyItWasAsked() {
		List<String> events = new CopyOnWriteArrayList<>();
		this.observations.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onEvent(Observation.Event event, Observation.Context context) {
				events.add(event.getName() + " " + event.getContextualName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.server.next(WireServer.answer(404, null, "no"))
			.next(WireServer.json(ANSWER))
			.next(WireServer.answer(404, null, "no"))
			.next(WireServer.events(STREAM));

		this.model.call("Hi");
		stream(this.model);

		assertThat(this.observations).hasNumberOfObservationsWithNameEqualTo("gen_ai.client.operation", 4);
		assertThat(events).filteredOn((event) -> event.startsWith("chatbotkit.fallback"))
			.containsExactly("chatbotkit.fallback instead of bot/id=b1", "chatbotkit.fallback instead of bot/id=b1");
	}

	@Test
	void withoutFallbacksNothingIsAskedTwice() {
		this.server.next(WireServer.answer(404, null, "no"));
		ChatBotKitChatModel plain = model(this.api);

		assertThatThrownBy(() -> plain.call("Hi")).hasMessageStartingWith("404");
		assertThatWereAsked("bot/id=b1");
	}

	@Test
	void aFallbackThatIsNoSelectorIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> model(this.api, "gpt-4o"))
			.withMessageContaining("model/name=");
	}

	private ChatBotKitChatModel model(ChatBotKitApi api, String... fallbacks) {
		return ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.observationRegistry(this.observations)
			.fallbacks(fallbacks)
			.build();
	}

	private void assertThatWereAsked(String... selectors) {
		assertThat(this.server.requests()).extracting(WireServer.Request::body)
			.zipSatisfy(List.of(selectors),
					(body, selector) -> assertThat(body).contains("\"model\":\"" + selector + "\""));
	}

	/**
	 * Reactor adds the trace of a blocking call.
	 */
	private static List<Throwable> earlierFailures(Throwable ex) {
		return Arrays.stream(ex.getSuppressed()).filter(ChatBotKitRequestException.class::isInstance).toList();
	}

	private static List<ChatResponse> stream(ChatBotKitChatModel model) {
		return Objects.requireNonNull(model.stream(new Prompt("Hi")).collectList().block());
	}

	private static String text(ChatResponse response) {
		return Objects.requireNonNull(Objects.requireNonNull(response.getResult()).getOutput().getText());
	}

	private static ChatBotKitApi api(String baseUrl) {
		return ChatBotKitApi.builder()
			.baseUrl(baseUrl)
			.secretKey("sk-1")
			.retryPolicy(ChatBotKitRetryPolicy.builder().maxAttempts(1).build())
			.build();
	}

}
