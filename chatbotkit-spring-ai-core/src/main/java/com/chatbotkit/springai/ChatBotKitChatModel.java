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

import com.chatbotkit.springai.api.ChatBotKitApi;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.util.Assert;

/**
 * A ChatBotKit bot or model as a Spring AI chat model.
 */
public final class ChatBotKitChatModel implements ChatModel {

	private final ChatBotKitApi api;

	private final ChatBotKitChatOptions options;

	private ChatBotKitChatModel(Builder builder) {
		Assert.state(builder.api != null, "The api is missing: build one with ChatBotKitApi.builder()");
		this.api = builder.api;
		this.options = builder.options;
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
		throw new IllegalStateException(this.api.toString());
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.error(new IllegalStateException(this.api.toString()));
	}

	@Override
	public ChatBotKitChatOptions getOptions() {
		return this.options;
	}

	/**
	 * Builds a {@link ChatBotKitChatModel}.
	 */
	public static final class Builder {

		private @Nullable ChatBotKitApi api;

		private ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().build();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private ChatModelObservationConvention observationConvention = new DefaultChatModelObservationConvention();

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
			return new ChatBotKitChatModel(this);
		}

	}

}
