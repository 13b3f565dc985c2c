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
import java.util.Objects;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatCompletion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;

/**
 * Tests of Spring tests that replace a chat model, a chat client or the API by a mock or
 * a spy.
 */
class MockedModelTests {

	private static final ChatResponse MOCKED = new ChatResponse(
			List.of(new Generation(new AssistantMessage("Mocked"))));

	private static final ChatCompletion COMPLETION = new ChatCompletion("1", "bot/id=clx1", 1, "Mocked", List.of(),
			"stop", null, null);

	@Nested
	@SpringBootTest(classes = StarterTests.Application.class,
			properties = { "spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.chat.bot-id=clx1", "spring.ai.chatbotkit.validate-on-startup=true" })
	class TheDefaultOne {

		@MockitoBean
		private ChatModel model;

		@Autowired
		private ChatClient client;

		@Autowired
		private ReactiveHealthContributor chatBotKitHealthContributor;

		@Test
		void theModelIsMockedByItsType() {
			given(this.model.getOptions()).willReturn(ChatOptions.builder().build());
			given(this.model.call(any(Prompt.class))).willReturn(MOCKED);
			assertThat(this.client.prompt("Hi").call().content()).isEqualTo("Mocked");
			assertThat(this.chatBotKitHealthContributor).isNotNull();
		}

	}

	@Nested
	@SpringBootTest(classes = StarterTests.Application.class,
			properties = { "spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.chat.bot-id=clx1", "spring.ai.chatbotkit.bots.help.bot-id=clx2",
					"spring.ai.chatbotkit.bots.sales.bot-id=clx3" })
	class BesideNamedBots {

		@MockitoBean
		private ChatModel model;

		@MockitoBean(name = "helpChatModel")
		private ChatModel help;

		@MockitoBean
		@Qualifier("sales")
		private ChatModel sales;

		@Autowired
		private ChatClient client;

		@Autowired
		private ChatBotKitBots bots;

		@Test
		void eachIsMockedByTypeNameOrQualifier() {
			for (ChatModel mock : new ChatModel[] { this.model, this.help, this.sales }) {
				given(mock.getOptions()).willReturn(ChatOptions.builder().build());
				given(mock.call(any(Prompt.class))).willReturn(MOCKED);
			}
			assertThat(this.client.prompt("Hi").call().content()).isEqualTo("Mocked");
			assertThat(this.bots.chatClient("help").prompt("Hi").call().content()).isEqualTo("Mocked");
			assertThat(this.bots.chatClient("sales").prompt("Hi").call().content()).isEqualTo("Mocked");
			assertThat(this.bots.chatModel("sales")).isSameAs(this.sales);
		}

	}

	@Nested
	@SpringBootTest(classes = StarterTests.Application.class,
			properties = { "spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.chat.bot-id=clx1", "spring.ai.chatbotkit.bots.help.bot-id=clx2" })
	class ASpy {

		@MockitoSpyBean
		private ChatModel model;

		@MockitoSpyBean(name = "helpChatModel")
		private ChatModel help;

		@Autowired
		private ChatClient client;

		@Autowired
		@Qualifier("help")
		private ChatClient helpClient;

		@Test
		void theClientsUseTheSpy() {
			willReturn(MOCKED).given(this.model).call(any(Prompt.class));
			willReturn(MOCKED).given(this.help).call(any(Prompt.class));
			assertThat(this.client.prompt("Hi").call().content()).isEqualTo("Mocked");
			assertThat(this.helpClient.prompt("Hi").call().content()).isEqualTo("Mocked");
		}

	}

	/**
	 * A test slice like {@code @WebMvcTest}: only the auto-configurations that it imports
	 * are active.
	 */
	@Nested
	@SpringBootTest(classes = MockedModelTests.Slice.class,
			properties = { "spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.chat.bot-id=clx1", "spring.ai.chatbotkit.validate-on-startup=true" })
	@OverrideAutoConfiguration(enabled = false)
	@ImportAutoConfiguration({ ChatBotKitAutoConfiguration.class, ChatClientAutoConfiguration.class,
			ToolCallingAutoConfiguration.class })
	class InASlice {

		@MockitoBean
		private ChatModel model;

		@Autowired
		private ChatClient client;

		@Autowired
		private ChatClient.Builder builder;

		@Test
		void theModelIsMockedByItsType() {
			given(this.model.getOptions()).willReturn(ChatOptions.builder().build());
			given(this.model.call(any(Prompt.class))).willReturn(MOCKED);
			assertThat(this.client.prompt("Hi").call().content()).isEqualTo("Mocked");
			assertThat(this.builder.build().prompt("Hi").call().content()).isEqualTo("Mocked");
		}

	}

