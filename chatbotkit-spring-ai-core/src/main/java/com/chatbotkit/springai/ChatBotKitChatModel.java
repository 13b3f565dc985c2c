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
import java.util.function.Supplier;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
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
 * The selector in the options says what to run: {@code bot/id=<id>} or
 * {@code model/name=<model>}. Each option of a prompt wins over the chat model's. Call
 * and stream send the same request and fail with the same exceptions:
 * {@link IllegalArgumentException}, before anything is sent, if the endpoint would refuse
 * the request or silently drop a part of it, and those of
 * {@link ChatBotKitRequestException} for the rest. Spring AI's {@code ToolCallingAdvisor}
 * runs the tools.
 * <p>
 * Thread-safe. Not final, because Spring's default proxies are subclasses. Other
 * subclasses are not supported.
 */
public class ChatBotKitChatModel implements ChatModel {

	private final ChatBotKitApi api;

	private final ChatBotKitChatOptions options;

	private final FallbackChain fallbacks;

	private final TenantPolicy tenants;

	private final ChatObservations observations;

	private final @Nullable TokenCountEstimator tokenCountEstimator;

	private final RequestMapper requestMapper = new RequestMapper();

	ChatBotKitChatModel(ChatBotKitApi api, Builder builder) {
		this.api = api;
		this.options = builder.options;
		this.fallbacks = new FallbackChain(builder.fallbacks);
		this.tenants = new TenantPolicy(builder.tenantRequired, builder.tenantReplaces,
				this.options.getSecretKey() != null || api.hasKeyOfItsOwn());
		this.observations = new ChatObservations(builder.observationRegistry, builder.observationConvention);
		this.tokenCountEstimator = builder.tokenCountEstimator;
	}

	/**
	 * Starts building a chat model. Only the API is required.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		ChatBotKitApi.requireBlockingThread();
		resetAgentCalls(prompt);
		ChatBotKitTenant tenant = ChatBotKitTenant.current(Context.empty());
		this.tenants.warnIfLost(tenant, prompt.getOptions());
		int rounds = ToolRounds.count(prompt);
		return this.fallbacks.call(EffectiveOptions.fillIn(prompt, this.options, tenant, this.tenants),
				(next, originalSelector) -> call(next, originalSelector, rounds));
	}

	private ChatResponse call(Prompt prompt, @Nullable String originalSelector, int rounds) {
		DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(prompt), prompt.getInstructions());
		ChatCompletionRequest request = this.requestMapper.map(prompt, tools);
		ToolRounds.check(rounds, this.api, request);
		ResponseMapper mapper = new ResponseMapper(tools, originalSelector,
				new ToolCallLimit(this.api, request, rounds));
		return this.observations.call(prompt, originalSelector,
				(context) -> mapper.whole(this.api.call(request, withKey(prompt, context))));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((view) -> {
			try {
				resetAgentCalls(prompt);
				Prompt filledIn = EffectiveOptions.fillIn(prompt, this.options, ChatBotKitTenant.current(view),
						this.tenants);
				int rounds = ToolRounds.count(prompt);
				return this.fallbacks.stream(filledIn,
						(next, originalSelector) -> stream(next, originalSelector, view, rounds));
			}
			catch (Throwable ex) {
				return Flux.error(ex);
			}
		});
	}

	/**
	 * Streams from one selector. It also turns an {@link Error} of the application's
	 * code, such as its tools, into a signal: Reactor would let it through to the thread.
	 */
	private Flux<ChatResponse> stream(Prompt prompt, @Nullable String originalSelector, ContextView view, int rounds) {
		try {
			DeclaredTools tools = DeclaredTools.of(EffectiveOptions.of(prompt), prompt.getInstructions());
			ChatCompletionRequest request = this.requestMapper.map(prompt, tools);
			ToolRounds.check(rounds, this.api, request);
			Context withKey = withKey(prompt, Context.empty());
			Flux<ChatCompletion> chunks = this.api.chatCompletionStream(request);
			Flux<ChatCompletion> inContext = withKey.isEmpty() ? chunks : chunks.contextWrite(withKey);
			return this.observations.stream(prompt, originalSelector, view, responses(request, inContext,
					() -> new ResponseMapper(tools, originalSelector, new ToolCallLimit(this.api, request, rounds))));
		}
		catch (Throwable ex) {
			return Flux.error(ex);
		}
	}

	/**
	 * Returns the default options.
	 */
	@Override
	public ChatBotKitChatOptions getOptions() {
		return this.options;
	}

	/**
	 * Whether each request requires a {@link ChatBotKitTenant}.
	 * @return true if requests without a tenant are refused
	 */
	public boolean isTenantRequired() {
		return this.tenants.isRequired();
	}

