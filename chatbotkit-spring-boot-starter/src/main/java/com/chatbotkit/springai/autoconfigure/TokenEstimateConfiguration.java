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

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures what estimates of tokens ask of an application's other chat models: metrics
 * of one name need the same keys, or Prometheus refuses those that come second.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(ChatBotKitProperties.PREFIX + ".estimate-tokens")
class TokenEstimateConfiguration {

	private static final KeyValue NO_ESTIMATE = KeyValue.of("chatbotkit.usage-estimated", "false");

	@Bean
	ObservationFilter chatBotKitEstimateObservationFilter() {
		return TokenEstimateConfiguration::complete;
	}

	private static Observation.Context complete(Observation.Context context) {
		return (context instanceof ChatModelObservationContext
				&& context.getLowCardinalityKeyValue(NO_ESTIMATE.getKey()) == null)
						? context.addLowCardinalityKeyValue(NO_ESTIMATE) : context;
	}

}
