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

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.autoconfigure.connection.ConnectionConfiguration;
import com.chatbotkit.springai.autoconfigure.connection.ConnectionSettings;
import com.chatbotkit.springai.autoconfigure.connection.ConnectorFactory;

import org.springframework.ai.model.ApiKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Configures the client of the endpoint, unless the application defines a
 * {@link ChatBotKitApi}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(ChatBotKitApi.class)
@Import(ConnectionConfiguration.class)
class ApiConfiguration {

	@Bean
	ConnectionSettings chatBotKitConnectionSettings(ChatBotKitProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new ConnectionSettingsFactory(sslBundles).create(properties);
	}

	@Bean
	WebClientFactory chatBotKitWebClientFactory(ConnectorFactory connectors,
			ObjectProvider<WebClientCustomizer> customizers,
			ObjectProvider<ChatBotKitWebClientCustomizer> ownCustomizers) {
		return new WebClientFactory(connectors, customizers, ownCustomizers);
	}

	@Bean
	ChatBotKitApi chatBotKitApi(ChatBotKitProperties properties, ChatBotKitRetryProperties retryProperties,
			ChatBotKitConnectionDetails connectionDetails,
			@Qualifier(SecretKeySource.BEAN_NAME) ObjectProvider<ApiKey> apiKey, WebClientFactory webClients) {
		return new ApiFactory(properties).create(connectionDetails,
				new SecretKeySource(apiKey, connectionDetails, properties).get(),
				RetryPolicyFactory.create(retryProperties), webClients);
	}

	/**
	 * Needs the client, which makes the connector.
	 */
	@Bean
	@Conditional(OnFlagCondition.WarmUp.class)
	WarmUp chatBotKitWarmUp(ConnectorFactory connectors, ChatBotKitApi api) {
		return new WarmUp(connectors, api.getUri());
	}

}
