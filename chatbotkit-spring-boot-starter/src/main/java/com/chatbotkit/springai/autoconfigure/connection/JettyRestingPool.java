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

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Predicate;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's pool of connections, in which an HTTP/1.1 connection rests after each answer,
 * and an HTTP/2 connection has no idle timeout while requests wait on it.
 */
final class JettyRestingPool extends MultiplexConnectionPool {

	private final long idleTimeout;

	private final ConnectionRest rest;

	private final Predicate<Connection> cancelled;

	/** How many requests are under way on each HTTP/2 connection that is in the pool. */
	private final Map<Connection, Integer> requests = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * @param cancelled whether an answer on a connection was cancelled, be it with its
	 * last byte
	 */
	JettyRestingPool(Destination destination, ConnectionRest rest, Predicate<Connection> cancelled) {
		super(destination, destination.getHttpClient().getMaxConnectionsPerDestination(), 1);
		this.idleTimeout = destination.getHttpClient().getIdleTimeout();
		this.rest = rest;
		this.cancelled = cancelled;
	}

	@Override
	protected @Nullable Connection activate() {
		Connection connection = super.activate();
		if (connection instanceof ConnectionPool.MaxMultiplexable) {
			this.requests.compute(connection, (key, count) -> {
				if (count == null) {
					// Jetty (12.1.10) would end a silent answer with the connection.
					JettyHttp2.setIdleTimeout(connection, 0);
					return 1;
				}
				return count + 1;
			});
		}
		return connection;
	}

	@Override
	public boolean release(Connection connection) {
		if (connection instanceof ConnectionPool.MaxMultiplexable) {
			this.requests.computeIfPresent(connection, (key, count) -> {
				if (count > 1) {
					return count - 1;
				}
				JettyHttp2.setIdleTimeout(connection, this.idleTimeout);
				return null;
			});
			// Over HTTP/2 each answer names its request.
			return super.release(connection);
		}
		this.rest.begin(() -> {
			if (this.cancelled.test(connection) || !super.release(connection)) {
				connection.close();
			}
			// For requests that wait for a connection.
			proceed();
		});
		return true;
	}

}
