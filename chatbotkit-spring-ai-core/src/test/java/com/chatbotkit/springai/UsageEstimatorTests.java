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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.MediaContent;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.ai.tokenizer.TokenCountEstimator;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens of streams are estimated where that is asked for, and say that they are.
 */
class UsageEstimatorTests {

	private static final String OBSERVATION = "gen_ai.client.operation";

	private static final String ESTIMATED = ChatBotKitAttributes.USAGE_ESTIMATED;

	private static final String PIECES = """
			data: {"id":"c1","model":"bot/id=b1","choices":[{"delta":{"content":"One two"}}]}

			data: {"id":"c1","model":"bot/id=b1","choices":[{"delta":{"content":" three"}}]}

			data: {"id":"c1","model":"bot/id=b1","choices":[{"delta":{},"finish_reason":"stop"}]}

			""";

	private static final String DONE = "data: [DONE]\n\n";

	private static final String USAGE = """
			data: {"id":"c1","choices":[],"usage":{"prompt_tokens":70,"completion_tokens":7,"total_tokens":77}}

			""";

	private static final String ANSWER = """
			{"choices":[{"message":{"content":"One"},"finish_reason":"stop"}],"usage":{"prompt_tokens":70,"completion_tokens":7,"total_tokens":77}}""";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1").build();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final List<Boolean> onEventLoop = new CopyOnWriteArrayList<>();

	private final ChatBotKitChatModel model = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.observationRegistry(this.registry)
		.tokenCountEstimator(new JTokkitTokenCountEstimator() {

			@Override
			public int estimate(@Nullable String text) {
				UsageEstimatorTests.this.onEventLoop.add(Schedulers.isInNonBlockingThread());
				return super.estimate(text);
			}

		})
		.build();

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	static Stream<Throwable> anEstimatorThatThrowsEndsTheStreamWithIt() {
		return Stream.of(new NoClassDefFoundError("gone"), new ExceptionInInitializerError("gone"),
				new AssertionError("gone"), new StackOverflowError("gone"), new IllegalStateException("gone"));
	}

