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

import com.chatbotkit.springai.autoconfigure.connection.ConnectorFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates the builder of ChatBotKit's {@link WebClient}.
 * <p>
 * It starts from an empty builder and applies the application's customizers, as Spring
 * Boot does for HTTP service clients. The {@code WebClient.Builder} bean of an
 * application may be configured for other hosts, for example with load balancing.
 */
final class WebClientFactory {

	private final ConnectorFactory connectors;

	private final ObjectProvider<WebClientCustomizer> customizers;

	private final ObjectProvider<ChatBotKitWebClientCustomizer> ownCustomizers;

	WebClientFactory(ConnectorFactory connectors, ObjectProvider<WebClientCustomizer> customizers,
			ObjectProvider<ChatBotKitWebClientCustomizer> ownCustomizers) {
		this.connectors = connectors;
		this.customizers = customizers;
		this.ownCustomizers = ownCustomizers;
	}

	/**
	 * Counts the connections that are in use.
	 */
	int connectionsInUse() {
		return this.connectors.inUse();
	}

	WebClient.Builder builder() {
		ClientHttpConnector connector = this.connectors.create();
		WebClient.Builder builder = WebClient.builder();
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		builder.clientConnector(connector);
		this.ownCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

}
