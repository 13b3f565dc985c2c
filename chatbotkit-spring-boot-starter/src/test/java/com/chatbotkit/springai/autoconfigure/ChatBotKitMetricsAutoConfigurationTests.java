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

import java.util.Arrays;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.metrics.ChatBotKitMeterFilter;
import com.chatbotkit.springai.metrics.ChatBotKitMeterObservationHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatBotKitMetricsAutoConfiguration}.
 */
class ChatBotKitMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = Contexts.configured()
		.withConfiguration(AutoConfigurations.of(ChatBotKitMetricsAutoConfiguration.class,
				ChatObservationAutoConfiguration.class, ObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	private final ApplicationContextRunner withRegistry = this.runner.withBean(SimpleMeterRegistry.class);

	@ParameterizedTest
	@CsvSource({ "'',bot", "spring.ai.chatbotkit.metrics.bot-ids=false,bot",
			"spring.ai.chatbotkit.metrics.bot-ids=true,bot/id=clx1" })
	void botIdsAreTagsOnlyIfEnabled(String property, String tag) {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.withRegistry.withPropertyValues(endpoint.property(), property).run((context) -> {
				context.getBean(ChatClient.class).prompt("Hi").call().content();
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("chatbotkit.client.requests").tag("gen_ai.request.model", tag).counter().count())
					.isOne();
				assertThat(meters.get("gen_ai.client.operation")
					.tags("gen_ai.request.model", tag, "gen_ai.response.model", tag)
					.timer()
					.count()).isOne();
				assertThat(meters.get("gen_ai.client.token.usage").tag("gen_ai.request.model", tag).counters())
					.isNotEmpty();
			});
		}
	}

	@Test
	void thereAreNoBeansWithoutAMeterRegistry() {
		Contexts.configured()
			.withConfiguration(AutoConfigurations.of(ChatBotKitMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ChatBotKitMeterObservationHandler.class)
				.doesNotHaveBean(ChatBotKitMeterFilter.class));
	}

	@Test
	void micrometersMetricsAreOptional() {
		Contexts.configured()
			.withConfiguration(AutoConfigurations.of(ChatBotKitMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(ChatBotKitChatModel.class);
				assertThat(Arrays.stream(context.getBeanDefinitionNames())).noneMatch((name) -> name.contains("Meter"));
			});
	}

	@Test
	void thereAreNoBeansIfAnotherModelIsSelected() {
		this.withRegistry.withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ChatBotKitMeterObservationHandler.class)
				.doesNotHaveBean(ChatBotKitMeterFilter.class));
	}

	@Test
	void handlerAndFilterOfTheApplicationReplaceOurs() {
		this.withRegistry.withUserConfiguration(Own.class).run((context) -> {
			assertThat(context.getBeanNamesForType(ChatBotKitMeterObservationHandler.class))
				.containsExactly("ownHandler");
			assertThat(context.getBeanNamesForType(ChatBotKitMeterFilter.class)).containsExactly("ownFilter");
		});
	}

	@Test
	void severalMeterRegistriesAreNoFailure() {
		this.withRegistry.withBean("second", SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChatBotKitMeterObservationHandler.class));
		Contexts.configured()
			.withConfiguration(AutoConfigurations.of(ChatBotKitMetricsAutoConfiguration.class))
			.withBean("first", SimpleMeterRegistry.class)
			.withBean("second", SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).as("nothing says which one")
				.hasNotFailed()
				.doesNotHaveBean(ChatBotKitMeterObservationHandler.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		ChatBotKitMeterObservationHandler ownHandler(MeterRegistry registry) {
			return new ChatBotKitMeterObservationHandler(registry);
		}

		@Bean
		static ChatBotKitMeterFilter ownFilter() {
			return new ChatBotKitMeterFilter();
		}

	}

}
