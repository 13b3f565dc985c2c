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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Makes connectors for one kind of HTTP client, and manages their connections.
 */
interface ConnectorProvider extends AutoCloseable {

	/**
	 * Builds a connector over these connections.
	 * @return the connector, or null if the builder is for another kind of client
	 */
	@Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings);

	/**
	 * Counts the connections that are in use.
	 * @return the number, 0 if the client has no limit
	 */
	int inUse();

	/**
	 * Opens a connection before it is needed.
	 * @param server any address of the server
	 * @return whether this kind of client can do that, and has made a connector
	 */
	default boolean warmUp(URI server) {
		return false;
	}

	@Override
	void close();

}
