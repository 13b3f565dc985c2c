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

package com.chatbotkit.springai.autoconfigure;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactor's {@code onErrorContinue} of a subscriber goes on after a failure of the
 * subscriber's operators. It does not go on within the client, where the rest of an
 * answer would look like a whole one.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class ErrorContinueTests {

	private static final int LIMIT = 20_000;

	private static final String FAILURE = "no such thing";

	private final List<Throwable> continued = new CopyOnWriteArrayList<>();

	private final RawEndpoint endpoint = new RawEndpoint(ErrorContinueTests::answer);

	private final ConfigurableApplicationContext context;

	/** Whether a filter of the application fails once it has the head of an answer. */
	private volatile boolean filterFails;

	ErrorContinueTests(String connector) {
		this.context = new SpringApplicationBuilder(StarterTests.Application.class).bannerMode(Banner.Mode.OFF)
			.initializers((GenericApplicationContext starting) -> starting
				.registerBean(ChatBotKitWebClientCustomizer.class, () -> this::addFilter))
			.run("--" + this.endpoint.property(), "--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"--spring.ai.chatbotkit.chat.bot-id=clx1", "--spring.ai.retry.max-attempts=1",
					"--spring.ai.chatbotkit.limits.event-size=" + LIMIT + "B",
					"--spring.http.clients.reactive.connector=" + connector);
	}

	@AfterEach
	void close() {
		this.context.close();
		this.endpoint.close();
	}

	@Test
	void anAnswerThatIsTooLargeIsNotPassedOnWithoutAPart() {
		Mono<String> answer = this.context.getBean(ChatBotKitApi.class)
			.chatCompletion(request("large"))
			.map((completion) -> String.valueOf(completion.content()))
			.onErrorContinue(this::goOn);
		StepVerifier.create(answer)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ChatBotKitTransientException.class)
				.hasMessageContaining("ANSWER_TOO_LARGE"))
			.verify();
		assertThat(this.continued).isEmpty();
	}

	@Test
	void aFilterThatFailsEndsEachRequestWithItsFailure() {
		this.filterFails = true;
		ChatBotKitApi api = this.context.getBean(ChatBotKitApi.class);
		StepVerifier.create(stream(this.context.getBean(ChatBotKitChatModel.class)))
			.expectErrorMessage(FAILURE)
			.verify();
		StepVerifier.create(api.chatCompletion(request("Hi")).onErrorContinue(this::goOn))
			.expectErrorMessage(FAILURE)
			.verify();
		StepVerifier.create(api.checkBot("clx1").onErrorContinue(this::goOn)).expectErrorMessage(FAILURE).verify();
		assertThat(this.continued).isEmpty();
	}

	@Test
	void aStreamWhoseTokensCannotBeEstimatedDoesNotLoseItsEnd() {
		ChatBotKitChatModel estimating = ChatBotKitChatModel.builder()
			.api(this.context.getBean(ChatBotKitApi.class))
			.options(this.context.getBean(ChatBotKitChatModel.class).getOptions())
			.tokenCountEstimator(new JTokkitTokenCountEstimator() {

				@Override
				public int estimate(String text) {
					throw new IllegalStateException(FAILURE);
				}

			})
			.build();
		StepVerifier.create(stream(estimating)).expectNext("Hello").expectErrorMessage(FAILURE).verify();
		assertThat(this.continued).isEmpty();
	}

	@Test
	void aStreamGoesOnAfterAFailureOfTheSubscriber() {
		Flux<String> shown = this.context.getBean(ChatBotKitChatModel.class)
			.stream(new Prompt("Hi"))
			.map((response) -> {
				String text = text(response);
				if (text.equals("Hello")) {
					throw new IllegalStateException(FAILURE);
				}
				return "the end";
			})
			.onErrorContinue(this::goOn);
		StepVerifier.create(shown).expectNext("the end").verifyComplete();
		assertThat(this.continued).singleElement().asString().contains(FAILURE);
	}

	private Flux<String> stream(ChatBotKitChatModel model) {
		return model.stream(new Prompt("Hi")).map(ErrorContinueTests::text).onErrorContinue(this::goOn);
	}

	private void addFilter(WebClient.Builder builder) {
		builder.filter((request, next) -> next.exchange(request).map((response) -> {
			if (this.filterFails) {
				throw new IllegalStateException(FAILURE);
			}
			return response;
		}));
	}

	private void goOn(Throwable ex, Object value) {
		this.continued.add(ex);
	}

	private static String text(ChatResponse response) {
		return Objects.requireNonNullElse(response.getResult().getOutput().getText(), "");
	}

	private static ChatCompletionRequest request(String text) {
		return new ChatCompletionRequest(ChatBotKitSelector.bot("clx1"),
				List.of(ChatCompletionRequest.Message.text("user", text)), List.of(),
				ChatCompletionRequest.FunctionFormat.TOOLS);
	}

	private static void answer(RawEndpoint.Request request) throws IOException {
		request.write(request.answerOf(request.text().equals("large") ? "x".repeat(3 * LIMIT) : "Hello"));
	}

}
