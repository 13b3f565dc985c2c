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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import reactor.netty.resources.LoopResources;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the auto-configured client over real connections.
 */
class ConnectionTests {

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void theChatClientCallsTheBot() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				String answer = context.getBean(ChatClient.class).prompt("Hi").call().content();
				assertThat(answer).isEqualTo("Hello");
				assertThat(endpoint.requests).singleElement().satisfies((request) -> {
					assertThat(request.uri()).isEqualTo("/api/v1/openai/chat/completions");
					assertThat(request.body()).contains("\"bot/id=clx1\"");
				});
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void requestsHaveTheKeyTheExtraHeadersAndNoCompression(String connector) {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner
				.withPropertyValues(endpoint.property(), "spring.http.clients.reactive.connector=" + connector,
						"spring.ai.chatbotkit.headers.X-Tenant=acme", "spring.ai.chatbotkit.headers.x-gateway-key=abc")
				.run((context) -> {
					TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
					assertThat(endpoint.requests).singleElement().satisfies((request) -> {
						assertThat(request.headers().getAll("Authorization"))
							.containsExactly("Bearer " + Contexts.SECRET);
						assertThat(request.headers().getAll("X-Tenant")).containsExactly("acme");
						assertThat(request.headers().getAll("X-Gateway-Key")).containsExactly("abc");
						assertThat(request.headers().getAll("Accept-Encoding")).containsExactly("identity");
					});
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void redirectsAreNotFollowed(String connector) {
		try (TestEndpoint elsewhere = TestEndpoint.friendly();
				TestEndpoint endpoint = TestEndpoint.redirecting(elsewhere.origin() + "/there")) {
			this.runner
				.withPropertyValues(endpoint.property(), "spring.http.clients.reactive.connector=" + connector,
						"spring.http.clients.redirects=follow")
				.run((context) -> {
					assertThatExceptionOfType(ChatBotKitNonTransientException.class)
						.isThrownBy(() -> TestEndpoint.ask(context.getBean(ChatBotKitApi.class)))
						.withMessageStartingWith("307");
					assertThat(endpoint.requests).hasSize(1);
					assertThat(elsewhere.requests).isEmpty();
				});
		}
	}

	@Test
	void noConnectionIsOpenedOnStartup() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(endpoint.connections).isEmpty();
			});
		}
	}

	@Test
	void theConnectionIsClosedWithTheContext() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
				assertThat(endpoint.connections).singleElement().matches(Channel::isOpen);
			});
			assertThat(endpoint.connections.get(0).closeFuture().awaitUninterruptibly(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void theThreadsAreThoseOfSpringBootsResources() {
		List<String> threads = new CopyOnWriteArrayList<>();
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setLoopResources(LoopResources.create("threads-of-the-application"));
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property())
				.withBean(ReactorResourceFactory.class, () -> resources)
				.withBean(ClientHttpConnectorBuilder.class,
						() -> ClientHttpConnectorBuilder.reactor().withReactorResourceFactory(resources))
				.withBean(ChatBotKitWebClientCustomizer.class,
						() -> (builder) -> builder.filter((request, next) -> next.exchange(request)
							.doOnNext((response) -> threads.add(Thread.currentThread().getName()))))
				.run((context) -> {
					TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
					assertThat(threads).singleElement().asString().startsWith("threads-of-the-application");
				});
			assertThat(endpoint.connections).singleElement()
				.matches((connection) -> connection.closeFuture().awaitUninterruptibly(10, TimeUnit.SECONDS));
		}
		resources.getLoopResources().dispose();
	}

	@Test
	void theResponseTimeoutIsAProperty() {
		try (TestEndpoint endpoint = TestEndpoint.silent()) {
			this.runner.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.timeout.response=50ms")
				.run((context) -> assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> TestEndpoint.ask(context.getBean(ChatBotKitApi.class)))
					.withMessageContaining("50 ms"));
		}
	}

	@Test
	void theMaximumSizeOfAResponseIsAProperty() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.limits.event-size=100B")
				.run((context) -> assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> TestEndpoint.ask(context.getBean(ChatBotKitApi.class)))
					.withMessageContaining("100"));
		}
	}

}
