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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.chatbotkit.springai.autoconfigure.health.RequestHistory;
import com.chatbotkit.springai.autoconfigure.health.ChatBotKitHealthIndicator;
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
 * {@link EnableAutoConfiguration Auto-configuration} for the health of the bots and
 * models that ChatBotKit's chat models talk to.
 */
@AutoConfiguration(after = ChatBotKitAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL, havingValue = "chatbotkit", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("chatbotkit")
@EnableConfigurationProperties(ChatBotKitProperties.class)
public final class ChatBotKitHealthContributorAutoConfiguration {

	private static final String CHAT_MODEL = "ChatModel";

	private static final String PREFIX = ChatBotKitProperties.PREFIX + ".health";

	private static final Duration A_YEAR = Duration.ofDays(366);

	@Bean
	RequestHistory chatBotKitRequestHistory() {
		return new RequestHistory(Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	static ChatModels chatBotKitChatModels() {
		return new ChatModels();
	}

	/**
	 * Looks the chat models up by name when their health is requested, because some of
	 * them are lazy.
	 */
	@Bean
	@ConditionalOnMissingBean(name = { "chatBotKitHealthIndicator", "chatBotKitHealthContributor" })
	ReactiveHealthContributor chatBotKitHealthContributor(ChatModels chatModels, RequestHistory history,
			ObjectProvider<ObservationRegistry> observationRegistry, ChatBotKitProperties properties) {
		Duration failureWindow = PropertyChecks.positive(PREFIX + ".failure-window",
				properties.health().failureWindow(), A_YEAR);
		Duration checkInterval = (properties.health().mode() == ChatBotKitProperties.Health.Mode.ACTIVE)
				? PropertyChecks.positive(PREFIX + ".check-interval", properties.health().checkInterval()) : null;
		Map<String, ChatBotKitHealthIndicator> indicators = new LinkedHashMap<>();
		chatModels.names(properties.bots().keySet())
			.forEach((name) -> indicators.put(withoutSuffix(name),
					new ChatBotKitHealthIndicator(() -> chatModels.undecorated(name), history,
							() -> observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP), failureWindow,
							checkInterval)));
		return (indicators.size() == 1) ? indicators.values().iterator().next()
				: CompositeReactiveHealthContributor.fromMap(indicators);
	}

	private static String withoutSuffix(String beanName) {
		return (beanName.endsWith(CHAT_MODEL) && beanName.length() > CHAT_MODEL.length())
				? beanName.substring(0, beanName.length() - CHAT_MODEL.length()) : beanName;
	}

}
