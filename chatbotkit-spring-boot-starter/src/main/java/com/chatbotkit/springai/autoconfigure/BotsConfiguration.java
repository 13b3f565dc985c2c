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

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Configures the named bots.
 */
@Configuration(proxyBeanMethods = false)
@Import(BotBeansRegistrar.class)
class BotsConfiguration {

	@Bean(BotFactory.BEAN_NAME)
	BotFactory chatBotKitBotFactory(ChatBotKitProperties properties, ObjectProvider<ChatBotKitApi> api,
			ChatModelFactory chatModels, ObjectProvider<ChatClientFactory> chatClients, ListableBeanFactory beans) {
		return new BotFactory(properties, new BotApiFactory(api), chatModels, chatClients, beans);
	}

	@Bean
	@ConditionalOnMissingBean
	ChatBotKitBots chatBotKitBots(ChatBotKitProperties properties, BotFactory bots, ListableBeanFactory beans) {
		return new DefaultChatBotKitBots(properties.bots().keySet(), bots, beans);
	}

}
