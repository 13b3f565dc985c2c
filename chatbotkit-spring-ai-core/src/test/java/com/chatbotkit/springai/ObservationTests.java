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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.HeldExchange;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.web.reactive.function.client.WebClient;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What an observation learns of a call and of a stream, however they end.
 */
class ObservationTests {

	private static final String NAME = "gen_ai.client.operation";

	private static final String USAGE = "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3,\"total_tokens\":5}";

	private static final String ANSWER = "{\"id\":\"c1\",\"model\":\"bot/id=b1\",\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
			+ USAGE + "}";

	private static final String PIECES = "data: {\"id\":\"c1\",\"model\":\"bot/id=b1\",\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"
			+ "data: {\"id\":\"c1\",\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\n\n";

	private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],"
			+ USAGE + "}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-1")
		.retryPolicy(ChatBotKitRetryPolicy.never())
		.build();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final ChatBotKitChatModel model = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.observationRegistry(this.registry)
		.build();

	@BeforeEach
	void watchTheEnd() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<ChatModelObservationContext>() {

			@Override
			public void onStop(ChatModelObservationContext context) {
				ObservationTests.this.stopped.countDown();
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		});
	}

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void aCallIsObservedWithItsResponse() {
		this.server.next(WireServer.json(ANSWER));
		this.model.call(new Prompt("Hi"));
		whole();
	}

	@Test
	void aStreamIsObservedWithItsJoinedResponse() {
		this.server.next(WireServer.events(PIECES + END));
		this.model.stream(new Prompt("Hi")).blockLast();
		whole();
	}

	@Test
	void ofAVeryLongStreamTheBeginningIsKeptAndTheObservationSaysSo() {
		String text = "a".repeat(100_000);
		int pieces = 20;
		this.server.next(WireServer
			.events(("data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n").repeat(pieces) + END));
		AtomicReference<ChatResponse> observed = new AtomicReference<>();
		List<String> events = new CopyOnWriteArrayList<>();
		this.registry.observationConfig().observationHandler(new ObservationHandler<ChatModelObservationContext>() {

			@Override
			public void onEvent(Observation.Event event, ChatModelObservationContext context) {
				events.add(event.getName());
			}

			@Override
			public void onStop(ChatModelObservationContext context) {
				observed.set(context.getResponse());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		});
		long received = this.model.stream(new Prompt("Hi"))
			.mapNotNull((response) -> response.getResult().getOutput().getText())
			.map((piece) -> (long) piece.length())
			.reduce(0L, Long::sum)
			.block();
		assertThat(received).isEqualTo(2_000_000);
		assertThat(observed.get().getResult().getOutput().getText()).startsWith("aaa")
			.hasSizeBetween(StreamObservation.MAX_TEXT_LENGTH, StreamObservation.MAX_TEXT_LENGTH + 50)
			.endsWith("… (cut from 2000000 characters)");
		assertThat(events).containsExactly("chatbotkit.first-token", "chatbotkit.text-cut");
	}

	@Test
	void aCallIsBelowTheCurrentObservation() {
		this.server.next(WireServer.json(ANSWER));
		Observation parent = Observation.createNotStarted("parent", this.registry);
		parent.observe(() -> this.model.call(new Prompt("Hi")));
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME).that().hasParentObservationEqualTo(parent);
	}

	@Test
	void aStreamIsBelowTheObservationOfTheReactorContext() {
		this.server.next(WireServer.events(PIECES + END));
		Observation parent = Observation.start("parent", this.registry);
		this.model.stream(new Prompt("Hi"))
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
			.blockLast();
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME).that().hasParentObservationEqualTo(parent);
	}

	@Test
	void aStreamWithoutAReactorContextIsBelowTheCurrentObservation() {
		this.server.next(WireServer.events(PIECES + END));
		Observation parent = Observation.createNotStarted("parent", this.registry);
		parent.observe(() -> this.model.stream(new Prompt("Hi")).blockLast());
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME).that().hasParentObservationEqualTo(parent);
	}

	/**
	 * A tracer takes the parent of a span from the open scope. On a thread of a servlet
	 * container that is the one of the server's request, unless another is opened.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theHttpRequestIsMadeInTheScopeOfTheModel(boolean stream) {
		List<String> scopes = new CopyOnWriteArrayList<>();
		WebClient.Builder client = WebClient.builder().filter((request, next) -> {
			Observation current = this.registry.getCurrentObservation();
			scopes.add((current != null) ? current.getContext().getName() : "none");
			return next.exchange(request);
		});
		try (ChatBotKitApi observed = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.webClientBuilder(client)
			.build()) {
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(observed)
				.options(ChatBotKitChatOptions.builder().bot("b1").build())
				.observationRegistry(this.registry)
				.build();
			this.server.next(stream ? WireServer.events(PIECES + END) : WireServer.json(ANSWER));
			Observation.createNotStarted("http.server.requests", this.registry)
				.observe(() -> stream ? model.stream(new Prompt("Hi")).blockLast() : model.call(new Prompt("Hi")));
		}
		assertThat(scopes).containsExactly(NAME);
		assertThat(this.registry).doesNotHaveAnyRemainingCurrentObservation();
	}

	@Test
	void aFailedCallIsObservedWithItsError() {
		this.server.next(WireServer.answer(404, "application/json", "{\"message\":\"no\",\"code\":\"NOT_FOUND\"}"));
		Throwable thrown = catchThrowable(() -> this.model.call(new Prompt("Hi")));
		assertThat(thrown).isInstanceOf(ChatBotKitNonTransientException.class);
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME).that().hasBeenStopped().hasError(thrown);
	}

	@Test
	void aFailedStreamIsObservedWithItsErrorAndTheTextSoFar() {
		this.server.next(WireServer.events(PIECES + "data: [DONE]\n\n"));
		this.model.stream(new Prompt("Hi")).onErrorComplete().blockLast();
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME).that().hasBeenStopped().hasError();
		assertThat(response().getResult().getOutput().getText()).isEqualTo("Hello");
	}

	@Test
	void aCancelledStreamIsObservedWithTheTextSoFar() throws Exception {
		this.server.next(new HeldExchange(PIECES));
		CountDownLatch pieces = new CountDownLatch(2);
		Disposable subscription = this.model.stream(new Prompt("Hi")).subscribe((piece) -> pieces.countDown());
		assertThat(pieces.await(20, TimeUnit.SECONDS)).isTrue();
		subscription.dispose();
		assertThat(this.stopped.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME).that().hasBeenStopped().doesNotHaveError();
		assertThat(response().getResult().getOutput().getText()).isEqualTo("Hello");
	}

	@Test
	void eachSubscriptionIsObservedAnew() {
		this.server.always(WireServer.events(PIECES + END));
		var stream = this.model.stream(new Prompt("Hi"));
		stream.blockLast();
		stream.blockLast();
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo(NAME, 2);
	}

	private void whole() {
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStarted()
			.hasBeenStopped()
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
			.hasLowCardinalityKeyValue("gen_ai.response.model", "bot/id=b1")
			.hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"STOP\"]")
			.hasHighCardinalityKeyValue("gen_ai.response.id", "c1")
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "5");
		assertThat(response().getResult().getOutput().getText()).isEqualTo("Hello");
	}

	private ChatResponse response() {
		ChatResponse[] response = new ChatResponse[1];
		assertThat(this.registry).hasObservationWithNameEqualTo(NAME)
			.that()
			.satisfies((context) -> response[0] = ((ChatModelObservationContext) context).getResponse());
		return response[0];
	}

}
