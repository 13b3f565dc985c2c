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

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * The connections to ChatBotKit where the JDK makes them. They end with the garbage.
 */
final class JdkConnections implements ConnectorProvider {

	/**
	 * Reactor's key for what hears of failures that come too late, of one subscriber.
	 */
	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof JdkClientHttpConnectorBuilder jdk)) {
			return null;
		}
		JdkTunnels tunnels = new JdkTunnels();
		JdkClientHttpConnectorBuilder complete = jdk.withHttpClientCustomizer(tunnels::through);
		ClientHttpConnector connector = new RestedClients(
				() -> new TunnelDeadline(complete.build(settings), Objects.requireNonNull(settings.connectTimeout())));
		Consumer<Throwable> quiet = JdkConnections::dropped;
		return (method, uri, request) -> connector.connect(method, uri, request)
			.handle(tunnels.checking(uri))
			.onErrorMap(IOException.class, (ex) -> tunnels.failure(uri, ex))
			.contextWrite((context) -> context.put(ON_ERROR_DROPPED, quiet));
	}

	/**
	 * A cancelled request fails, and Reactor would log that as an error with its stack
	 * trace.
	 */
	private static void dropped(Throwable ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		if (!(cause instanceof CancellationException)) {
			Operators.onErrorDropped(ex, Context.empty());
		}
	}

	@Override
	public int inUse() {
		return 0;
	}

	@Override
	public void close() {
		// Nothing can be closed before Java 21.
	}

}
