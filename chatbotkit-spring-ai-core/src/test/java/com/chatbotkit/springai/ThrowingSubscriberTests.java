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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import com.chatbotkit.springai.api.HeldExchange;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static com.chatbotkit.springai.api.WireServer.events;
import static com.chatbotkit.springai.api.WireServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Whatever a subscriber throws, an {@link Error} too, ends its stream: the subscriber is
 * told, and the server sees the connection closed.
 */
@Timeout(60)
class ThrowingSubscriberTests extends AbstractChatModelTests {

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";

	private static final String WHOLE = PIECE + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
			+ "data: [DONE]\n\n";

	private static final Prompt PROMPT = new Prompt("Hello");

	private final ChatBotKitChatModel observed = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.observationRegistry(registry())
		.build();

	@BeforeEach
	void ignoreWhatIsDropped() {
		Hooks.onErrorDropped((ex) -> {
		});
	}

	@AfterEach
	void reset() {
		Hooks.resetOnErrorDropped();
	}

	@TestFactory
	Stream<DynamicTest> anOperatorThatThrowsAtAPiece() {
		return matrix((stream, ex) -> stream.map((response) -> raise(ex)), PIECE);
	}

	@TestFactory
	Stream<DynamicTest> anOperatorThatThrowsAtTheOnlyPieceItAskedFor() {
		return matrix((stream, ex) -> stream.next().map((response) -> raise(ex)).flux(), PIECE);
	}

	@TestFactory
	Stream<DynamicTest> anOperatorThatThrowsAtTheSubscription() {
		this.server.always(events(WHOLE));
		return cells((model, ex) -> {
			Throwable thrown = catchThrowable(() -> model.stream(PROMPT)
				.doOnSubscribe((subscription) -> raise(ex))
				.blockLast(Duration.ofSeconds(20)));
			assertThat(root(thrown)).isSameAs(ex);
		});
	}

	@TestFactory
	Stream<DynamicTest> anOperatorThatThrowsAtTheLastResponse() {
		return matrix((stream, ex) -> stream.map((response) -> ResponseMapper.isEnd(response) ? raise(ex) : response),
				WHOLE);
	}

	@TestFactory
	Stream<DynamicTest> anOperatorThatThrowsAtTheEnd() {
		return matrix((stream, ex) -> stream.doOnComplete(() -> raise(ex)), WHOLE);
	}

	@TestFactory
	Stream<DynamicTest> aSubscriberThatThrowsAtAPiece() {
		return cells((model, ex) -> {
			HeldExchange exchange = new HeldExchange(PIECE);
			this.server.next(exchange);
			Thrower thrower = new Thrower(ex);
			model.stream(PROMPT).subscribe(thrower);
			assertThat(thrower.told.get(20, TimeUnit.SECONDS)).isSameAs(ex);
			exchange.awaitClosed();
		});
	}

	@Test
	void theNextRequestIsAnswered() {
		this.server.next(new HeldExchange(PIECE));
		this.server.next(events(WHOLE));
		assertThat(catchThrowable(() -> this.model.stream(PROMPT)
			.map((response) -> raise(new NoClassDefFoundError("x")))
			.blockLast(Duration.ofSeconds(20)))).hasMessageContaining("x");
		assertThat(this.model.stream(PROMPT).collectList().block(Duration.ofSeconds(20))).hasSize(2);
	}

	@TestFactory
	Stream<DynamicTest> anOperatorThatThrowsAtAnAnswerInOnePiece() {
		this.server.always(json("{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"));
		ChatCompletionRequest request = new ChatCompletionRequest(ChatBotKitSelector.bot("b1"),
				List.of(ChatCompletionRequest.Message.text("user", "Hi")), List.of(),
				ChatCompletionRequest.FunctionFormat.TOOLS);
		return throwables()
			.map((ex) -> DynamicTest.dynamicTest(ex.getClass().getSimpleName(), () -> assertThat(root(catchThrowable(
					() -> this.api.chatCompletion(request).map((answer) -> raise(ex)).block(Duration.ofSeconds(20)))))
				.isSameAs(ex)));
	}

	@TestFactory
	Stream<DynamicTest> anObservationThatThrowsAtTheEnd() {
		return throwables().map((ex) -> DynamicTest.dynamicTest(ex.getClass().getSimpleName(), () -> {
			ObservationRegistry registry = registry();
			registry.observationConfig().observationHandler(new FailingHandler(ex));
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(this.api)
				.options(ChatBotKitChatOptions.builder().bot("b1").build())
				.observationRegistry(registry)
				.build();
			this.server.next(events(WHOLE));
			assertThat(root(catchThrowable(() -> model.stream(PROMPT).blockLast(Duration.ofSeconds(20))))).isSameAs(ex);
		}));
	}

	private Stream<DynamicTest> matrix(Broken broken, String wire) {
		return cells((model, ex) -> {
			HeldExchange exchange = new HeldExchange(wire);
			this.server.next(exchange);
			Throwable thrown = catchThrowable(
					() -> broken.apply(model.stream(PROMPT), ex).blockLast(Duration.ofSeconds(20)));
			assertThat(root(thrown)).isSameAs(ex);
			exchange.awaitClosed();
		});
	}

	private Stream<DynamicTest> cells(Cell cell) {
		return throwables().flatMap((ex) -> models().map((model) -> DynamicTest.dynamicTest(
				ex.getClass().getSimpleName() + ((model == this.observed) ? ", observed" : ""),
				() -> cell.run(model, ex))));
	}

	private Stream<ChatBotKitChatModel> models() {
		return Stream.of(this.model, this.observed);
	}

	private static Stream<Throwable> throwables() {
		return Stream.of(new IllegalStateException("x"), new AssertionError("x"), new NoClassDefFoundError("x"),
				new ExceptionInInitializerError("x"), new StackOverflowError("x"));
	}

	private static @Nullable Throwable root(Throwable thrown) {
		return (thrown.getClass().getName().contains("ReactiveException")) ? thrown.getCause() : thrown;
	}

	private static ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((ObservationHandler<Observation.Context>) (context) -> true);
		return registry;
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> ChatResponse raise(Throwable ex) throws E {
		throw (E) ex;
	}

	private interface Broken {

		Flux<ChatResponse> apply(Flux<ChatResponse> stream, Throwable ex);

	}

	private interface Cell {

		void run(ChatBotKitChatModel model, Throwable ex) throws Exception;

	}

	private static final class Thrower implements CoreSubscriber<ChatResponse> {

		private final CompletableFuture<Throwable> told = new CompletableFuture<>();

		private final Throwable ex;

		Thrower(Throwable ex) {
			this.ex = ex;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(ChatResponse response) {
			raise(this.ex);
		}

		@Override
		public void onError(Throwable failed) {
			this.told.complete(failed);
			raise(failed);
		}

		@Override
		public void onComplete() {
			this.told.completeExceptionally(new AssertionError("completed"));
		}

	}

	private static final class FailingHandler implements ObservationHandler<Observation.Context> {

		private final Throwable ex;

		FailingHandler(Throwable ex) {
			this.ex = ex;
		}

		@Override
		public void onStop(Observation.Context context) {
			raise(this.ex);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
