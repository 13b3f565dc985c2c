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
import java.util.Objects;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitFailedRequest;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.tokenizer.TokenCountEstimator;

/**
 * A ChatBotKit bot or model as a Spring AI chat model.
 * <p>
 * What to run is the selector in the options: {@code bot/id=<id>} or
 * {@code model/name=<model>}. A prompt's own options win over the model's, one by one. A
 * call and a stream send the same request and fail with the same exceptions:
 * {@link IllegalArgumentException} for what the endpoint would refuse or drop in silence,
 * before anything is sent, and those of {@link ChatBotKitFailedRequest} for the rest.
 * Tools are not run here but by Spring AI's {@code ToolCallingAdvisor}.
 * <p>
 * Thread-safe.
 */
public final class ChatBotKitChatModel implements ChatModel {

	private static final ChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	static final String PROVIDER = "chatbotkit";

	/** The event of a request that is sent instead of one that failed. */
	static final String FALLBACK = "chatbotkit.fallback";

	private final ChatBotKitApi api;

	private final ChatBotKitChatOptions options;

	private final Fallbacks fallbacks;

	private final ObservationRegistry observationRegistry;

	private final ChatModelObservationConvention observationConvention;

	private final @Nullable TokenCountEstimator tokenCountEstimator;

	private final RequestMapper requestMapper = new RequestMapper();

	private ChatBotKitChatModel(ChatBotKitApi api, Builder builder) {
		this.api = api;
		this.options = builder.options;
		this.fallbacks = new Fallbacks(builder.fallbacks);
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
		this.tokenCountEstimator = builder.tokenCountEstimator;
	}

	/**
	 * Starts a chat model. Only the API is required.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		ChatBotKitTenant tenant = ChatBotKitTenant.current(Context.empty());
		return this.fallbacks.call(EffectiveOptions.fillIn(prompt, this.options, tenant), this::call);
	}

	private ChatResponse call(Prompt prompt, @Nullable String insteadOf) {
		DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(prompt));
		Mono<ChatCompletion> completion = withKey(prompt,
				this.api.chatCompletion(this.requestMapper.map(prompt, tools)));
		Answer answer = new Answer(tools, insteadOf);
		if (this.observationRegistry.isNoop()) {
			return whole(completion, answer);
		}
		ChatModelObservationContext context = observationContext(prompt, false);
		Observation observation = observation(context);
		return observation.observe(() -> {
			report(insteadOf, observation);
			ChatResponse response = whole(
					completion.contextWrite((view) -> view.put(ObservationThreadLocalAccessor.KEY, observation)),
					answer);
			context.setResponse(response);
			return response;
		});
	}

	private static ChatResponse whole(Mono<ChatCompletion> completion, Answer answer) {
		return answer.whole(Objects.requireNonNull(completion.contextCapture().block()));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((view) -> {
			Prompt filledIn = EffectiveOptions.fillIn(prompt, this.options, ChatBotKitTenant.current(view));
			return this.fallbacks.stream(filledIn, (next, insteadOf) -> stream(next, insteadOf, view));
		});
	}

	private Flux<ChatResponse> stream(Prompt prompt, @Nullable String insteadOf, ContextView view) {
		DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(prompt));
		ChatCompletionRequest request = this.requestMapper.map(prompt, tools);
		Flux<ChatResponse> responses = responses(request, withKey(prompt, this.api.chatCompletionStream(request)),
				new Answer(tools, insteadOf));
		if (this.observationRegistry.isNoop()) {
			return responses;
		}
		ChatModelObservationContext context = observationContext(prompt, true);
		Observation observation = observation(context);
		start(observation, view.getOrDefault(ObservationThreadLocalAccessor.KEY, null));
		report(insteadOf, observation);
		return responses.transform(Operators.<ChatResponse, ChatResponse>lift(
				(scannable, actual) -> new StreamObservation(actual, observation, context)));
	}

	/**
	 * Returns the options of every prompt that does not say otherwise.
	 */
	@Override
	public ChatBotKitChatOptions getOptions() {
		return this.options;
	}

	/**
	 * Checks, at no cost and without running anything, that the bot of the options can be
	 * asked.
	 * @return as {@link ChatBotKitApi#checkBot}, or an {@link IllegalStateException} if
	 * the options select no bot
	 */
	public Mono<Void> checkBot() {
		return Mono
			.defer(() -> (ChatBotKitSelector.parse(this.options.getModel()) instanceof ChatBotKitSelector.Bot bot)
					? this.api.checkBot(bot.id()) : Mono
						.error(new IllegalStateException("Only a bot can be checked, not " + this.options.getModel())));
	}

	@Override
	public String toString() {
		return "ChatBotKitChatModel[" + this.options.getModel() + ", " + this.api + "]";
	}

