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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import com.chatbotkit.springai.agent.AgentToolCallback;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

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

	@ParameterizedTest
	@MethodSource("waits")
	void aStreamThatIsWaitedForThereIsNotSentEither(String name, Call wait) {
		assertThatIllegalStateException().isThrownBy(() -> on(() -> wait.make(this.model)))
			.withMessageContaining("parallel-");
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("waits")
	void aStreamIsWaitedForElsewhere(String name, Call wait) {
		this.server.next(WireServer.events(STREAM));
		assertThat(wait.make(this.model)).isNotNull();
		assertThat(this.server.requests()).hasSize(1);
	}

	/**
	 * What is waited for is the outer stream, on a thread that may wait.
	 */
	@Test
	void aStreamWithinAStreamThatIsWaitedForIsSent() {
		this.server.always(WireServer.events(STREAM));
		assertThat(this.model.stream(new Prompt("Hello"))
			.concatMap((piece) -> this.model.stream(new Prompt("Hi")))
			.count()
			.block()).isEqualTo(4);
		assertThat(Mono.just("Hello")
			.publishOn(Schedulers.parallel())
			.flatMapMany((text) -> this.model.stream(new Prompt(text)))
			.toStream()).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource("places")
	void isRefusedWhereverAnEventLoopRunsIt(String name, Place place) throws Exception {
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		place.run(() -> thrown.complete(catchThrowable(() -> this.model.call("Hi"))));
		assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class)
			.hasMessageStartingWith("Nothing was sent");
		assertThat(this.server.requests()).isEmpty();
	}

	/**
	 * That it waits on the wrong thread is told to the developer, and not to the bot.
	 */
	@Test
	void anAgentAsAToolIsRefusedLikeACall() {
		ToolCallback agent = AgentToolCallback.builder(ChatClient.create(this.model))
			.name("agent")
			.description("Knows")
			.build();
		assertThatIllegalStateException().isThrownBy(() -> on(() -> agent.call("{\"message\":\"Hi\"}")))
			.withMessageContaining("stream()");
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads came with Java 21")
	void isMadeOnAVirtualThread() throws Exception {
		this.server.next(WireServer.json(ANSWER));
		assertThat(new VirtualThreadTaskExecutor().submit(() -> this.model.call("Hi")).get(20, TimeUnit.SECONDS))
			.isEqualTo("42");
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

	static List<Arguments> places() {
		return List.of(
				place("interval",
						(work) -> Flux.interval(Duration.ofMillis(1)).take(1).subscribe((tick) -> work.run())),
				place("delay", (work) -> Mono.delay(Duration.ofMillis(1)).doOnNext((tick) -> work.run()).subscribe()),
				place("single", (work) -> Schedulers.single().schedule(work)),
				place("timeout",
						(work) -> Mono.never()
							.timeout(Duration.ofMillis(1))
							.doOnError((ex) -> work.run())
							.onErrorComplete()
							.subscribe()),
				place("server", (work) -> serve((request, response) -> response.sendString(Mono.fromSupplier(() -> {
					work.run();
					return "";
				})))), place("WebFlux", (work) -> serve(new ReactorHttpHandlerAdapter(
						RouterFunctions.toHttpHandler(RouterFunctions.route().GET("/", (request) -> {
							work.run();
							return ServerResponse.ok().build();
						}).build())))));
	}

	private static void serve(
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> handler) {
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle(handler).bindNow();
		try {
			HttpClient.create()
				.get()
				.uri("http://127.0.0.1:" + server.port() + "/")
				.response()
				.block(Duration.ofSeconds(20));
		}
		finally {
			server.disposeNow();
		}
	}

	private static Arguments place(String name, Place place) {
		return Arguments.of(name, place);
	}

	static List<Arguments> waits() {
		Prompt prompt = new Prompt("Hi");
		return List.of(call("blockLast", (model) -> model.stream(prompt).blockLast()),
				call("blockFirst", (model) -> model.stream(prompt).blockFirst(Duration.ofSeconds(5))),
				call("block", (model) -> model.stream(prompt).collectList().block()),
				call("blockOptional", (model) -> model.stream(prompt).next().blockOptional()),
				call("toStream", (model) -> model.stream(prompt).toStream().toList()),
				call("toIterable", (model) -> model.stream(prompt).toIterable().iterator().next()),
				call("client", (model) -> ChatClient.create(model).prompt("Hi").stream().content().blockLast()),
				call("operators",
						(model) -> model.stream(prompt)
							.filter(Objects::nonNull)
							.map(Object::toString)
							.timeout(Duration.ofSeconds(5))
							.doOnNext((text) -> {
							})
							.onErrorStop()
							.reduce(String::concat)
							.block()));
	}

	private static Arguments call(String name, Call call) {
		return Arguments.of(name, call);
	}

	@FunctionalInterface
	interface Place {

		void run(Runnable work);

	}

	@FunctionalInterface
	interface Call {

		@Nullable Object make(ChatBotKitChatModel model);

	}

}
