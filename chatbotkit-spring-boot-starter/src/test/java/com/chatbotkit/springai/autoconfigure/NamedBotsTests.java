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

import java.util.List;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@code spring.ai.chatbotkit.bots.*}.
 */
class NamedBotsTests {

	private final TestEndpoint endpoint = TestEndpoint.friendly();

	private final ApplicationContextRunner runner = Contexts.withKey()
		.withPropertyValues(this.endpoint.property(), "spring.ai.chatbotkit.bots.support.bot-id=b-support",
				"spring.ai.chatbotkit.bots.support.system=You are patient.",
				"spring.ai.chatbotkit.bots.support.description=Knows the product",
				"spring.ai.chatbotkit.bots.plain.model-name=gpt-4o");

	@AfterEach
	void close() {
		this.endpoint.close();
	}

	@Test
	void eachBotIsInjectedByItsQualifier() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=b-default")
			.withUserConfiguration(Application.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Injected injected = context.getBean(Injected.class);
				for (ChatClient client : List.of(injected.support, injected.plain, injected.byDefault,
						injected.supportBuilder.build(), ChatClient.create(injected.supportModel))) {
					assertThat(client.prompt("Hi").call().content()).isEqualTo("Hello");
				}
				assertThat(ChatClient.create(context.getBean("other", ChatModel.class)).prompt("Hi").call().content())
					.isEqualTo("Another provider");
				assertThatWereAsked("bot/id=b-support", "model/name=gpt-4o", "bot/id=b-default", "bot/id=b-support",
						"bot/id=b-support");
				assertThat(this.endpoint.requests.get(0).body()).contains("You are patient.");
				assertThat(this.endpoint.requests.get(3).body()).contains("You are patient.");
				assertThat(this.endpoint.requests.get(4).body()).doesNotContain("You are patient.");
			});
	}

	@Test
	void noBotIsInjectedWithoutAQualifier() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=b-default").run((context) -> {
			assertThat(context.getBeanProvider(ChatClient.class).getIfUnique())
				.isSameAs(context.getBean("chatBotKitChatClient"));
			assertThat(context.getBeanProvider(ChatModel.class).getIfUnique())
				.isSameAs(context.getBean("chatBotKitChatModel"));
			assertThat(context.getBeanProvider(ChatClient.Builder.class).getIfUnique()).isNotNull();
		});
	}

	@Test
	void aClientOfTheApplicationIsKeptBesideTheBots() {
		this.runner.withBean("mine", ChatClient.class, () -> ChatClient.create(new OtherProvider()))
			.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=b-default")
			.run((context) -> {
				assertThat(context).doesNotHaveBean("chatBotKitChatClient").hasBean("support");
				assertThat(context.getBeanProvider(ChatClient.class).getIfUnique()).isSameAs(context.getBean("mine"));
			});
	}

	@Test
	void theBeansAreLazySingletons() {
		this.runner.run((context) -> {
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("support")).isFalse();
			ChatBotKitBots bots = context.getBean(ChatBotKitBots.class);
			assertThat(bots.chatClient("support")).isSameAs(context.getBean("support"))
				.isSameAs(bots.chatClient("support"));
			assertThat(bots.chatModel("support")).isSameAs(context.getBean("supportChatModel"));
			assertThat(bots.chatClientBuilder("support")).isNotSameAs(bots.chatClientBuilder("support"));
		});
	}

	@Test
	void theRegistryListsTheNames() {
		this.runner.run((context) -> {
			ChatBotKitBots bots = context.getBean(ChatBotKitBots.class);
			assertThat(bots.names()).containsExactlyInAnyOrder("support", "plain");
			assertThatIllegalArgumentException().isThrownBy(() -> bots.chatClient("sales"))
				.withMessageContaining("spring.ai.chatbotkit.bots.sales")
				.withMessageContaining("support");
			assertThatIllegalArgumentException().isThrownBy(() -> bots.chatModel("sales"));
			assertThatIllegalArgumentException().isThrownBy(() -> bots.chatClientBuilder("sales"));
			assertThatIllegalArgumentException().isThrownBy(() -> bots.tool("sales"));
		});
	}

	@Test
	void withOnlyNamedBotsThereIsNoDefaultChat() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean("chatBotKitChatModel")
			.doesNotHaveBean("chatBotKitChatClient")
			.hasBean("support"));
	}

	@Test
	void withoutBotsTheRegistryIsEmpty() {
		Contexts.configured().run((context) -> assertThat(context.getBean(ChatBotKitBots.class).names()).isEmpty());
	}

	@Test
	void aRegistryOfTheApplicationReplacesOurs() {
		ChatBotKitBots own = mock(ChatBotKitBots.class);
		this.runner.withBean(ChatBotKitBots.class, () -> own)
			.run((context) -> assertThat(context).getBean(ChatBotKitBots.class).isSameAs(own));
	}

	@Test
	void aKeyOfTheBotReplacesTheSharedOne() {
		Contexts.bare()
			.withPropertyValues(this.endpoint.property(), "spring.ai.chatbotkit.bots.support.bot-id=b1",
					"spring.ai.chatbotkit.bots.support.secret-key=sk-own-1234567890")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean("support", ChatClient.class).prompt("Hi").call().content();
				assertThat(this.endpoint.requests).singleElement()
					.satisfies((request) -> assertThat(request.headers().get("Authorization"))
						.isEqualTo("Bearer sk-own-1234567890"));
				assertThat(context.getBean(ChatBotKitProperties.class).toString()).doesNotContain("sk-own");
			});
	}

	@Test
	void aBotWithoutAKeyNeedsTheSharedOne() {
		Contexts.bare()
			.withPropertyValues("spring.ai.chatbotkit.bots.support.bot-id=b1",
					"spring.ai.chatbotkit.bots.support.secret-key=sk-own-1234567890",
					"spring.ai.chatbotkit.bots.sales.bot-id=b2")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.secret-key"));
	}

	@Test
	void aTimeoutOfTheBotIsUsed() {
		try (TestEndpoint silent = TestEndpoint.silent()) {
			Contexts.withKey()
				.withPropertyValues(silent.property(), "spring.ai.chatbotkit.bots.support.bot-id=b1",
						"spring.ai.chatbotkit.bots.support.timeout.response=50ms")
				.run((context) -> assertThatThrownBy(
						() -> context.getBean("support", ChatClient.class).prompt("Hi").call().content())
					.hasMessageContaining("within 50 ms"));
		}
	}

	@Test
	void theConnectionsAreShared() {
		this.runner.run((context) -> {
			ChatBotKitBots bots = context.getBean(ChatBotKitBots.class);
			bots.chatClient("support").prompt("Hi").call().content();
			bots.chatClient("plain").prompt("Hi").call().content();
			assertThat(context).hasSingleBean(ChatBotKitApi.class);
			assertThat(context).hasBean("chatBotKitConnections");
		});
	}

	@Test
	void advisorsAreFoundByName() {
		this.runner.withBean("logging", SimpleLoggerAdvisor.class, SimpleLoggerAdvisor::new)
			.withPropertyValues("spring.ai.chatbotkit.bots.support.advisors=logging")
			.run((context) -> assertThat(context.getBean("support", ChatClient.class).prompt("Hi").call().content())
				.isEqualTo("Hello"));
	}

	@Test
	void anUnknownAdvisorIsReportedOnStartup() {
		this.runner.withBean("logging", SimpleLoggerAdvisor.class, SimpleLoggerAdvisor::new)
			.withPropertyValues("spring.ai.chatbotkit.bots.support.advisors=loging")
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit.bots.support.advisors", "\"loging\"", "[logging]"));
	}

	@Test
	void oneBotIsAToolOfAnother() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.bots.plain.agents=support").run((context) -> {
			context.getBean("plain", ChatClient.class).prompt("Hi").call().content();
			assertThat(this.endpoint.requests.get(0).body()).contains("\"name\":\"support\"", "Knows the product");
			assertThat(context.getBean(ChatBotKitBots.class).tool("support").call("{\"message\":\"Hi\"}"))
				.isEqualTo("Hello");
		});
	}

	@Test
	void twoBotsCanCallEachOther() {
		this.runner
			.withPropertyValues("spring.ai.chatbotkit.bots.plain.agents=support",
					"spring.ai.chatbotkit.bots.plain.description=Knows the rest",
					"spring.ai.chatbotkit.bots.support.agents=plain")
			.run((context) -> assertThat(context.getBean("support", ChatClient.class).prompt("Hi").call().content())
				.isEqualTo("Hello"));
	}

	@Test
	void anAgentThatIsUnknownOrHasNoDescriptionIsReportedOnStartup() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.bots.support.agents=plain")
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit.bots.plain.description"));
		this.runner.withPropertyValues("spring.ai.chatbotkit.bots.support.agents=sales")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.bots.support.agents",
					"\"sales\""));
	}

	@Test
	void aBotWithNoneOrTwoSelectorsIsReportedOnStartup() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.bots.sales.system=Sell")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.bots.sales.bot-id"));
		this.runner.withPropertyValues("spring.ai.chatbotkit.bots.support.model-name=gpt-4o")
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit.bots.support.bot-id and spring.ai.chatbotkit.bots.support.model-name"));
	}

	@Test
	void anInvalidFallbackIsReportedOnStartup() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.bots.support.fallbacks=gpt-4o")
			.run((context) -> assertThat(Contexts.report(context))
				.contains("spring.ai.chatbotkit.bots.support.fallbacks", "model/name="));
		Contexts.configured()
			.withPropertyValues("spring.ai.chatbotkit.chat.fallbacks=gpt-4o")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.chat.fallbacks"));
	}

	@Test
	void aBeanNameThatIsTakenIsReported() {
		this.runner.withBean("support", String.class, () -> "taken")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.bots.support",
					"\"support\"", "another name"));
	}

	@Test
	void theModelIsAvailableIfChatClientsAreDisabled() {
		this.runner.withPropertyValues("spring.ai.chat.client.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ChatBotKitBots.class).chatModel("support").call("Hi")).isEqualTo("Hello");
		});
	}

	@Test
	void thereAreNoBotsIfAnotherModelIsSelected() {
		this.runner.withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("support")
				.doesNotHaveBean(ChatBotKitBots.class));
	}

	private void assertThatWereAsked(String... selectors) {
		assertThat(this.endpoint.requests).extracting(TestEndpoint.Request::body)
			.zipSatisfy(List.of(selectors), (body, selector) -> assertThat(body).contains("\"" + selector + "\""));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Injected.class)
	static class Application {

		@Bean
		OtherProvider other() {
			return new OtherProvider();
		}

	}

	static class Injected {

		final ChatClient support;

		final ChatClient plain;

		final ChatClient byDefault;

		final ChatClient.Builder supportBuilder;

		final ChatModel supportModel;

		Injected(@Qualifier("support") ChatClient support, @Qualifier("plain") ChatClient plain, ChatClient byDefault,
				@Qualifier("support") ChatClient.Builder supportBuilder, @Qualifier("support") ChatModel supportModel,
				ObjectProvider<ChatBotKitChatModel> models) {
			this.support = support;
			this.plain = plain;
			this.byDefault = byDefault;
			this.supportBuilder = supportBuilder;
			this.supportModel = supportModel;
			assertThat(models.getIfUnique()).isNotNull();
		}

	}

	static class OtherProvider implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(List.of(new Generation(new AssistantMessage("Another provider"))));
		}

		@Override
		public ChatOptions getOptions() {
			return ChatOptions.builder().build();
		}

	}

}
