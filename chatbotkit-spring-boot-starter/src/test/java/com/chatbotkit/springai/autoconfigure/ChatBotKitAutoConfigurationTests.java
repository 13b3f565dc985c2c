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
import java.util.List;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ChatBotKitAutoConfiguration}: the model and the client.
 */
class ChatBotKitAutoConfigurationTests {

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void aKeyAndABotIdAreEnough() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).hasSingleBean(ChatBotKitApi.class);
			assertThat(context).hasSingleBean(ChatModel.class);
			assertThat(context).hasSingleBean(ChatClient.class);
			assertThat(context.getBeanNamesForType(ChatBotKitApi.class)).containsExactly("chatBotKitApi");
			assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("chatBotKitChatModel");
			assertThat(context.getBeanNamesForType(ChatClient.class)).containsExactly("chatBotKitChatClient");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "bot-id=clx1 -> bot/id=clx1", "model-name=gpt-4o -> model/name=gpt-4o",
			"model=bot/id=clx1 -> bot/id=clx1", "model=model/name=gpt-4o -> model/name=gpt-4o",
			"model=model/id=gpt-4o%2Ftemperature=0.5 -> model/id=gpt-4o%2Ftemperature=0.5" })
	void threePropertiesSelectTheBotOrModel(String example) {
		String[] spellingAndSelector = example.split(" -> ");
		Contexts.withKey()
			.withPropertyValues("spring.ai.chatbotkit.chat." + spellingAndSelector[0])
			.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).getOptions().getModel())
				.isEqualTo(spellingAndSelector[1]));
	}

	@Test
	void anIdThatTheEndpointWouldChangeIsSentInTheJsonForm() {
		Contexts.withKey()
			.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=0123")
			.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).getOptions().getModel())
				.isEqualTo("{\"name\":\"bot\",\"config\":{\"id\":\"0123\"}}"));
	}

	@Test
	void optionsAreUnsetByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).getOptions()).isEqualTo(
				ChatBotKitChatOptions.builder().bot("clx1").carrySettings(false).legacyFunctions(false).build()));
	}

	@Test
	void optionsComeFromProperties() {
		this.runner
			.withPropertyValues("spring.ai.chatbotkit.chat.temperature=0.5", "spring.ai.chatbotkit.chat.max-tokens=100",
					"spring.ai.chatbotkit.chat.frequency-penalty=0.1", "spring.ai.chatbotkit.chat.presence-penalty=0.2",
					"spring.ai.chatbotkit.chat.top-p=0.9", "spring.ai.chatbotkit.chat.top-k=40",
					"spring.ai.chatbotkit.chat.stop-sequences=END,STOP",
					"spring.ai.chatbotkit.chat.reasoning-effort=low", "spring.ai.chatbotkit.chat.carry-settings=true",
					"spring.ai.chatbotkit.chat.legacy-functions=true")
			.run((context) -> assertThat(context.getBean(ChatBotKitChatModel.class).getOptions())
				.isEqualTo(ChatBotKitChatOptions.builder()
					.bot("clx1")
					.temperature(0.5)
					.maxTokens(100)
					.frequencyPenalty(0.1)
					.presencePenalty(0.2)
					.topP(0.9)
					.topK(40)
					.stopSequences(List.of("END", "STOP"))
					.reasoningEffort("low")
					.carrySettings(true)
					.legacyFunctions(true)
					.build()));
	}

	@Test
	void thereAreNoBeansIfAnotherModelIsSelected() {
		Contexts.bare()
			.withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed()
				.satisfies((started) -> assertThat(Arrays.stream(started.getBeanDefinitionNames())
					.map((name) -> String.valueOf(started.getType(name))))
					.noneMatch((type) -> type.contains("chatbotkit"))));
	}

	@Test
	void chatBotKitCanBeSelectedByName() {
		this.runner.withPropertyValues("spring.ai.model.chat=chatbotkit")
			.run((context) -> assertThat(context).hasSingleBean(ChatBotKitChatModel.class));
	}

	@Test
	void noSelectorIsNeededIfTheApplicationDefinesAModel() {
		Contexts.withKey().withUserConfiguration(OwnModel.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanNamesForType(ChatModel.class)).containsExactly("ownModel");
			assertThat(context).hasBean("chatBotKitChatClient");
		});
	}

	@Test
	void thereIsNoClientIfTheApplicationDefinesTwoModels() {
		Contexts.withKey().withUserConfiguration(OwnModel.class, SecondModel.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean(ChatClient.class);
		});
	}

	@Test
	void aClientOfTheApplicationReplacesOurs() {
		this.runner.withUserConfiguration(OwnClient.class).run((context) -> {
			assertThat(context.getBeanNamesForType(ChatClient.class)).containsExactly("ownClient");
			assertThat(context).hasBean("chatBotKitChatModel");
		});
	}

	@Test
	void aClientThatIsNotADefaultCandidateIsKeptBesideOurs() {
		this.runner.withUserConfiguration(NamedClient.class).run((context) -> {
			assertThat(context).hasBean("chatBotKitChatClient").hasBean("namedClient");
			assertThat(context.getBean(ChatClient.class)).isSameAs(context.getBean("chatBotKitChatClient"));
		});
	}

	@Test
	void theClientUsesOurModelBesideAnotherOne() {
		this.runner.withUserConfiguration(OtherModel.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).hasBean("otherModel").hasBean("chatBotKitChatModel");
			assertThat(context).hasSingleBean(ChatClient.class);
			assertThatExceptionOfType(BeanCreationException.class).as("Spring AI's shared builder stays ambiguous")
				.isThrownBy(() -> context.getBean(ChatClient.Builder.class))
				.withRootCauseInstanceOf(NoUniqueBeanDefinitionException.class);
		});
	}

	@Test
	void theClientIsCustomizedLikeSpringAisClient() {
		this.runner.withUserConfiguration(BuilderCustomizer.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(BuilderCustomizer.class).customized).isEqualTo(1);
		});
	}

	@Test
	void thereIsNoClientWithoutSpringAisClientConfiguration() {
		this.runner.withPropertyValues("spring.ai.chat.client.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ChatClient.class);
			assertThat(context).hasSingleBean(ChatBotKitChatModel.class);
		});
	}

	@Test
	void theModelNeedsNeitherClientNorToolCalling() {
		this.runner.withPropertyValues("spring.ai.chat.client.tool-calling.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ChatClient.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModel {

		@Bean
		ChatBotKitChatModel ownModel(ChatBotKitApi api) {
			return ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().modelName("gpt-4o").build())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondModel {

		@Bean
		ChatBotKitChatModel secondModel(ChatBotKitApi api) {
			return ChatBotKitChatModel.builder().api(api).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		ChatClient ownClient(ChatModel model) {
			return ChatClient.create(model);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedClient {

		@Bean(defaultCandidate = false)
		ChatClient namedClient() {
			return mock(ChatClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherModel {

		@Bean
		ChatModel otherModel() {
			return mock(ChatModel.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuilderCustomizer {

		private int customized;

		@Bean
		ChatClientBuilderCustomizer chatClientBuilderCustomizer() {
			return (builder) -> this.customized++;
		}

	}

}
