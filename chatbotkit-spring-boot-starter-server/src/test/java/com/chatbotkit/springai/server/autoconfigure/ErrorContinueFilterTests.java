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

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a filter of the application that goes on after errors by Reactor's
 * {@code onErrorContinue}. An answer that lacks what failed must not look whole.
 */
class ErrorContinueFilterTests {

	@ParameterizedTest
	@EnumSource(names = { "WEB_FLUX", "WEB_FLUX_ON_JETTY", "WEB_FLUX_ON_TOMCAT" })
	void anAgentThatFailsIsNoWholeAnswer(Stack stack) {
		try (ServedApplication application = ServedApplication.start(stack, Application.class)) {
			application.bean(ScriptedModel.class).text("One", "two", "three");
			Answer answer = application
				.post("{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true}");
			assertThat(answer.body()).contains("One", "event: error").doesNotContain("three", "\"stop\"", "[DONE]");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		ScriptedModel scriptedModel() {
			return new ScriptedModel();
		}

		@Bean
		ChatClient support(ScriptedModel model) {
			return ChatClient.builder(model).defaultAdvisors(new FailingAdvisor()).build();
		}

		@Bean
		WebFilter continuing() {
			return (exchange, chain) -> chain.filter(exchange).onErrorContinue((ex, value) -> {
			});
		}

	}

	/**
	 * An advisor that cannot read one piece of an answer.
	 */
	private static final class FailingAdvisor implements StreamAdvisor {

		@Override
		public String getName() {
			return "failing";
		}

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			return chain.nextStream(request).doOnNext((response) -> {
				if ("two".equals(response.chatResponse().getResult().getOutput().getText())) {
					throw new IllegalStateException("unreadable");
				}
			});
		}

	}

}
