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

package com.chatbotkit.springai.api.netty;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * A pool of connections and the event loops that they run on, for Reactor Netty.
 * <p>
 * Event loops are not shared with other clients: those that Reactor Netty shares end with
 * the first application context in the JVM. Closing ends all connections.
 */
public final class NettyConnections implements AutoCloseable {

	/**
	 * Limit for the event loops' threads to end.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final Set<ConnectionPoolMetrics> pools = ConcurrentHashMap.newKeySet();

	private final ConnectionProvider provider;

	private final LoopResources loops = LoopResources.create("chatbotkit");

	/**
	 * Creates an empty pool.
	 * @param max the most connections at once, at least 1
	 * @param maxIdle how long an idle connection may be used again, more than zero, or
	 * null for as long as its server keeps it
	 */
	public NettyConnections(int max, @Nullable Duration maxIdle) {
		this(max, maxIdle, System::nanoTime);
	}

	NettyConnections(int max, @Nullable Duration maxIdle, LongSupplier clock) {
		ConnectionProvider.Builder builder = ConnectionProvider.builder("chatbotkit")
			.maxConnections(max)
			.pendingAcquireMaxCount(-1)
			// The client limits the wait itself, over all attempts of a request.
			.pendingAcquireTimeout(Duration.ZERO)
			// The connection used last is the least likely to be closed by the server.
			.lifo()
			.metrics(true, () -> (name, id, address, pool) -> this.pools.add(pool));
		this.provider = ((maxIdle != null) ? builder.maxIdleTime(maxIdle)
				: builder.evictionPredicate(new KeepAlive(clock)::isOver))
			.build();
	}

	/**
	 * Returns a connector that uses the pool and the event loops.
	 * @param connectTimeout the longest time to make a connection, more than zero
	 * @return the connector
	 */
	public ClientHttpConnector connector(Duration connectTimeout) {
		return new ReactorClientHttpConnector(runOnOwnLoops(client(connectTimeout)));
	}

	/**
	 * Returns a client that uses the pool.
	 * @param connectTimeout the longest time to make a connection, more than zero
	 * @return the client, on Reactor Netty's shared event loops until
	 * {@link #runOnOwnLoops}
	 */
	public HttpClient client(Duration connectTimeout) {
		return ConnectDeadline.within(AnswerGuard.guard(HttpClient.create(this.provider)), connectTimeout);
	}

	/**
	 * Returns a client that runs on these event loops.
	 * @param client the client
	 * @return the changed client, or the same if it has event loops of the application
	 */
	public HttpClient runOnOwnLoops(HttpClient client) {
		return (client.configuration().loopResources() instanceof HttpResources) ? client.runOn(this.loops) : client;
	}

	/**
	 * Counts the connections that are in use. There is one pool for each address, and
	 * more than one only if a proxy or a gateway has several addresses.
	 * @return the number in the fullest pool
	 */
	public int inUse() {
		return this.pools.stream().mapToInt(ConnectionPoolMetrics::acquiredSize).max().orElse(0);
	}

	@Override
	public void close() {
		this.provider.dispose();
		this.loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).subscribe();
	}

}
