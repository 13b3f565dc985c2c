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

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.autoconfigure.connection.ConnectorFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectorFactory} and {@link WebClientFactory}.
 */
class ConnectorFactoryTests {

	private final ApplicationContextRunner runner = Contexts.configured();

	@Test
	void ourSettingsOverrideThoseOfSpringBoot() {
		this.runner
			.withPropertyValues("spring.http.clients.connect-timeout=1s", "spring.http.clients.read-timeout=2s",
					"spring.http.clients.redirects=follow")
			.withUserConfiguration(RecordingBuilder.class)
			.run((context) -> assertThat(context.getBean(RecordingBuilder.class).settings)
				.contains(HttpClientSettings.defaults()
					.withConnectTimeout(Duration.ofSeconds(10))
					.withRedirects(HttpRedirects.DONT_FOLLOW)));
	}

	@Test
	void theConnectTimeoutIsAProperty() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.timeout.connect=3s")
			.withUserConfiguration(RecordingBuilder.class)
			.run((context) -> assertThat(context.getBean(RecordingBuilder.class).settings)
				.extracting(HttpClientSettings::connectTimeout)
				.contains(Duration.ofSeconds(3)));
	}

	@Test
	void veryShortAndVeryLongConnectTimeoutsAreKept() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.timeout.connect=10us")
			.withUserConfiguration(RecordingBuilder.class)
			.run((context) -> assertThat(context.getBean(RecordingBuilder.class).settings)
				.extracting(HttpClientSettings::connectTimeout)
				.contains(Duration.ofMillis(1)));
		this.runner.withPropertyValues("spring.ai.chatbotkit.timeout.connect=24d")
			.withUserConfiguration(RecordingBuilder.class)
			.run((context) -> assertThat(context.getBean(RecordingBuilder.class).settings)
				.extracting(HttpClientSettings::connectTimeout)
				.contains(Duration.ofDays(24)));
	}

	@Test
	void ourSslBundleReplacesTheSharedOne() {
		this.runner
			.withPropertyValues("spring.ssl.bundle.pem.shared.truststore.certificate=classpath:test.crt",
					"spring.ssl.bundle.pem.ours.truststore.certificate=classpath:test.crt",
					"spring.http.clients.ssl.bundle=shared", "spring.ai.chatbotkit.ssl.bundle=ours")
			.withUserConfiguration(RecordingBuilder.class)
			.run((context) -> {
				SslBundle ours = context.getBean(SslBundles.class).getBundle("ours");
				assertThat(context.getBean(RecordingBuilder.class).settings).extracting(HttpClientSettings::sslBundle)
					.contains(ours);
			});
	}

	@Test
	void customizersRunInOrderAfterSpringBootsCustomizersAndTheConnector() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property())
				.withUserConfiguration(Customizers.class)
				.run((context) -> {
					TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
					Customizers customizers = context.getBean(Customizers.class);
					assertThat(customizers.applied).containsExactly("every client", "first", "last");
					assertThat(customizers.passed).containsExactly("every client", "first", "last");
				});
		}
	}

	@Test
	void aCustomizerCanAddAHeaderToEachAttempt() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property()).withUserConfiguration(Tenant.class).run((context) -> {
				TestEndpoint.ask(context.getBean(ChatBotKitApi.class));
				assertThat(endpoint.requests).singleElement()
					.satisfies((request) -> assertThat(request.headers().get("X-Tenant")).isEqualTo("acme"));
			});
		}
	}

	@Test
	void aCustomizerCanReplaceTheConnector() {
		this.runner
			.withBean(ChatBotKitWebClientCustomizer.class,
					() -> (builder) -> builder
						.clientConnector((method, uri, request) -> Mono.error(new IOException("Mine is not there"))))
			.run((context) -> assertThatExceptionOfType(ChatBotKitTransientException.class)
				.isThrownBy(() -> TestEndpoint.ask(context.getBean(ChatBotKitApi.class)))
				.withMessageContaining("Mine is not there"));
	}

	@Test
	void reactorNettyHasItsOwnPool() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("chatBotKitConnections");
			assertThat(context.getBean(ConnectorFactory.class).create().getClass().getSimpleName())
				.isEqualTo("ProtocolConnector");
		});
	}

	@Test
	void anUnknownConnectorIsUsedUnchanged() {
		this.runner.withUserConfiguration(RecordingBuilder.class)
			.run((context) -> assertThat(context.getBean(ConnectorFactory.class).create())
				.isInstanceOf(JdkClientHttpConnector.class));
	}

	@Test
	void everyHttpClientButTheJdksIsOptional() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property())
				.withClassLoader(new FilteredClassLoader("reactor.netty", "org.eclipse.jetty", "org.apache.hc"))
				.run((context) -> {
					assertThat(context).hasBean("chatBotKitJdkConnections")
						.doesNotHaveBean("chatBotKitConnections")
						.doesNotHaveBean("chatBotKitJettyConnections")
						.doesNotHaveBean("chatBotKitHttpComponentsConnections");
					assertThat(TestEndpoint.ask(context.getBean(ChatBotKitApi.class)).content()).isEqualTo("Hello");
				});
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class RecordingBuilder {

		private final List<HttpClientSettings> settings = new ArrayList<>();

		@Bean
		ClientHttpConnectorBuilder<JdkClientHttpConnector> recordingBuilder() {
			return (settings) -> {
				this.settings.add(settings);
				return new JdkClientHttpConnector(HttpClient.newHttpClient());
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final List<String> applied = new ArrayList<>();

		private final List<String> passed = new ArrayList<>();

		@Bean
		@Order(2)
		ChatBotKitWebClientCustomizer last() {
			return (builder) -> builder.filter(filter("last"));
		}

		@Bean
		@Order(1)
		ChatBotKitWebClientCustomizer first() {
			return (builder) -> builder.filter(filter("first"));
		}

		@Bean
		WebClientCustomizer everyClient() {
			return (builder) -> builder.filter(filter("every client"));
		}

		private ExchangeFilterFunction filter(String name) {
			this.applied.add(name);
			return (request, next) -> {
				this.passed.add(name);
				return next.exchange(request);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tenant {

		// tag::customizer[]
		@Bean
		ChatBotKitWebClientCustomizer tenant() {
			return (builder) -> builder.filter(
					(request, next) -> next.exchange(ClientRequest.from(request).header("X-Tenant", "acme").build()));
		}
		// end::customizer[]

	}

}
