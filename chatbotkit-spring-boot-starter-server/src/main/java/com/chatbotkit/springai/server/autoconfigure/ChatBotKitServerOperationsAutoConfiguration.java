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

package com.chatbotkit.springai.server.autoconfigure;

import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.observation.ServerRequestMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells those who operate the application which agents it serves, and how they are used.
 */
@AutoConfiguration(after = ChatBotKitServerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(KeyUse.class)
public final class ChatBotKitServerOperationsAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class Actuator {

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean
		ChatBotKitServerActuatorEndpoint chatBotKitServerActuatorEndpoint(ChatBotKitServerProperties properties,
				AgentDirectory agents, KeyUse use) {
			return new ChatBotKitServerActuatorEndpoint(properties, agents, use);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class Sanitizing {

		@Bean
		SanitizingFunction chatBotKitServerSanitizingFunction(ObjectProvider<ChatBotKitServerProperties> properties) {
			return new KeySanitizer(() -> properties.stream()
				.flatMap((settings) -> settings.keys().values().stream())
				.flatMap((key) -> key.secret().stream())
				.toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Meters {

		@Bean
		@ConditionalOnSingleCandidate(MeterRegistry.class)
		@ConditionalOnMissingBean
		ServerRequestMeters chatBotKitServerRequestMeters(MeterRegistry registry) {
			return new ServerRequestMeters(registry);
		}

	}

}
