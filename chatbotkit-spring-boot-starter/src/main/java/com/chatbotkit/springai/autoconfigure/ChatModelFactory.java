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

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitApi;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.ai.tokenizer.TokenCountEstimator;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Creates a chat model that uses the observation settings of the application.
 */
record ChatModelFactory(boolean estimateTokens, boolean tenantRequired,
		ObjectProvider<ObservationRegistry> observationRegistry,
		ObjectProvider<ChatModelObservationConvention> observationConvention,
		ObjectProvider<TokenCountEstimator> tokenCountEstimator) {

	ChatBotKitChatModel create(ChatBotKitApi api, ChatSelector selector, ChatProperties chat) {
		ChatBotKitChatModel.Builder builder = ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatOptionsFactory.create(selector, chat))
			.fallbacks(selector.fallbacks(chat))
			.tenantRequired(this.tenantRequired)
			.tenantReplaces(chat.tenantReplaces())
			.observationRegistry(this.observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP));
		this.observationConvention.ifAvailable(builder::observationConvention);
		if (this.estimateTokens) {
			builder.tokenCountEstimator(this.tokenCountEstimator.getIfUnique(JTokkitTokenCountEstimator::new));
		}
		return builder.build();
	}

}
