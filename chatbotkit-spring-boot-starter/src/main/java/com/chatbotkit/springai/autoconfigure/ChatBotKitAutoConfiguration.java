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

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationConvention;
import org.springframework.ai.chat.client.observation.ChatClientObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderProperties;
import org.springframework.ai.tokenizer.TokenCountEstimator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for ChatBotKit as a chat model and a
 * {@link ChatClient}, and for named bots.
 * <p>
 * It is active unless {@code spring.ai.model.chat} selects another model. Each bean backs
 * off if the application defines its own.
 */
@AutoConfiguration(after = { SslAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
		WebClientAutoConfiguration.class, ChatClientAutoConfiguration.class })
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL, havingValue = "chatbotkit", matchIfMissing = true)
@EnableConfigurationProperties({ ChatBotKitProperties.class, ChatBotKitRetryProperties.class })
@Import({ ApiConfiguration.class, BotsConfiguration.class, SanitizingConfiguration.class })
public final class ChatBotKitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ChatBotKitConnectionDetails.class)
	PropertiesChatBotKitConnectionDetails chatBotKitConnectionDetails(ChatBotKitProperties properties) {
		return new PropertiesChatBotKitConnectionDetails(properties);
	}

	@Bean
	static PropertiesCheck chatBotKitPropertiesCheck() {
		return new PropertiesCheck();
	}

	@Bean
	static AggregatorLogSuppressor chatBotKitAggregatorLogSuppressor(ObjectProvider<LoggingSystem> loggingSystem) {
		return new AggregatorLogSuppressor(loggingSystem);
	}

	@Bean
	static ChatModels chatBotKitChatModels() {
		return new ChatModels();
	}

	@Bean
	ChatModelFactory chatBotKitChatModelFactory(ChatBotKitProperties properties,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<ChatModelObservationConvention> observationConvention,
			ObjectProvider<TokenCountEstimator> tokenCountEstimator) {
		return new ChatModelFactory(properties.estimateTokens(),
				properties.tenants() == ChatBotKitProperties.Tenants.REQUIRED, observationRegistry,
				observationConvention, tokenCountEstimator);
	}

	@Bean(ChatModels.DEFAULT)
	@ConditionalOnMissingBean(value = ChatBotKitChatModel.class, name = ChatModels.DEFAULT)
	@Conditional(OnDefaultChatCondition.class)
	ChatBotKitChatModel chatBotKitChatModel(ChatBotKitProperties properties, ChatBotKitApi chatBotKitApi,
			ChatModelFactory chatModels) {
		return chatModels.create(chatBotKitApi, ChatSelector.DEFAULT, properties.chat());
	}

	@Bean
	@Conditional(OnFlagCondition.ValidateOnStartup.class)
	StartupCheck chatBotKitStartupCheck(ChatModels chatModels, ChatBotKitProperties properties) {
		return new StartupCheck(chatModels, properties.bots().keySet());
	}

	@Bean
	@ConditionalOnBean({ ChatClientBuilderConfigurer.class, ChatClientBuilderProperties.class })
	ChatClientFactory chatBotKitChatClientFactory(ChatClientBuilderProperties properties,
			ChatClientBuilderConfigurer configurer, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<ChatClientObservationConvention> clientConvention,
			ObjectProvider<AdvisorObservationConvention> advisorConvention,
			ObjectProvider<ToolCallingAdvisor.Builder<?>> toolCallingAdvisor) {
		return new ChatClientFactory(properties, configurer, observationRegistry, clientConvention, advisorConvention,
				toolCallingAdvisor);
	}

	@Bean
	@ConditionalOnBean(ChatClientFactory.class)
	@Conditional(OnChatModelCondition.class)
	@ConditionalOnMissingBean
	ChatClient chatBotKitChatClient(ChatClientFactory chatClients, ChatModels chatModels) {
		return chatClients.create(chatModels.getDefault());
	}

}
