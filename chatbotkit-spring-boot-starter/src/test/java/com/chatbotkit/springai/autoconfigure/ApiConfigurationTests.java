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

import com.chatbotkit.springai.api.ChatBotKitApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.ai.model.ApiKey;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiConfiguration}: the base URL and the secret key.
 */
class ApiConfigurationTests {

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void theDefaultEndpointIsTheHostedChatBotKit() {
		this.runner.run((context) -> assertThat(context.getBean(ChatBotKitApi.class))
			.hasToString("ChatBotKitApi[https://api.chatbotkit.com/v1/openai/chat/completions]"));
	}

	@Test
	void anEmptyBaseUrlMeansTheDefault() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.base-url=")
			.run((context) -> assertThat(context.getBean(ChatBotKitApi.class).toString())
				.contains("https://api.chatbotkit.com/v1/openai"));
	}

	@Test
	void aMissingPathIsAdded() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.base-url=https://chat.example.org")
			.run((context) -> assertThat(context.getBean(ChatBotKitApi.class).toString())
				.contains("https://chat.example.org/api/v1/openai/chat/completions"));
	}

	@Test
	void plainHttpIsRefusedExceptForLocalhostUnlessAllowed() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.base-url=http://chat.example.org").run((context) -> {
			assertThat(Contexts.report(context)).contains("https", "spring.ai.chatbotkit.base-url",
					"spring.ai.chatbotkit.allow-plain-http=true");
		});
		this.runner
			.withPropertyValues("spring.ai.chatbotkit.base-url=http://chat.example.org",
					"spring.ai.chatbotkit.allow-plain-http=true")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("spring.ai.chatbotkit.base-url=http://localhost:8080")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void connectionDetailsComeFromProperties() {
		this.runner
			.withPropertyValues("spring.ai.chatbotkit.base-url=https://chat.example.org",
					"spring.ai.chatbotkit.allow-plain-http=true")
			.run((context) -> {
				ChatBotKitConnectionDetails details = context.getBean(ChatBotKitConnectionDetails.class);
				assertThat(details).isInstanceOf(PropertiesChatBotKitConnectionDetails.class);
				assertThat(details.getBaseUrl()).isEqualTo("https://chat.example.org");
				assertThat(details.getSecretKey()).isEqualTo(Contexts.SECRET);
				assertThat(details.isPlainHttpAllowed()).isTrue();
			});
	}

	@Test
	void connectionDetailsOfTheApplicationReplaceTheProperties() {
		Contexts.bare()
			.withPropertyValues("spring.ai.chatbotkit.base-url=https://chat.example.org",
					"spring.ai.chatbotkit.chat.bot-id=clx1")
			.withUserConfiguration(ContainerDetails.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(PropertiesChatBotKitConnectionDetails.class);
				assertThat(context.getBean(ChatBotKitApi.class).toString())
					.contains("http://container.example:32768/api/v1/openai");
			});
	}

	@Test
	void connectionDetailsWithoutAKeyUseTheProperty() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withBean(ChatBotKitConnectionDetails.class, () -> endpoint::origin).run((context) -> {
				TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
				assertThat(endpoint.requests.get(0).headers().get("Authorization"))
					.isEqualTo("Bearer " + Contexts.SECRET);
			});
		}
	}

	@Test
	void theApiKeyBeanReplacesTheProperty() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property())
				.withUserConfiguration(RotatingKey.class, UnrelatedKey.class)
				.run((context) -> {
					TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
					TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
					assertThat(endpoint.requests).extracting((request) -> request.headers().get("Authorization"))
						.containsExactly("Bearer sk-rotated-1", "Bearer sk-rotated-2");
				});
		}
	}

	@Test
	void anApiKeyBeanWithAnotherNameIsIgnored() {
		Contexts.bare()
			.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=clx1")
			.withUserConfiguration(UnrelatedKey.class)
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.secret-key"));
	}

	@Test
	void noKeyIsNeededIfTheApplicationDefinesTheApi() {
		Contexts.bare()
			.withPropertyValues("spring.ai.chatbotkit.chat.bot-id=clx1")
			.withUserConfiguration(OwnApi.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeanNamesForType(ChatBotKitApi.class)).containsExactly("ownApi");
				assertThat(context).doesNotHaveBean("chatBotKitConnections");
				assertThat(context).hasBean("chatBotKitChatModel").hasBean("chatBotKitChatClient");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerDetails {

		@Bean
		ChatBotKitConnectionDetails containerDetails() {
			return new ChatBotKitConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "http://container.example:32768";
				}

				@Override
				public @Nullable String getSecretKey() {
					return "sk-test-container";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RotatingKey {

		private int read;

		@Bean
		ApiKey chatBotKitApiKey() {
			return () -> "sk-rotated-" + ++this.read;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnrelatedKey {

		@Bean
		ApiKey otherApiKey() {
			return () -> "sk-other";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnApi {

		@Bean
		ChatBotKitApi ownApi() {
			return ChatBotKitApi.builder().secretKey("sk-own").build();
		}

	}

}