	private Flux<ChatResponse> responses(ChatCompletionRequest request, Flux<ChatCompletion> pieces, Answer answer) {
		// No handle() or mapNotNull(): they would open the observation's scope for each
		// piece.
		Flux<ChatResponse> texts = pieces.map(answer::next).filter((response) -> !response.getResults().isEmpty());
		Mono<ChatResponse> end = Mono.fromSupplier(answer::end);
		return (this.tokenCountEstimator != null)
				? new UsageEstimate(this.tokenCountEstimator, request).join(texts, end) : texts.concatWith(end);
	}

	private static Mono<ChatCompletion> withKey(Prompt prompt, Mono<ChatCompletion> completion) {
		ApiKey key = EffectiveOptions.of(prompt).getSecretKey();
		return (key != null) ? completion.contextWrite((view) -> view.put(ApiKey.class, key)) : completion;
	}

	private static Flux<ChatCompletion> withKey(Prompt prompt, Flux<ChatCompletion> pieces) {
		ApiKey key = EffectiveOptions.of(prompt).getSecretKey();
		return (key != null) ? pieces.contextWrite((view) -> view.put(ApiKey.class, key)) : pieces;
	}

	private static void report(@Nullable String insteadOf, Observation observation) {
		if (insteadOf != null) {
			observation.event(Observation.Event.of(FALLBACK, "instead of " + insteadOf));
		}
	}

	private ChatModelObservationContext observationContext(Prompt prompt, boolean streaming) {
		return ChatModelObservationContext.builder().prompt(prompt).provider(PROVIDER).streaming(streaming).build();
	}

	private Observation observation(ChatModelObservationContext context) {
		Observation observation = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
			.observation(this.observationConvention, DEFAULT_CONVENTION, () -> context, this.observationRegistry);
		// Metrics of one name need the same keys each time.
		return (this.tokenCountEstimator != null) ? observation.lowCardinalityKeyValue(UsageEstimate.ESTIMATED, "false")
				: observation;
	}

	/**
	 * Starts an observation below the one of the subscriber, or else of the thread. Its
	 * scope is open meanwhile, for a tracer takes the parent of a new span from there.
	 */
	private static void start(Observation observation, @Nullable Observation parent) {
		if (parent != null) {
			observation.parentObservation(parent);
		}
		Observation.Scope scope = (parent != null) ? parent.openScope() : Observation.Scope.NOOP;
		try {
			observation.start();
		}
		finally {
			scope.close();
		}
	}

	/**
	 * Builds a {@link ChatBotKitChatModel}.
	 */
	public static final class Builder {

		private @Nullable ChatBotKitApi api;

		private ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().build();

		private List<String> fallbacks = List.of();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private ChatModelObservationConvention observationConvention = DEFAULT_CONVENTION;

		private @Nullable TokenCountEstimator tokenCountEstimator;

		private Builder() {
		}

		/**
		 * Sets the client of the endpoint.
		 * @param api the client, which stays the caller's to close
		 * @return this
		 */
		public Builder api(ChatBotKitApi api) {
			this.api = api;
			return this;
		}

		/**
		 * Sets the options of every prompt that does not say otherwise.
		 * @param options the options. Defaults to none, so that each prompt has to select
		 * a bot or model
		 * @return this
		 */
		public Builder options(ChatBotKitChatOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Sets whom to ask instead when it is certain that the bot or model asked has not
		 * run: see {@link ChatBotKitFailedRequest#isNotExecuted()}. A stream that has
		 * begun is never begun again, nor one that is empty: of a bot that does not exist
		 * the platform streams that, and it proves nothing. Which one was asked first is
		 * in the response metadata under {@code chatbotkit.instead-of}.
		 * @param selectors the selectors, tried in this order, each after its own
		 * retries. Defaults to none
		 * @return this
		 */
		public Builder fallbacks(String... selectors) {
			this.fallbacks = List.of(selectors);
			return this;
		}

		/**
		 * Sets where calls are observed.
		 * @param observationRegistry the registry. Defaults to none
		 * @return this
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Sets how observations are named.
		 * @param observationConvention the convention. Defaults to Spring AI's
		 * @return this
		 */
		public Builder observationConvention(ChatModelObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Sets what estimates the tokens of a streamed answer, which ChatBotKit does not
		 * report: of what was sent and of what came, not of what the platform adds. An
		 * estimated usage says so: the response's metadata has
		 * {@code chatbotkit.usage-estimated}, and so has the observation.
		 * @param tokenCountEstimator the estimator, for example Spring AI's
		 * {@code JTokkitTokenCountEstimator}. Defaults to null, for no usage in streams
		 * @return this
		 */
		public Builder tokenCountEstimator(@Nullable TokenCountEstimator tokenCountEstimator) {
			this.tokenCountEstimator = tokenCountEstimator;
			return this;
		}

		/**
		 * Builds the chat model.
		 * @return the chat model
		 * @throws IllegalStateException if there is no API
		 * @throws IllegalArgumentException if a fallback is no selector
		 */
		public ChatBotKitChatModel build() {
			if (this.api == null) {
				throw new IllegalStateException("The api is missing: build one with ChatBotKitApi.builder()");
			}
			return new ChatBotKitChatModel(this.api, this);
		}

	}

}
