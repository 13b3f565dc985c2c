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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that decorates the chat models, for example with aspects or a
 * cache: the whole starter works, and every prompt passes the decorator.
 */
class DecoratedModelTests {

	private static final String ACTIVE = "spring.ai.chatbotkit.health.mode=active";

	private final TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
		if (request.uri().endsWith("/fetch")) {
			return TestEndpoint.send(response.header("Content-Type", "application/json"), Flux.just("{}"));
		}
		if (request.isStream()) {
			return TestEndpoint.events(response,
					Flux.just("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n",
							"data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
							"data: [DONE]\n\n"));
		}
		return TestEndpoint.answer(response);
	});

	private final ApplicationContextRunner runner = Contexts.configured()
		.withConfiguration(AutoConfigurations.of(ChatBotKitHealthContributorAutoConfiguration.class))
		.withPropertyValues(this.endpoint.property(), "spring.ai.chatbotkit.bots.support.bot-id=b-support",
				"spring.ai.chatbotkit.bots.support.agents=billing",
				"spring.ai.chatbotkit.bots.support.fallbacks=model/name=gpt-4o",
				"spring.ai.chatbotkit.bots.billing.bot-id=b-billing",
				"spring.ai.chatbotkit.bots.billing.description=Knows invoices");

	@AfterEach
	void close() {
		this.endpoint.close();
	}

	@ParameterizedTest
	@EnumSource
	void everyCallAndStreamPassesTheDecorator(Decoration decoration) {
		DecoratedCalls calls = new DecoratedCalls();
		this.runner.withBean(Decorating.class, decoration, calls).run((context) -> {
			assertThat(context).hasNotFailed();
			ChatBotKitBots bots = context.getBean(ChatBotKitBots.class);
			for (ChatClient client : List.of(context.getBean(ChatClient.class),
					context.getBean("support", ChatClient.class), bots.chatClient("billing"),
					bots.chatClientBuilder("support").build(), context.getBean(ChatClient.Builder.class).build(),
					ChatClient.create(bots.chatModel("support")))) {
				calls.clear();
				assertThat(client.prompt("Hi").call().content()).isEqualTo("Hello");
				assertThat(client.prompt("Hi").stream().content().collectList().block(Duration.ofSeconds(10)))
					.containsExactly("Hello");
				assertThat(calls).containsExactly("call", "stream");
			}
			calls.clear();
			assertThat(bots.tool("billing").call("{\"message\":\"Hi\"}")).isEqualTo("Hello");
			assertThat(calls).hasSize(1);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { PrimaryDecorator.class, PrimaryDecoratorByClass.class })
	void aPrimaryDecoratorSeesTheRequestsOfTheClient(Class<?> configuration) {
		DecoratedCalls calls = new DecoratedCalls();
		this.runner.withBean(DecoratedCalls.class, () -> calls)
			.withUserConfiguration(configuration)
			.withPropertyValues("spring.ai.chatbotkit.validate-on-startup=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				ChatClient client = context.getBean("chatBotKitChatClient", ChatClient.class);
				assertThat(client.prompt("Hi").call().content()).isEqualTo("Hello");
				assertThat(client.prompt("Hi").stream().content().blockLast()).isEqualTo("Hello");
				assertThat(calls).containsExactly("call", "stream");
				assertThat(context.getBean("support", ChatClient.class).prompt("Hi").call().content())
					.isEqualTo("Hello");
				assertThat(calls).hasSize(2);
			});
	}

	@Test
	void aPrimaryModelOfAnotherProviderDoesNotReplaceOurs() {
		this.runner
			.withBean("otherChatModel", ChatModel.class, OtherModel::new, (definition) -> definition.setPrimary(true))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("chatBotKitChatClient", ChatClient.class).prompt("Hi").call().content())
					.isEqualTo("Hello");
				assertThat(context.getBean(ChatModel.class).call("Hi")).isEqualTo("Other");
			});
	}

	@ParameterizedTest
	@EnumSource
	void theStartupCheckUsesTheUndecoratedModel(Decoration decoration) {
		this.runner.withBean(Decorating.class, decoration, new DecoratedCalls())
			.withPropertyValues("spring.ai.chatbotkit.validate-on-startup=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.endpoint.requests).extracting(TestEndpoint.Request::uri)
					.containsExactlyInAnyOrder("/api/v1/bot/clx1/fetch", "/api/v1/bot/b-support/fetch",
							"/api/v1/bot/b-billing/fetch");
			});
	}

	@ParameterizedTest
	@EnumSource
	void theHealthUsesTheUndecoratedModel(Decoration decoration) {
		this.runner.withBean(Decorating.class, decoration, new DecoratedCalls())
			.withPropertyValues(ACTIVE)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(health(context, "chatBotKit").getStatus()).isEqualTo(Status.UP);
				assertThat(health(context, "chatBotKit").getDetails()).containsEntry("selector", "bot/id=clx1")
					.containsKey("check");
				assertThat(health(context, "support").getDetails()).containsEntry("selector", "bot/id=b-support");
			});
	}

	@ParameterizedTest
	@EnumSource
	void aModelOfTheApplicationCanBeDecorated(Decoration decoration) {
		DecoratedCalls calls = new DecoratedCalls();
		Contexts.withKey()
			.withConfiguration(AutoConfigurations.of(ChatBotKitHealthContributorAutoConfiguration.class))
			.withPropertyValues(this.endpoint.property(), "spring.ai.chatbotkit.validate-on-startup=true")
			.withUserConfiguration(OwnModel.class)
			.withBean(Decorating.class, decoration, calls)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("chatBotKitChatClient", ChatClient.class).prompt("Hi").call().content())
					.isEqualTo("Hello");
				assertThat(calls).containsExactly("call");
				assertThat(this.endpoint.requests.get(0).uri()).isEqualTo("/api/v1/bot/mine/fetch");
			});
	}

	@Test
	void aChatModelWithTheDefaultBeanNameReplacesOurs() {
		this.runner.withBean("chatBotKitChatModel", ChatModel.class, OtherModel::new)
			.withPropertyValues("spring.ai.chatbotkit.validate-on-startup=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ChatClient.class).prompt("Hi").call().content()).isEqualTo("Other");
				assertThat(health(context, "chatBotKit").getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(this.endpoint.requests).extracting(TestEndpoint.Request::uri)
					.doesNotContain("/api/v1/bot/clx1/fetch");
			});
	}

	private static Health health(ApplicationContext context, String name) {
		CompositeReactiveHealthContributor all = (CompositeReactiveHealthContributor) context
			.getBean("chatBotKitHealthContributor", ReactiveHealthContributor.class);
		ReactiveHealthIndicator indicator = (ReactiveHealthIndicator) Objects.requireNonNull(all.getContributor(name));
		return Objects.requireNonNull(indicator.health().block(Duration.ofSeconds(30)));
	}

	/**
	 * Records the calls of decorated models.
	 */
	static final class DecoratedCalls extends ArrayList<String> implements MethodInterceptor {

		private static final long serialVersionUID = 1L;

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			note(invocation.getMethod().getName(), invocation.getArguments());
			return invocation.proceed();
		}

		void note(String method, Object @Nullable [] arguments) {
			if (arguments != null && arguments.length == 1 && arguments[0] instanceof Prompt) {
				add(method);
			}
		}

	}

	/**
	 * Ways in which applications decorate a chat model.
	 */
	enum Decoration {

		DECORATOR {
			@Override
			Object decorate(ChatModel model, DecoratedCalls calls) {
				return new Decorator(model, calls);
			}
		},

		JDK_PROXY {
			@Override
			Object decorate(ChatModel model, DecoratedCalls calls) {
				return Proxy.newProxyInstance(ChatModel.class.getClassLoader(), new Class<?>[] { ChatModel.class },
						(proxy, method, arguments) -> {
							calls.note(method.getName(), arguments);
							try {
								return method.invoke(model, arguments);
							}
							catch (InvocationTargetException ex) {
								throw ex.getTargetException();
							}
						});
			}
		},

		ASPECT_BY_INTERFACES {
			@Override
			Object decorate(ChatModel model, DecoratedCalls calls) {
				return proxy(model, calls, false);
			}
		},

		ASPECT_BY_CLASS {
			@Override
			Object decorate(ChatModel model, DecoratedCalls calls) {
				return proxy(model, calls, true);
			}
		};

		abstract Object decorate(ChatModel model, DecoratedCalls calls);

		private static Object proxy(ChatModel model, DecoratedCalls calls, boolean targetClass) {
			ProxyFactory factory = new ProxyFactory(model);
			factory.setProxyTargetClass(targetClass);
			factory.addAdvice(calls);
			return factory.getProxy();
		}

	}

	static final class Decorating implements BeanPostProcessor {

		private final Decoration decoration;

		private final DecoratedCalls calls;

		Decorating(Decoration decoration, DecoratedCalls calls) {
			this.decoration = decoration;
			this.calls = calls;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof ChatModel model) ? this.decoration.decorate(model, this.calls) : bean;
		}

	}

	static final class Decorator implements ChatModel {

		private final ChatModel model;

		private final DecoratedCalls calls;

		Decorator(ChatModel model, DecoratedCalls calls) {
			this.model = model;
			this.calls = calls;
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			this.calls.add("call");
			return this.model.call(prompt);
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			this.calls.add("stream");
			return this.model.stream(prompt);
		}

		@Override
		public ChatOptions getOptions() {
			return this.model.getOptions();
		}

	}

	static final class OtherModel implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(List.of(new Generation(new AssistantMessage("Other"))));
		}

		@Override
		public ChatOptions getOptions() {
			return ChatOptions.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDecorator {

		@Bean
		@Primary
		ChatModel decorator(@Qualifier("chatBotKitChatModel") ChatModel model, DecoratedCalls calls) {
			return new Decorator(model, calls);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDecoratorByClass {

		@Bean
		@Primary
		ChatModel decorator(ChatBotKitChatModel model, DecoratedCalls calls) {
			return new Decorator(model, calls);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModel {

		@Bean
		ChatBotKitChatModel ownModel(ChatBotKitApi api) {
			return ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("mine").build())
				.build();
		}

	}

}
