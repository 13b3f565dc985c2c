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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code @Aspect} beans around the chat models, with proxies of classes and of
 * interfaces.
 */
class AspectTests {

	private final TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
		if (request.uri().endsWith("/fetch")) {
			return TestEndpoint.send(response.header("Content-Type", "application/json"), Flux.just("{}"));
		}
		return request.isStream() ? TestEndpoint.events(response, Flux.just("""
				data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}]}

				data: [DONE]

				""")) : TestEndpoint.answer(response);
	});

	private final ApplicationContextRunner runner = Contexts.configured()
		.withConfiguration(
				AutoConfigurations.of(AopAutoConfiguration.class, ChatBotKitHealthContributorAutoConfiguration.class))
		.withBean(ModelAspect.class)
		.withPropertyValues(this.endpoint.property(), "spring.ai.chatbotkit.validate-on-startup=true",
				"spring.ai.chatbotkit.bots.support.bot-id=clx2");

	@AfterEach
	void close() {
		this.endpoint.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyCallAndStreamPassesTheAspect(boolean proxyTargetClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isCglibProxy(context.getBean(ChatModels.DEFAULT))).isEqualTo(proxyTargetClass);
			ModelAspect aspect = context.getBean(ModelAspect.class);
			for (ChatClient client : List.of(context.getBean("chatBotKitChatClient", ChatClient.class),
					context.getBean("support", ChatClient.class))) {
				aspect.advised.clear();
				assertThat(client.prompt("Hi").call().content()).isEqualTo("Hello");
				assertThat(client.prompt("Hi").stream().content().collectList().block(Duration.ofSeconds(30)))
					.containsExactly("Hello");
				assertThat(aspect.advised).containsExactly("call", "stream");
			}
		});
	}

	@Aspect
	static class ModelAspect {

		private final List<String> advised = new CopyOnWriteArrayList<>();

		@Around("execution(* org.springframework.ai.chat.model.*ChatModel.*(org.springframework.ai.chat.prompt.Prompt))")
		@Nullable Object advise(ProceedingJoinPoint call) throws Throwable {
			this.advised.add(call.getSignature().getName());
			return call.proceed();
		}

	}

}
