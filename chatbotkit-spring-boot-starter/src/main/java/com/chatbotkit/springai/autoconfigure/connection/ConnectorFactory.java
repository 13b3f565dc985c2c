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

import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Makes connectors from Spring Boot's builder and settings, with ChatBotKit's own
 * settings on top.
 */
public final class ConnectorFactory {

	private final ObjectProvider<ClientHttpConnectorBuilder<?>> builder;

	private final ObjectProvider<HttpClientSettings> httpSettings;

	private final ConnectionSettings settings;

	private final ObjectProvider<ConnectorProvider> connectors;

	ConnectorFactory(ObjectProvider<ClientHttpConnectorBuilder<?>> builder,
			ObjectProvider<HttpClientSettings> httpSettings, ConnectionSettings settings,
			ObjectProvider<ConnectorProvider> connectors) {
		this.builder = builder;
		this.httpSettings = httpSettings;
		this.settings = settings;
		this.connectors = connectors;
	}

	/**
	 * Makes a connector.
	 * @return the connector of the HTTP client that Spring Boot selects
	 */
	public ClientHttpConnector create() {
		ClientHttpConnectorBuilder<?> builder = this.builder.getIfAvailable(ClientHttpConnectorBuilder::detect);
		HttpClientSettings settings = settings();
		return this.connectors.orderedStream()
			.flatMap((provider) -> Stream.ofNullable(provider.connector(builder, settings)))
			.findFirst()
			.orElseGet(() -> builder.build(settings));
	}

	/**
	 * Counts the connections that are in use.
	 * @return how many, 0 if the HTTP client has no limit
	 */
	public int inUse() {
		return this.connectors.stream().mapToInt(ConnectorProvider::inUse).sum();
	}

	/**
	 * Opens a connection before it is needed.
	 * @param server any address of the server
	 * @return whether the HTTP client can do that
	 */
	public boolean warmUp(URI server) {
		return this.connectors.stream().filter((provider) -> provider.warmUp(server)).count() > 0;
	}

	private HttpClientSettings settings() {
		HttpClientSettings settings = this.httpSettings.getIfAvailable(HttpClientSettings::defaults)
			.withConnectTimeout(wholeMillis(this.settings.connectTimeout()))
			// Some connectors limit a whole stream by it, unlike the client's timeouts.
			.withReadTimeout(null)
			// The secret key must not reach another server.
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		SslBundle bundle = this.settings.sslBundle();
		return (bundle != null) ? settings.withSslBundle(bundle) : settings;
	}

	/**
	 * Connectors count milliseconds in an int, and 0 means no timeout.
	 */
	private static Duration wholeMillis(Duration timeout) {
		long millis = (timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) < 0) ? timeout.toMillis()
				: Integer.MAX_VALUE;
		return Duration.ofMillis(Math.max(1, millis));
	}

}