	@ParameterizedTest
	@MethodSource
	void anEstimatorThatThrowsEndsTheStreamWithIt(Throwable ex) {
		this.server.next(WireServer.events(PIECES + DONE));
		ChatBotKitChatModel throwing = ChatBotKitChatModel.builder()
			.api(this.api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.tokenCountEstimator(new JTokkitTokenCountEstimator() {

				@Override
				public int estimate(@Nullable String text) {
					return UsageEstimatorTests.sneakyThrow(ex);
				}

			})
			.build();
		StepVerifier.create(throwing.stream(new Prompt("Hi")))
			.expectNextCount(2)
			.expectErrorMatches((thrown) -> thrown == ex)
			.verify(Duration.ofSeconds(10));
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> int sneakyThrow(Throwable ex) throws E {
		throw (E) ex;
	}

	@Test
	void ofAVeryLongAnswerTheRestIsTakenToBeLikeItsBeginning() {
		String piece = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "one two ".repeat(20_000) + "\"}}]}\n\n";
		this.server.next(WireServer
			.events(piece.repeat(10) + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n" + DONE));
		ChatBotKitChatModel counting = ChatBotKitChatModel.builder()
			.api(this.api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.tokenCountEstimator(new LengthEstimator())
			.build();
		ChatResponse last = Objects.requireNonNull(counting.stream(new Prompt("Hello")).blockLast());
		assertThat(last.getMetadata().getUsage().getCompletionTokens()).isBetween(1_599_999, 1_600_000);
	}

	@Test
	void theEndOfAStreamHasAnEstimateThatSaysSo() {
		this.server.next(WireServer.events(PIECES + DONE));
		List<ChatResponse> responses = stream(new Prompt(new SystemMessage("Be brief"), new UserMessage("Count")));
		assertThat(responses).hasSize(3);
		assertThat(responses.subList(0, 2)).allSatisfy((response) -> {
			assertThat(response.getMetadata().getUsage()).isInstanceOf(EmptyUsage.class);
			assertThat(response.getMetadata().<Object>get(ESTIMATED)).isNull();
		});
		ChatResponse last = responses.get(2);
		Usage usage = last.getMetadata().getUsage();
		assertThat(usage.getPromptTokens()).isEqualTo(3);
		assertThat(usage.getCompletionTokens()).isEqualTo(3);
		assertThat(usage.getTotalTokens()).isEqualTo(6);
		assertThat(usage.getNativeUsage()).isEqualTo(Map.of("estimated", true));
		assertThat(last.getMetadata().<Boolean>get(ESTIMATED)).isTrue();
		assertThat(last.getMetadata().getId()).isEqualTo("c1");
		assertThat(last.getMetadata().getModel()).isEqualTo("bot/id=b1");
		assertThat(last.getMetadata().<Object>get("created")).isNotNull();
		assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(this.registry).hasObservationWithNameEqualTo(OBSERVATION)
			.that()
			.hasBeenStopped()
			.hasHighCardinalityKeyValue(ESTIMATED, "true")
			.doesNotHaveLowCardinalityKeyValueWithKey(ESTIMATED)
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "6");
	}

	@Test
	void theTokenizerNeverRunsOnAnEventLoop() {
		this.server.next(WireServer.events(PIECES + DONE));
		stream(new Prompt("Count"));
		assertThat(this.onEventLoop).isNotEmpty().containsOnly(false);
	}

	@Test
	void toolsAndTheirResultsCount() {
		int plain = promptTokens(new Prompt("Hi"));
		Prompt offered = new Prompt("Hi",
				ChatBotKitChatOptions.builder()
					.toolCallbacks(List.of(new QuietTool("weather", "Tells the weather")))
					.build());
		assertThat(promptTokens(offered)).isGreaterThan(plain);
		Prompt answered = new Prompt(new UserMessage("Hi"),
				AssistantMessage.builder()
					.content("")
					.toolCalls(
							List.of(new AssistantMessage.ToolCall("1", "function", "weather", "{\"city\":\"Rome\"}")))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("1", "weather", "sunny and warm")))
					.build());
		assertThat(promptTokens(answered)).isGreaterThanOrEqualTo(plain + 8);
	}

	@Test
	void whatTheServerReportsIsNoEstimate() {
		this.server.next(WireServer.events(PIECES + USAGE + DONE));
		List<ChatResponse> responses = stream(new Prompt("Count"));
		assertReported(responses.get(responses.size() - 1));
	}

	@Test
	void aCallIsNoEstimate() {
		this.server.next(WireServer.json(ANSWER));
		assertReported(this.model.call(new Prompt("Count")));
	}

	@Test
	void aStreamThatFailsHasNone() {
		this.server.next(WireServer.events(PIECES.substring(0, PIECES.indexOf("\n\n") + 2) + DONE));
		this.model.stream(new Prompt("Count")).onErrorComplete().blockLast();
		assertThat(this.onEventLoop).isEmpty();
		assertThat(this.registry).hasObservationWithNameEqualTo(OBSERVATION)
			.that()
			.doesNotHaveHighCardinalityKeyValueWithKey(ESTIMATED)
			.doesNotHaveLowCardinalityKeyValueWithKey(ESTIMATED);
	}

	@Test
	void withoutAnEstimatorNothingIsEstimatedOrMarked() {
		this.server.next(WireServer.events(PIECES + DONE));
		ChatResponse last = ChatBotKitChatModel.builder()
			.api(this.api)
			.observationRegistry(this.registry)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.build()
			.stream(new Prompt("Count"))
			.blockLast();
		assertThat(Objects.requireNonNull(last).getMetadata().getUsage()).isInstanceOf(EmptyUsage.class);
		assertThat(this.registry).hasObservationWithNameEqualTo(OBSERVATION)
			.that()
			.doesNotHaveHighCardinalityKeyValueWithKey(ESTIMATED);
	}

	private void assertReported(ChatResponse response) {
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(77);
		assertThat(response.getMetadata().<Object>get(ESTIMATED)).isNull();
		assertThat(this.onEventLoop).isEmpty();
		assertThat(this.registry).hasObservationWithNameEqualTo(OBSERVATION)
			.that()
			.doesNotHaveHighCardinalityKeyValueWithKey(ESTIMATED)
			.doesNotHaveLowCardinalityKeyValueWithKey(ESTIMATED);
	}

	private int promptTokens(Prompt prompt) {
		this.server.next(WireServer.events(PIECES + DONE));
		List<ChatResponse> responses = stream(prompt);
		return responses.get(responses.size() - 1).getMetadata().getUsage().getPromptTokens();
	}

	private List<ChatResponse> stream(Prompt prompt) {
		return Objects.requireNonNull(this.model.stream(prompt).collectList().block());
	}

	/**
	 * Takes each character for a token.
	 */
	private static final class LengthEstimator implements TokenCountEstimator {

		@Override
		public int estimate(@Nullable String text) {
			return (text != null) ? text.length() : 0;
		}

		@Override
		public int estimate(MediaContent content) {
			return 0;
		}

		@Override
		public int estimate(Iterable<MediaContent> messages) {
			return 0;
		}

	}

}
