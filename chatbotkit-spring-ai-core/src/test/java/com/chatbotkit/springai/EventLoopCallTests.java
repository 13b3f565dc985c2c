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
import java.util.List;
import java.util.function.Supplier;

import com.chatbotkit.springai.api.WireServer;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A call on an event loop is refused before anything is sent: Reactor refuses it too, but
 * only once the bot has run.
 */
class EventLoopCallTests extends AbstractChatModelTests {

	private static final String ANSWER = """
			{"choices":[{"message":{"content":"42"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"choices":[{"delta":{"content":"Hello"},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	@ParameterizedTest
	@MethodSource("calls")
	void isRefusedOnAThreadThatMustNotWait(String name, Call call) {
		assertThatIllegalStateException().isThrownBy(() -> on(() -> call.make(this.model)))
			.withMessageContaining("stream()")
			.withMessageContaining("subscribeOn(Schedulers.boundedElastic())")
			.withMessageContaining("parallel-");
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void isMadeWhereTheMessageSaysToMakeIt(String name, Call call) {
		this.server.next(WireServer.json(ANSWER));
		Mono.delay(Duration.ofMillis(1))
			.flatMap((tick) -> Mono.fromCallable(() -> call.make(this.model)).subscribeOn(Schedulers.boundedElastic()))
			.block();
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void isRefusedWithinAStreamOfOurOwn() {
		this.server.next(WireServer.events(STREAM));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.model.stream(new Prompt("Hello")).map((piece) -> this.model.call("Hi")).blockLast())
			.withMessageContaining("stream()");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void isNoFailureOfTheBot() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		ChatBotKitChatModel observed = model(observations);
		assertThatIllegalStateException().isThrownBy(() -> on(() -> observed.call("Hi")));
		TestObservationRegistryAssert.assertThat(observations).doesNotHaveAnyObservation();
	}

	private ChatBotKitChatModel model(ObservationRegistry observations) {
		return ChatBotKitChatModel.builder()
			.api(this.api)
			.options(this.model.getOptions())
			.observationRegistry(observations)
			.build();
	}

	private static void on(Supplier<@Nullable Object> call) {
		Mono.fromSupplier(call).subscribeOn(Schedulers.parallel()).block();
	}

	static List<Arguments> calls() {
		return List.of(call("model", (model) -> model.call(new Prompt("Hi"))),
				call("model, text", (model) -> model.call("Hi")),
				call("client, content", (model) -> ChatClient.create(model).prompt("Hi").call().content()),
				call("client, response", (model) -> ChatClient.create(model).prompt("Hi").call().chatResponse()),
				call("client, entity", (model) -> ChatClient.create(model).prompt("Hi").call().entity(Integer.class)));
	}

	private static Arguments call(String name, Call call) {
		return Arguments.of(name, call);
	}

	@FunctionalInterface
	interface Call {

		@Nullable Object make(ChatBotKitChatModel model);

	}

}
