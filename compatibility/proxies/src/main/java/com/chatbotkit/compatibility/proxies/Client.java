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

package com.chatbotkit.compatibility.proxies;

import java.util.List;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application with one connector.
 */
final class Client implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final ChatBotKitChatModel model;

	Client(Connector connector, String baseUrl, List<ClientHttpConnectorBuilderCustomizer<?>> customizers,
			String... properties) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties("spring.ai.chatbotkit.secret-key=sk-test-1", "spring.ai.chatbotkit.chat.bot-id=echo",
					"spring.ai.retry.backoff.initial-interval=1ms", "spring.ai.chatbotkit.timeout.response=30s",
					"spring.ai.chatbotkit.timeout.stream-idle=30s", "spring.ai.chatbotkit.base-url=" + baseUrl,
					"spring.http.clients.reactive.connector=" + connector.property())
			.properties(properties)
			.initializers((context) -> customizers.forEach((customizer) -> ((GenericApplicationContext) context)
				.registerBean(ClientHttpConnectorBuilderCustomizer.class, () -> customizer)))
			.run();
		this.model = this.context.getBean(ChatBotKitChatModel.class);
	}

	String call(String bot, String text) {
		return String.valueOf(this.model.call(prompt(bot, text)).getResult().getOutput().getText());
	}

	Flux<String> stream(String bot, String text) {
		return this.model.stream(prompt(bot, text))
			.filter((response) -> response.getResult() != null)
			.mapNotNull((response) -> response.getResult().getOutput().getText())
			.filter((piece) -> !piece.isEmpty());
	}

	private static Prompt prompt(String bot, String text) {
		return new Prompt(text, ChatBotKitChatOptions.builder().bot(bot).build());
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
