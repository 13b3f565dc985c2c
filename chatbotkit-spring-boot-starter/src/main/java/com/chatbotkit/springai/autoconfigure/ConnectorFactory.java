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
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Makes the connector from Spring Boot's builder and settings, with ChatBotKit's own
 * settings on top.
 */
final class ConnectorFactory {

	private static final String SSL_BUNDLE = ChatBotKitProperties.PREFIX + ".ssl.bundle";

	private final ObjectProvider<ClientHttpConnectorBuilder<?>> builder;

	private final ObjectProvider<HttpClientSettings> settings;

	private final ObjectProvider<SslBundles> sslBundles;

	private final ObjectProvider<ClientConnections> connections;

	ConnectorFactory(ObjectProvider<ClientHttpConnectorBuilder<?>> builder, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<ClientConnections> connections) {
		this.builder = builder;
		this.settings = settings;
		this.sslBundles = sslBundles;
		this.connections = connections;
	}

	ClientHttpConnector create(ChatBotKitProperties properties) {
		ClientHttpConnectorBuilder<?> builder = this.builder.getIfAvailable(ClientHttpConnectorBuilder::detect);
		HttpClientSettings settings = settings(properties);
		return this.connections.orderedStream()
			.flatMap((connections) -> Stream.ofNullable(connections.connector(builder, settings)))
			.findFirst()
			.orElseGet(() -> builder.build(settings));
	}

	/**
	 * Counts the connections that are in use.
	 */
	int inUse() {
		return this.connections.stream().mapToInt(ClientConnections::inUse).sum();
	}

	private HttpClientSettings settings(ChatBotKitProperties properties) {
		HttpClientSettings settings = this.settings.getIfAvailable(HttpClientSettings::defaults)
			.withConnectTimeout(wholeMillis(properties.timeout().connect()))
			// On some connectors it caps a whole stream; the timeouts of the client do
			// not.
			.withReadTimeout(null)
			// The secret key is for one origin.
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		String bundle = PropertyChecks.text(SSL_BUNDLE, properties.ssl().bundle());
		return (bundle != null) ? settings.withSslBundle(sslBundle(bundle)) : settings;
	}

	/**
	 * Connectors count milliseconds in an int, and take 0 for no timeout.
	 */
	private static Duration wholeMillis(Duration timeout) {
		long millis = (timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) < 0) ? timeout.toMillis()
				: Integer.MAX_VALUE;
		return Duration.ofMillis(Math.max(1, millis));
	}

	private @Nullable SslBundle sslBundle(String name) {
		try {
			return this.sslBundles.getObject().getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidSettingException(
					"There is no SSL bundle \"" + name + "\", which " + SSL_BUNDLE + " names.",
					"Configure it under spring.ssl.bundle, or correct " + SSL_BUNDLE + ".", ex);
		}
	}

}
