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

import com.chatbotkit.springai.metrics.ChatBotKitMeterFilter;
import com.chatbotkit.springai.metrics.ChatBotKitMeterObservationHandler;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the metrics of ChatBotKit's chat
 * models, in addition to those of Spring AI.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL, havingValue = "chatbotkit", matchIfMissing = true)
@EnableConfigurationProperties(ChatBotKitProperties.class)
public final class ChatBotKitMetricsAutoConfiguration {

	@Bean
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	@ConditionalOnMissingBean
	ChatBotKitMeterObservationHandler chatBotKitMeterObservationHandler(MeterRegistry meterRegistry,
			ChatBotKitProperties properties) {
		return new ChatBotKitMeterObservationHandler(meterRegistry, properties.metrics().botIds());
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnFlagCondition.WithoutBotIds.class)
	static ChatBotKitMeterFilter chatBotKitMeterFilter() {
		return new ChatBotKitMeterFilter();
	}

}