	/**
	 * Checks that the bot of the options is reachable, without running it and at no cost.
	 * Uses the bot and the key of the tenant, if there is one.
	 * @return as {@link ChatBotKitApi#checkBot}, or an {@link IllegalStateException} if
	 * the options select no bot, or if there is no tenant where one is required
	 */
	public Mono<Void> checkBot() {
		return Mono.deferContextual((view) -> {
			Prompt prompt = EffectiveOptions.fillIn(new Prompt(List.of()), this.options, ChatBotKitTenant.current(view),
					this.tenants);
			String model = EffectiveOptions.of(prompt).getModel();
			if (!(ChatBotKitSelector.read(model) instanceof ChatBotKitSelector.Bot bot)) {
				return Mono.error(new IllegalStateException("Only a bot can be checked, not " + model));
			}
			// A mocked client has no answer.
			Mono<Void> check = Objects.requireNonNullElseGet(this.api.checkBot(bot.id()), Mono::empty);
			return check.contextWrite((context) -> withKey(prompt, context));
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
				? new UsageEstimator(this.tokenCountEstimator, request).addTo(responses) : responses;
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
		 * @param api the client, which the caller closes
		 * @return this
		 */
		public Builder api(ChatBotKitApi api) {
			this.api = api;
			return this;
		}

		/**
		 * Sets the default options.
		 * @param options the options. By default there are none, so that each prompt has
		 * to select a bot or model
		 * @return this
		 */
		public Builder options(ChatBotKitChatOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Sets the fallbacks for requests that were certainly not executed: see
		 * {@link ChatBotKitRequestException#isNotExecuted()}. A stream that has begun
		 * never falls back, nor does an empty one, because the platform streams an empty
		 * answer for many reasons. The response metadata {@code chatbotkit.instead-of} is
		 * the original selector.
		 * @param selectors the selectors in the order of use, each with its own retries.
		 * Defaults to none
		 * @return this
		 */
		public Builder fallbacks(String... selectors) {
			this.fallbacks = List.of(selectors);
			return this;
		}

		/**
		 * Sets whether every request requires a {@link ChatBotKitTenant}. A request
		 * without a tenant, and without a secret key in its own options, then fails with
		 * an {@link IllegalStateException} before anything is sent. This applies to
		 * calls, streams and checks of the bot.
		 * @param tenantRequired true to refuse requests without a tenant. Defaults to
		 * false: they use the bot and the key of the chat model
		 * @return this
		 * @see com.chatbotkit.springai.api.ChatBotKitApiBuilder#withoutSecretKey()
		 */
		public Builder tenantRequired(boolean tenantRequired) {
			this.tenantRequired = tenantRequired;
			return this;
		}

		/**
		 * Sets what a {@link ChatBotKitTenant} may replace. The chat model has a key of
		 * its own if its {@link #options} have one, or if its API got one when it was
		 * {@linkplain ChatBotKitApi#mutate() derived from another}.
		 * @param tenantReplaces what may be replaced. Defaults to
		 * {@link ChatBotKitTenant.Replaces#WHEN_CALLED}
		 * @return this
		 */
		public Builder tenantReplaces(ChatBotKitTenant.Replaces tenantReplaces) {
			this.tenantReplaces = tenantReplaces;
			return this;
		}

		/**
		 * Sets the registry for observations of calls and streams.
		 * @param observationRegistry the registry. Defaults to none
		 * @return this
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Sets the convention for the names and keys of observations.
		 * @param observationConvention the convention. Defaults to Spring AI's, but
		 * reports the response's model only if it is the requested one
		 * @return this
		 */
		public Builder observationConvention(ChatModelObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Sets the estimator for the token usage of streams, which ChatBotKit does not
		 * report. It counts the request and the response, but not what the platform adds.
		 * The response metadata and the observation then have
		 * {@code chatbotkit.usage-estimated}.
		 * @param tokenCountEstimator the estimator, for example Spring AI's
		 * {@code JTokkitTokenCountEstimator}. Defaults to null: streams have no usage
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
		 * @throws IllegalArgumentException if a fallback is not a selector, or if a
		 * setting of the options is {@linkplain ChatBotKitChatOptions#checkSettings()
		 * invalid}
		 */
		public ChatBotKitChatModel build() {
			if (this.api == null) {
				throw new IllegalStateException("The api is missing: build one with ChatBotKitApi.builder()");
			}
			this.options.checkSettings();
			return new ChatBotKitChatModel(this.api, this);
		}

	}

	private static void resetAgentCalls(Prompt prompt) {
		AgentCallCounter calls = (prompt.getOptions() instanceof ChatBotKitChatOptions options) ? options.agentCalls()
				: null;
		if (calls != null) {
			calls.start(prompt);
		}
	}

}
