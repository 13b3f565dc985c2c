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

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.chatbotkit.springai.api.AnswerGuard;
import com.chatbotkit.springai.api.ConnectDeadline;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * The connections to ChatBotKit where Reactor Netty makes them. The event loops are their
 * own, unless Spring Boot's builder of the connector was given others than those that all
 * of Reactor Netty shares.
 */
final class ReactorNettyConnections implements ConnectorProvider {

	/**
	 * The most time that the loops' threads take to end.
	 */
	private static final Duration CLOSING = Duration.ofSeconds(5);

	private final Set<ConnectionPoolMetrics> pools = ConcurrentHashMap.newKeySet();

	private final ConnectionProvider provider;

	/**
	 * Nobody else's, for those that Reactor Netty shares end with the first application
	 * context in the JVM. All connections on them are closed when they end.
	 */
	private final LoopResources loops = LoopResources.create("chatbotkit");

	ReactorNettyConnections(ConnectionSettings settings) {
		this.provider = ConnectionProvider.builder("chatbotkit")
			.maxConnections(settings.max())
			.pendingAcquireMaxCount(-1)
			// Counted above, over all attempts of a request.
			.pendingAcquireTimeout(Duration.ZERO)
			.maxIdleTime(settings.maxIdle())
			// The one used last is the least likely to be closed by the server.
			.lifo()
			.metrics(true, () -> (name, id, address, pool) -> this.pools.add(pool))
			.build();
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof ReactorClientHttpConnectorBuilder reactor)) {
			return null;
		}
		Duration connect = Objects.requireNonNull(settings.connectTimeout());
		return reactor
			.withHttpClientFactory(
					() -> ConnectDeadline.within(AnswerGuard.guard(HttpClient.create(this.provider)), connect))
			// Our own timeouts count, and a silent server may take longer.
			.withHttpClientCustomizer((client) -> client.responseTimeout(null))
			// An answer that is cut within its compressed bytes would seem to have none.
			.withHttpClientCustomizer((client) -> client.compress(false))
			.withHttpClientCustomizer(this::runOnOwnLoops)
			.build(settings);
	}

	/**
	 * There is one pool for each address, and a second only where a proxy or a gateway
	 * has several.
	 */
	@Override
	public int inUse() {
		return this.pools.stream().mapToInt(ConnectionPoolMetrics::acquiredSize).max().orElse(0);
	}

	/**
	 * An application's own loops stay.
	 */
	private HttpClient runOnOwnLoops(HttpClient client) {
		return (client.configuration().loopResources() instanceof HttpResources) ? client.runOn(this.loops) : client;
	}

	@Override
	public void close() {
		this.provider.dispose();
		this.loops.disposeLater(Duration.ZERO, CLOSING).subscribe();
	}

}
