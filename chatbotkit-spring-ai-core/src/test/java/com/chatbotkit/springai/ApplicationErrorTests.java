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
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitApiBuilder;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Whatever the application's code throws while a request is prepared, an {@link Error}
 * too, is what the call and the stream fail with, on each thread; where a bot is checked
 * too, so does the check. The next request works.
 */
@Timeout(60)
class ApplicationErrorTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n"
			+ "data: [DONE]\n\n";

	private static final String CHECK = "checkBot";

	private static final Prompt PROMPT = new Prompt("Hi");

	@TestFactory
	Stream<DynamicTest> aKeyThatThrows() {
		return cellsWithCheck((test) -> test.api(ChatBotKitApi.builder().apiKey(() -> {
			test.throwIfArmed();
			return "sk-1";
		})));
	}

	@TestFactory
	Stream<DynamicTest> aFilterThatThrows() {
		return cellsWithCheck((test) -> test.api(ChatBotKitApi.builder()
			.secretKey("sk-1")
			.webClientBuilder(WebClient.builder().filter((request, next) -> {
				test.throwIfArmed();
				return next.exchange(request);
			}))));
	}

	@TestFactory
	Stream<DynamicTest> aDefaultRequestThatThrows() {
		return cellsWithCheck((test) -> test.api(ChatBotKitApi.builder()
			.secretKey("sk-1")
			.webClientBuilder(WebClient.builder().defaultRequest((request) -> test.throwIfArmed()))));
	}

	@TestFactory
	Stream<DynamicTest> aToolWhoseDefinitionThrows() {
		return cells(
				(test) -> test.options = ChatBotKitChatOptions.builder().bot("b1").toolCallbacks(new ToolCallback() {
					@Override
					public ToolDefinition getToolDefinition() {
						test.throwIfArmed();
						return ToolDefinition.builder().name("t").description("d").inputSchema("{}").build();
					}

					@Override
					public String call(String toolInput) {
						return "";
					}
				}).build());
	}

	@TestFactory
	Stream<DynamicTest> aConventionThatThrows() {
		return cells((test) -> {
			test.registry.observationConfig().observationHandler((context) -> true);
			test.convention = new DefaultChatModelObservationConvention() {
				@Override
				public String getName() {
					test.throwIfArmed();
					return super.getName();
				}
			};
		});
	}

	@TestFactory
	Stream<DynamicTest> aHandlerThatThrowsAtTheStart() {
		return cells((test) -> test.registry.observationConfig().observationHandler(new ObservationHandler<>() {
			@Override
			public void onStart(Observation.Context context) {
				test.throwIfArmed();
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}
		}));
	}

	@TestFactory
	Stream<DynamicTest> aHandlerThatThrowsAtARetry() {
		return cells((test) -> {
			test.busyFirst = true;
			test.registry.observationConfig().observationHandler(new ObservationHandler<>() {
				@Override
				public void onEvent(Observation.Event event, Observation.Context context) {
					if (event.getName().contains("retry")) {
						test.throwIfArmed();
					}
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}
			});
		});
	}

	@TestFactory
	Stream<DynamicTest> aBodyThatAFilterEndsWithAnError() {
		return cellsWithCheck((test) -> {
			test.answered = true;
			test.api(ChatBotKitApi.builder()
				.secretKey("sk-1")
				.webClientBuilder(WebClient.builder()
					.filter((request, next) -> next.exchange(request)
						.map((response) -> test.armed
								? response.mutate().body((body) -> body.concatWith(Flux.error(test.ex))).build()
								: response))));
		}).filter((test) -> test.getDisplayName().endsWith("Error"));
	}

	private static Stream<DynamicTest> cells(Consumer<Case> setup) {
		return cells(setup, "call", "stream", "stream on an event loop");
	}

	private static Stream<DynamicTest> cellsWithCheck(Consumer<Case> setup) {
		return cells(setup, "call", "stream", "stream on an event loop", CHECK);
	}

	private static Stream<DynamicTest> cells(Consumer<Case> setup, String... ways) {
		return Stream
			.<Throwable>of(new NoClassDefFoundError("gone"), new ExceptionInInitializerError("gone"),
					new AssertionError("gone"), new StackOverflowError("gone"), new IllegalStateException("gone"))
			.flatMap((ex) -> Stream.of(ways)
				.map((way) -> DynamicTest.dynamicTest(way + " " + ex.getClass().getSimpleName(), () -> {
					try (Case test = new Case(ex)) {
						setup.accept(test);
						test.run(way);
					}
				})));
	}

	/**
	 * One request that fails, and the next one.
	 */
	private static final class Case implements AutoCloseable {

		final WireServer server = new WireServer();

		final ObservationRegistry registry = ObservationRegistry.create();

		final Throwable ex;

		ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1").build();

		ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().bot("b1").build();

		DefaultChatModelObservationConvention convention = new DefaultChatModelObservationConvention();

		boolean busyFirst;

		/** Whether the request that fails is answered. */
		boolean answered;

		private volatile boolean armed;

		Case(Throwable ex) {
			this.ex = ex;
		}

		void api(ChatBotKitApiBuilder builder) {
			this.api.close();
			this.api = builder.baseUrl(this.server.baseUrl()).build();
		}

		void throwIfArmed() {
			if (this.armed) {
				sneakyThrow(this.ex);
			}
		}

		void run(String way) {
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(this.api)
				.options(this.options)
				.observationRegistry(this.registry)
				.observationConvention(this.convention)
				.build();
			if (this.busyFirst) {
				this.server.next(WireServer.answer(503, null, ""));
			}
			if (this.answered) {
				this.server.next(way.startsWith("stream") ? WireServer.events(": comment\n\n") : WireServer.json("{"));
			}
			this.armed = true;
			assertThat(catchThrowable(() -> ask(model, way))).satisfiesAnyOf(
					(thrown) -> assertThat(thrown).isSameAs(this.ex),
					(thrown) -> assertThat(thrown.getCause()).isSameAs(this.ex));
			assertThat(this.server.requests()).hasSize((this.busyFirst || this.answered) ? 1 : 0);
			this.armed = false;
			this.server.next(way.startsWith("stream") ? WireServer.events(STREAM) : WireServer.json(ANSWER));
			assertThat(ask(model, way)).isEqualTo("x");
		}

		private static String ask(ChatBotKitChatModel model, String way) {
			if (way.equals("call")) {
				return String.valueOf(model.call(PROMPT).getResult().getOutput().getText());
			}
			if (way.equals(CHECK)) {
				model.checkBot().block(LONG);
				return "x";
			}
			Flux<String> stream = Flux.defer(() -> model.stream(PROMPT))
				.mapNotNull((response) -> response.getResult().getOutput().getText())
				.filter((text) -> !text.isEmpty());
			Mono<List<String>> texts = stream.collectList();
			return String.join("", way.equals("stream") ? texts.block(LONG)
					: Mono.delay(Duration.ofMillis(1), Schedulers.parallel()).then(texts).block(LONG));
		}

		@SuppressWarnings("unchecked")
		private static <E extends Throwable> void sneakyThrow(Throwable ex) throws E {
			throw (E) ex;
		}

		@Override
		public void close() {
			this.api.close();
			this.server.close();
		}

	}

}
