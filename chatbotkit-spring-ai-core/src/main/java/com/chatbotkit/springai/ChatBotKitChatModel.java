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

import java.util.Objects;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A ChatBotKit bot or model as a Spring AI chat model.
 * <p>
 * What to run is the selector in the options: {@code bot/id=<id>} or
 * {@code model/name=<model>}. A prompt's own options win over the model's, one by one. A
 * call and a stream send the same request and fail with the same exceptions:
 * {@link IllegalArgumentException} for what the endpoint would refuse or drop in silence,
 * before anything is sent, and those of
 * {@link com.chatbotkit.springai.api.ChatBotKitFailedRequest} for the rest. Tools are not
 * run here but by Spring AI's {@code ToolCallingAdvisor}.
 * <p>
 * Thread-safe.
 */
public final class ChatBotKitChatModel implements ChatModel {

	private static final ChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	private static final String PROVIDER = "chatbotkit";

	private final ChatBotKitApi api;

	private final ChatBotKitChatOptions options;

	private final ObservationRegistry observationRegistry;

	private final ChatModelObservationConvention observationConvention;

	private final RequestMapper requestMapper = new RequestMapper();

	private ChatBotKitChatModel(ChatBotKitApi api, Builder builder) {
		this.api = api;
		this.options = builder.options;
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
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
		Prompt filledIn = EffectiveOptions.fillIn(prompt, this.options);
		DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(filledIn));
		ChatCompletionRequest request = this.requestMapper.map(filledIn, tools);
		if (this.observationRegistry.isNoop()) {
			return answer(this.api.chatCompletion(request), tools);
		}
		ChatModelObservationContext context = observationContext(filledIn, false);
		Observation observation = observation(context);
		return observation.observe(() -> {
			ChatResponse response = answer(this.api.chatCompletion(request)
				.contextWrite((view) -> view.put(ObservationThreadLocalAccessor.KEY, observation)), tools);
			context.setResponse(response);
			return response;
		});
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((view) -> {
			Prompt filledIn = EffectiveOptions.fillIn(prompt, this.options);
			DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(filledIn));
			ChatCompletionRequest request = this.requestMapper.map(filledIn, tools);
			Flux<ChatResponse> responses = responses(request, new Answer(tools));
			if (this.observationRegistry.isNoop()) {
				return responses;
			}
			ChatModelObservationContext context = observationContext(filledIn, true);
			Observation observation = observation(context);
			start(observation, view.getOrDefault(ObservationThreadLocalAccessor.KEY, null));
			return responses.transform(Operators.<ChatResponse, ChatResponse>lift(
					(scannable, actual) -> new StreamObservation(actual, observation, context)));
		});
	}

	/**
	 * Returns the options of every prompt that does not say otherwise.
	 */
	@Override
	public ChatBotKitChatOptions getOptions() {
		return this.options;
	}

	@Override
	public String toString() {
		return "ChatBotKitChatModel[" + this.options.getModel() + ", " + this.api + "]";
	}

	private static ChatResponse answer(Mono<ChatCompletion> completion, DeclaredTools tools) {
		return new Answer(tools).whole(Objects.requireNonNull(completion.contextCapture().block()));
	}

	private Flux<ChatResponse> responses(ChatCompletionRequest request, Answer answer) {
		// No handle() or mapNotNull(): they would open the observation's scope for each
		// piece.
		return this.api.chatCompletionStream(request)
			.map(answer::next)
			.filter((response) -> !response.getResults().isEmpty())
			.concatWith(Mono.fromSupplier(answer::end));
	}

	private ChatModelObservationContext observationContext(Prompt prompt, boolean streaming) {
		return ChatModelObservationContext.builder().prompt(prompt).provider(PROVIDER).streaming(streaming).build();
	}

	private Observation observation(ChatModelObservationContext context) {
		return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(this.observationConvention,
				DEFAULT_CONVENTION, () -> context, this.observationRegistry);
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

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private ChatModelObservationConvention observationConvention = DEFAULT_CONVENTION;

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
		 * Builds the chat model.
		 * @return the chat model
		 * @throws IllegalStateException if there is no API
		 */
		public ChatBotKitChatModel build() {
			if (this.api == null) {
				throw new IllegalStateException("The api is missing: build one with ChatBotKitApi.builder()");
			}
			return new ChatBotKitChatModel(this.api, this);
		}

	}

}
