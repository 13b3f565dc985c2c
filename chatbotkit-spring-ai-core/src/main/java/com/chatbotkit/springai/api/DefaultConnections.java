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

package com.chatbotkit.springai.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Makes the connections of a client that has no connector of its own, with Reactor Netty.
 */
final class DefaultConnections {

	/**
	 * The platform's own stack closes idle connections after 5 s.
	 */
	private static final Duration MAX_IDLE = Duration.ofSeconds(4);

	/**
	 * The most time that the loops' threads take to end.
	 */
	private static final Duration CLOSING = Duration.ofSeconds(5);

	/**
	 * How long a request waits for a connection is counted above, over all its attempts.
	 */
	private static final Duration NO_TIMEOUT = Duration.ZERO;

	private final Set<ConnectionPoolMetrics> pools = ConcurrentHashMap.newKeySet();

	private final ConnectionProvider provider;

	/**
	 * Nobody else's, for those that Reactor Netty shares end with the first application
	 * context in the JVM. All connections on them are closed when they end.
	 */
	private final LoopResources loops = LoopResources.create("chatbotkit");

	DefaultConnections(int max) {
		this.provider = ConnectionProvider.builder("chatbotkit")
			.maxConnections(max)
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(NO_TIMEOUT)
			.maxIdleTime(MAX_IDLE)
			.lifo()
			.metrics(true, () -> (name, id, address, pool) -> this.pools.add(pool))
			.build();
	}

	/**
	 * Counts the connections that are in use.
	 */
	int inUse() {
		return this.pools.stream().mapToInt(ConnectionPoolMetrics::acquiredSize).max().orElse(0);
	}

	ClientHttpConnector connector(Duration connectTimeout) {
		return new ReactorClientHttpConnector(ConnectDeadline
			.within(AnswerGuard.guard(HttpClient.create(this.provider)).runOn(this.loops), connectTimeout));
	}

	void close() {
		this.provider.disposeLater().subscribe();
		this.loops.disposeLater(Duration.ZERO, CLOSING).subscribe();
	}

}
