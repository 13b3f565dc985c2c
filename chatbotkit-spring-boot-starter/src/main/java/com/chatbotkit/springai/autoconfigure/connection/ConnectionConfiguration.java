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

package com.chatbotkit.springai.autoconfigure.connection;

import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.reactive.ReactiveResponseConsumer;
import org.eclipse.jetty.reactive.client.ReactiveRequest;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the connections to ChatBotKit for each HTTP client on the class path. Needs
 * a bean of type {@link ConnectionSettings}.
 */
@Configuration(proxyBeanMethods = false)
public class ConnectionConfiguration {

	@Bean
	ConnectorFactory chatBotKitConnectorFactory(ObjectProvider<ClientHttpConnectorBuilder<?>> builder,
			ObjectProvider<HttpClientSettings> httpSettings, ConnectionSettings settings,
			ObjectProvider<ConnectorProvider> connectors) {
		return new ConnectorFactory(builder, httpSettings, settings, connectors);
	}

	@Bean
	JdkConnections chatBotKitJdkConnections(ConnectionSettings settings) {
		return new JdkConnections(settings);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpClient.class)
	static class ReactorNettyConfiguration {

		@Bean
		ReactorNettyConnections chatBotKitConnections(ConnectionSettings settings) {
			return new ReactorNettyConnections(settings);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ org.eclipse.jetty.client.HttpClient.class, ReactiveRequest.class })
	static class JettyConfiguration {

		@Bean
		JettyConnections chatBotKitJettyConnections(ConnectionSettings settings) {
			return new JettyConnections(settings);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpAsyncClients.class, ReactiveResponseConsumer.class })
	static class HttpComponentsConfiguration {

		@Bean
		HttpComponentsConnections chatBotKitHttpComponentsConnections(ConnectionSettings settings) {
			return new HttpComponentsConnections(settings);
		}

	}

}
