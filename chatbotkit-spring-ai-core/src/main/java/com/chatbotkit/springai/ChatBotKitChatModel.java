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
import java.util.function.Supplier;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitFailedRequest;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import com.chatbotkit.springai.tool.AgentCallCounter;
import com.chatbotkit.springai.tool.DeclaredTools;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
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
 * Thread-safe. It is not final, so that Spring can put a proxy around it, which is a
 * subclass by default; no other class can be one.
 */
public class ChatBotKitChatModel implements ChatModel {

	private final ChatBotKitApi api;

	private final ChatBotKitChatOptions options;

	private final Fallbacks fallbacks;

	private final TenantRule tenants;

	private final ChatObservations observations;

	private final @Nullable TokenCountEstimator tokenCountEstimator;

	private final RequestMapper requestMapper = new RequestMapper();

	ChatBotKitChatModel(ChatBotKitApi api, Builder builder) {
		this.api = api;
		this.options = builder.options;
		this.fallbacks = new Fallbacks(builder.fallbacks);
		this.tenants = new TenantRule(builder.tenantRequired, builder.tenantReplaces,
				this.options.getSecretKey() != null || api.hasKeyOfItsOwn());
		this.observations = new ChatObservations(builder.observationRegistry, builder.observationConvention);
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
		ChatBotKitApi.requireBlockingThread();
		startAgentCalls(prompt);
		ChatBotKitTenant tenant = ChatBotKitTenant.current(Context.empty());
		this.tenants.warnOfLost(tenant, prompt.getOptions());
		return this.fallbacks.call(EffectiveOptions.fillIn(prompt, this.options, tenant, this.tenants), this::call);
	}

	private ChatResponse call(Prompt prompt, @Nullable String insteadOf) {
		DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(prompt), prompt.getInstructions());
		ChatCompletionRequest request = this.requestMapper.map(prompt, tools);
		ToolRounds.check(prompt.getInstructions(), this.api, request);
		ResponseMapper mapper = new ResponseMapper(tools, insteadOf, new ToolCallLimit(this.api, request));
		return this.observations.call(prompt, insteadOf,
				(context) -> mapper.whole(this.api.call(request, withKey(prompt, context))));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((view) -> {
			startAgentCalls(prompt);
			Prompt filledIn = EffectiveOptions.fillIn(prompt, this.options, ChatBotKitTenant.current(view),
					this.tenants);
			return this.fallbacks.stream(filledIn, (next, insteadOf) -> stream(next, insteadOf, view));
		});
	}

	private Flux<ChatResponse> stream(Prompt prompt, @Nullable String insteadOf, ContextView view) {
		DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(prompt), prompt.getInstructions());
		ChatCompletionRequest request = this.requestMapper.map(prompt, tools);
		ToolRounds.check(prompt.getInstructions(), this.api, request);
		Context withKey = withKey(prompt, Context.empty());
		Flux<ChatCompletion> pieces = this.api.chatCompletionStream(request);
		Flux<ChatCompletion> inContext = withKey.isEmpty() ? pieces : pieces.contextWrite(withKey);
		return this.observations.stream(prompt, insteadOf, view, responses(request, inContext,
				() -> new ResponseMapper(tools, insteadOf, new ToolCallLimit(this.api, request))));
	}

	/**
	 * Returns the options of every prompt that does not say otherwise.
	 */
	@Override
	public ChatBotKitChatOptions getOptions() {
		return this.options;
	}

	/**
	 * Whether each request has to be made on behalf of a {@link ChatBotKitTenant}.
	 * @return true if one without is refused
	 */
	public boolean isTenantRequired() {
		return this.tenants.isRequired();
	}

	/**
	 * Checks, at no cost and without running anything, that the bot of the options can be
	 * asked: that of the tenant, and with its key, where there is one.
	 * @return as {@link ChatBotKitApi#checkBot}, or an {@link IllegalStateException} if
	 * the options select no bot, or if there is no tenant where one is required
	 */
	public Mono<Void> checkBot() {
		return Mono.deferContextual((view) -> {
			Prompt prompt = EffectiveOptions.fillIn(new Prompt(List.of()), this.options, ChatBotKitTenant.current(view),
					this.tenants);
			String model = EffectiveOptions.of(prompt).getModel();
			return (ChatBotKitSelector.parse(model) instanceof ChatBotKitSelector.Bot bot)
					? this.api.checkBot(bot.id()).contextWrite((context) -> withKey(prompt, context))
					: Mono.error(new IllegalStateException("Only a bot can be checked, not " + model));
		});
	}

	@Override
	public String toString() {
		return "ChatBotKitChatModel[" + this.options.getModel() + ", " + this.api + "]";
	}

	private Flux<ChatResponse> responses(ChatCompletionRequest request, Flux<ChatCompletion> chunks,
			Supplier<ResponseMapper> mapper) {
		Flux<ChatResponse> responses = new ResponseStream(chunks, mapper);
		return (this.tokenCountEstimator != null)
				? new UsageEstimate(this.tokenCountEstimator, request).addTo(responses) : responses;
	}

	private static Context withKey(Prompt prompt, Context context) {
		ApiKey key = EffectiveOptions.of(prompt).getSecretKey();
		return (key != null) ? context.put(ApiKey.class, key) : context;
	}

	/**
	 * Builds a {@link ChatBotKitChatModel}.
	 */
	public static final class Builder {

		private @Nullable ChatBotKitApi api;

		private ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().build();

		private List<String> fallbacks = List.of();

		private boolean tenantRequired;

		private ChatBotKitTenant.Replaces tenantReplaces = ChatBotKitTenant.Replaces.WHEN_CALLED;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private ChatModelObservationConvention observationConvention = ChatObservations.DEFAULT_CONVENTION;

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
		 * Sets whether every request has to be made on behalf of a
		 * {@link ChatBotKitTenant}. One that is not, and that brings no secret key in its
		 * own options, is refused by an {@link IllegalStateException} before anything is
		 * sent: a call, a stream, a check of the bot.
		 * @param tenantRequired true to refuse. Defaults to false, by which such a
		 * request uses the bot and the key that the model was built with
		 * @return this
		 * @see com.chatbotkit.springai.api.ChatBotKitApiBuilder#withoutSecretKey()
		 */
		public Builder tenantRequired(boolean tenantRequired) {
			this.tenantRequired = tenantRequired;
			return this;
		}

		/**
		 * Sets what a {@link ChatBotKitTenant} may replace. A key of this model's own is
		 * one in its {@link #options}, or one that its API was given when it was
		 * {@linkplain ChatBotKitApi#mutate() made from another}.
		 * @param tenantReplaces what may be replaced. Defaults to
		 * {@link ChatBotKitTenant.Replaces#WHEN_CALLED}
		 * @return this
		 */
		public Builder tenantReplaces(ChatBotKitTenant.Replaces tenantReplaces) {
			this.tenantReplaces = tenantReplaces;
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
		 * @param observationConvention the convention. Defaults to Spring AI's, in which
		 * the model that a server names is told only if it is the one that was asked
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

	private static void startAgentCalls(Prompt prompt) {
		AgentCallCounter calls = (prompt.getOptions() instanceof ChatBotKitChatOptions options) ? options.agentCalls()
				: null;
		if (calls != null) {
			calls.start(prompt);
		}
	}

}
