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

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that ChatBotKit's timeouts have precedence over the timeouts of the HTTP client.
 */
@org.junit.jupiter.api.Timeout(180)
class HttpClientTimeoutTests {

	private static final String PIECE = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n";

	private static final String END = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},"
			+ "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components" })
	void ourTimeoutsOverrideATimeoutOfTheHttpClient(String connector) {
		try (TestEndpoint endpoint = silentFor(Duration.ofMillis(1500))) {
			runner(connector, endpoint)
				.withBean(ClientHttpConnectorBuilderCustomizer.class, () -> HttpClientTimeoutTests::impatient)
				.run((context) -> assertThat(answers(context.getBean(ChatBotKitApi.class)).block()).isEqualTo(3));
		}
	}

	/**
	 * Jetty's is 30 s, and no other one is as long. All run at once.
	 */
	@Test
	@Tag("once")
	void ourTimeoutsOverrideTheDefaultsOfTheHttpClients() {
		try (TestEndpoint endpoint = silentFor(Duration.ofSeconds(32))) {
			runner("reactor", endpoint).run((reactor) -> runner("jetty", endpoint)
				.run((jetty) -> runner("http-components", endpoint).run((httpComponents) -> runner("jdk", endpoint)
					.run((jdk) -> assertThat(Flux.just(reactor, jetty, httpComponents, jdk)
						.flatMap((context) -> answers(context.getBean(ChatBotKitApi.class)))
						.collectList()
						.block()).containsExactly(3L, 3L, 3L, 3L)))));
		}
	}

	private static Mono<Long> answers(ChatBotKitApi api) {
		return Flux.merge(api.chatCompletion(request()), api.chatCompletionStream(request()))
			.filter((piece) -> piece.id() != null)
			.count();
	}

	/**
	 * The headers of a call, and the second piece of a stream, are what takes so long.
	 */
	private static TestEndpoint silentFor(Duration silence) {
		return TestEndpoint.scripted((request, response) -> request.isStream()
				? TestEndpoint.events(response, Flux.concat(Mono.just(PIECE), Mono.delay(silence).thenReturn(END)))
				: Mono.delay(silence).then(TestEndpoint.answer(response)));
	}

	private static ApplicationContextRunner runner(String connector, TestEndpoint endpoint) {
		return Contexts.configured()
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector, endpoint.property());
	}

	private static ClientHttpConnectorBuilder<?> impatient(ClientHttpConnectorBuilder<?> builder) {
		Duration little = Duration.ofMillis(300);
		if (builder instanceof ReactorClientHttpConnectorBuilder reactor) {
			return reactor.withHttpClientCustomizer((client) -> client.responseTimeout(little));
		}
		if (builder instanceof JettyClientHttpConnectorBuilder jetty) {
			return jetty.withHttpClientCustomizer((client) -> client.setIdleTimeout(little.toMillis()));
		}
		return ((HttpComponentsClientHttpConnectorBuilder) builder)
			.withConnectionConfigCustomizer((config) -> config.setSocketTimeout(Timeout.of(little)))
			.withDefaultRequestConfigCustomizer(
					(RequestConfig.Builder config) -> config.setResponseTimeout(Timeout.of(little)));
	}

	private static ChatCompletionRequest request() {
		return new ChatCompletionRequest(ChatBotKitSelector.bot("clx1"),
				List.of(ChatCompletionRequest.Message.text("user", "Hi")), List.of(),
				ChatCompletionRequest.FunctionFormat.TOOLS);
	}

}
