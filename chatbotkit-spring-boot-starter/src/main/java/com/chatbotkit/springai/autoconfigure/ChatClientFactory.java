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

import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationConvention;
import org.springframework.ai.chat.client.observation.ChatClientObservationConvention;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderProperties;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Builds a chat client over one given model as Spring AI's
 * {@code ChatClientAutoConfiguration} builds its own over the only one.
 */
record ChatClientFactory(ChatClientBuilderProperties properties, ChatClientBuilderConfigurer configurer,
		ObjectProvider<ObservationRegistry> observationRegistry,
		ObjectProvider<ChatClientObservationConvention> clientConvention,
		ObjectProvider<AdvisorObservationConvention> advisorConvention,
		ObjectProvider<ToolCallingAdvisor.Builder<?>> toolCallingAdvisor) {

	ChatClient create(ChatModel chatModel) {
		return builder(chatModel).build();
	}

	ChatClient.Builder builder(ChatModel chatModel) {
		ChatClient.Builder builder = ChatClient.builder(chatModel,
				this.observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				this.clientConvention.getIfUnique(), this.advisorConvention.getIfUnique(),
				this.toolCallingAdvisor.getIfAvailable());
		if (!this.properties.getToolCalling().isEnabled()) {
			builder.defaultAdvisors(AdvisorParams.toolCallingAdvisorAutoRegister(false));
		}
		return this.configurer.configure(builder);
	}

}
