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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.AutoConfigureAfter;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of bots whose name is the name of another bean.
 */
@ExtendWith(OutputCaptureExtension.class)
class BotBeanNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "environment", "systemProperties", "systemEnvironment", "applicationStartup",
			"messageSource", "applicationEventMulticaster", "lifecycleProcessor", "conversionService",
			"springApplicationArguments", "springBootBanner", "autoConfigurationReport", "servletContext", "chatBotKit",
			"chatBotKitChatModel", "chatBotKitChatClient", "chatBotKitBots", "chatBotKitApiKey",
			"chatBotKitSomethingNew" })
	void aBeanNameOfSpringOrOfTheStarterIsRefused(String name) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.bots." + name + ".bot-id=clx2")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.bots." + name,
					"\"" + name + "\"", "another name"));
	}

	@ParameterizedTest
	@CsvSource({ "'[&support]'", "'[a.b]'", "'[ ]'", "'[a b]'", "'[0]'", ".83", ".true", ".false" })
	void aNameThatIsNotAValidBeanNameIsRefused(String key) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.bots" + key + ".bot-id=clx2")
			.run((context) -> assertThat(Contexts.report(context)).contains("A bot cannot be named",
					"spring.ai.chatbotkit.bots", "another name"));
	}

	@Test
	void aSpringApplicationReportsTheTakenName(CapturedOutput output) {
		assertThatException().isThrownBy(() -> StarterTests.application()
			.run("--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"--spring.ai.chatbotkit.bots.springBootBanner.bot-id=clx1")
			.close());
		assertThat(output).contains("APPLICATION FAILED TO START", "spring.ai.chatbotkit.bots.springBootBanner");
	}

	@Test
	void theNameOfASingletonWithoutADefinitionIsRefused() {
		Contexts.configured()
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("support", "taken"))
			.withPropertyValues("spring.ai.chatbotkit.bots.support.bot-id=clx2")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.bots.support",
					"\"support\"", "another name"));
	}

	@Test
	void theNameOfABeanThatIsRegisteredLaterIsRefused() {
		Contexts.configured()
			.withConfiguration(AutoConfigurations.of(Later.class))
			.withPropertyValues("spring.ai.chatbotkit.bots.support.bot-id=clx2")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.bots.support",
					"\"support\"", "another name"));
		Contexts.configured()
			.withAllowBeanDefinitionOverriding(true)
			.withConfiguration(AutoConfigurations.of(Later.class))
			.withPropertyValues("spring.ai.chatbotkit.bots.support.bot-id=clx2")
			.run((context) -> assertThat(context.getBean("support")).isInstanceOf(ChatClient.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "support", "my-agent", "my_agent", "Agent2", "chatbot", "kundendienst" })
	void otherNamesAreAccepted(String name) {
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.bots." + name + ".bot-id=clx2")
			.run((context) -> assertThat(context).hasNotFailed().hasBean(name));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigureAfter(ChatBotKitAutoConfiguration.class)
	static class Later {

		@Bean
		String support() {
			return "taken";
		}

	}

}