	/**
	 * A slice without the starter's auto-configuration, in which Spring AI's
	 * {@link ChatClient.Builder} uses the mock.
	 */
	@Nested
	@SpringBootTest(classes = MockedModelTests.Slice.class)
	@OverrideAutoConfiguration(enabled = false)
	@ImportAutoConfiguration({ ChatClientAutoConfiguration.class, ToolCallingAutoConfiguration.class })
	class InASliceWithoutTheStarter {

		@MockitoBean
		private ChatModel model;

		@Autowired
		private ChatClient.Builder builder;

		@Test
		void theModelIsMockedByItsType() {
			given(this.model.getOptions()).willReturn(ChatOptions.builder().build());
			given(this.model.call(any(Prompt.class))).willReturn(MOCKED);
			assertThat(this.builder.build().prompt("Hi").call().content()).isEqualTo("Mocked");
		}

	}

	@Nested
	@SpringBootTest(classes = StarterTests.Application.class,
			properties = { "spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.chat.bot-id=clx1", "spring.ai.chatbotkit.bots.help.bot-id=clx2" })
	class AClient {

		@MockitoBean
		private ChatClient client;

		@MockitoBean(name = "help")
		private ChatClient help;

		@Autowired
		private ChatBotKitBots bots;

		@Test
		void theClientIsMocked() {
			assertThat(this.bots.chatClient("help")).isSameAs(this.help).isNotSameAs(this.client);
		}

	}

	@Nested
	@SpringBootTest(classes = StarterTests.Application.class, properties = {
			"spring.ai.chatbotkit.secret-key=" + Contexts.SECRET, "spring.ai.chatbotkit.chat.bot-id=clx1",
			"spring.ai.chatbotkit.bots.help.bot-id=clx2", "spring.ai.chatbotkit.bots.sales.bot-id=clx3",
			"spring.ai.chatbotkit.bots.sales.secret-key=sk-sales-0123456789",
			"spring.ai.chatbotkit.bots.sales.timeout.response=9s", "spring.ai.chatbotkit.connections.warm-up=true",
			"spring.ai.chatbotkit.health.mode=active", "spring.ai.chatbotkit.validate-on-startup=true" })
	class AnApi {

		@MockitoBean
		private ChatBotKitApi api;

		@Autowired
		private ChatClient client;

		@Autowired
		private ChatBotKitBots bots;

		@Autowired
		private ReactiveHealthContributor chatBotKitHealthContributor;

		@Test
		void itAnswersForEachBotCalledAndStreamed() {
			given(this.api.call(any(), any())).willReturn(COMPLETION);
			given(this.api.chatCompletionStream(any())).willReturn(Flux.just(COMPLETION));
			for (ChatClient each : List.of(this.client, this.bots.chatClient("help"), this.bots.chatClient("sales"))) {
				assertThat(each.prompt("Hi").call().content()).isEqualTo("Mocked");
				assertThat(each.prompt("Hi").stream().content().collectList().block()).containsExactly("Mocked");
			}
		}

		@Test
		void theHealthIsUp() {
			CompositeReactiveHealthContributor all = (CompositeReactiveHealthContributor) this.chatBotKitHealthContributor;
			for (String name : List.of("chatBotKit", "help", "sales")) {
				ReactiveHealthIndicator indicator = (ReactiveHealthIndicator) Objects
					.requireNonNull(all.getContributor(name));
				assertThat(Objects.requireNonNull(indicator.health().block()).getStatus()).isEqualTo(Status.UP);
			}
		}

	}

	@Nested
	@SpringBootTest(classes = StarterTests.Application.class,
			properties = { "spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"spring.ai.chatbotkit.chat.bot-id=clx1", "spring.ai.chatbotkit.bots.help.bot-id=clx2" })
	class AnApiThatIsSpiedOn {

		@MockitoSpyBean
		private ChatBotKitApi api;

		@Autowired
		private ChatClient client;

		@Autowired
		private ChatBotKitBots bots;

		@Test
		void itAnswersForEachBotWithoutSettingsOfItsOwn() {
			willReturn(COMPLETION).given(this.api).call(any(), any());
			willReturn(Flux.just(COMPLETION)).given(this.api).chatCompletionStream(any());
			for (ChatClient each : List.of(this.client, this.bots.chatClient("help"))) {
				assertThat(each.prompt("Hi").call().content()).isEqualTo("Mocked");
				assertThat(each.prompt("Hi").stream().content().collectList().block()).containsExactly("Mocked");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Slice {

	}

}
