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

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of what ChatBotKit's
 * chat models talk to.
 */
@AutoConfiguration(after = ChatBotKitAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL, havingValue = "chatbotkit", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("chatbotkit")
@EnableConfigurationProperties(ChatBotKitProperties.class)
public final class ChatBotKitHealthContributorAutoConfiguration {

	private static final String CHAT_MODEL = "ChatModel";

	@Bean
	BotRecords chatBotKitBotRecords() {
		return new BotRecords(Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	static ChatModels chatBotKitChatModels() {
		return new ChatModels();
	}

	/**
	 * The chat models are asked for by name, for some are only made when they are needed.
	 */
	@Bean
	@ConditionalOnMissingBean(name = { "chatBotKitHealthIndicator", "chatBotKitHealthContributor" })
	ReactiveHealthContributor chatBotKitHealthContributor(ChatModels chatModels, BotRecords records,
			ObjectProvider<ObservationRegistry> observationRegistry, ChatBotKitProperties properties) {
		HealthIndicatorFactory indicators = new HealthIndicatorFactory(properties.health(), records,
				() -> BotRecords.areKept(observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP)));
		Map<String, ChatBotKitHealthIndicator> byName = new LinkedHashMap<>();
		chatModels.names(properties.bots().keySet())
			.forEach((name) -> byName.put(withoutSuffix(name), indicators.create(() -> chatModels.undecorated(name))));
		return (byName.size() == 1) ? byName.values().iterator().next()
				: CompositeReactiveHealthContributor.fromMap(byName);
	}

	private static String withoutSuffix(String beanName) {
		return (beanName.endsWith(CHAT_MODEL) && beanName.length() > CHAT_MODEL.length())
				? beanName.substring(0, beanName.length() - CHAT_MODEL.length()) : beanName;
	}

}
