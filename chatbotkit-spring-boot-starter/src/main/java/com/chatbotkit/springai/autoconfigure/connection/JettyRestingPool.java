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

import java.util.Set;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's pool of connections, in which an HTTP/1.1 connection rests after each response.
 */
final class JettyRestingPool extends MultiplexConnectionPool {

	private final JettyIdleTimeouts idleTimeouts;

	private final ConnectionRest rest;

	private final Set<Connection> ended;

	/**
	 * Creates a pool.
	 * @param ended connections that must not be used again. They may be added when a
	 * connection is in the pool already
	 */
	JettyRestingPool(Destination destination, ConnectionRest rest, Set<Connection> ended) {
		super(destination, destination.getHttpClient().getMaxConnectionsPerDestination(), 1);
		this.idleTimeouts = new JettyIdleTimeouts(destination.getHttpClient().getIdleTimeout());
		this.rest = rest;
		this.ended = ended;
	}

	@Override
	protected @Nullable Connection activate() {
		Connection connection = super.activate();
		while (connection != null && !(connection instanceof ConnectionPool.MaxMultiplexable)
				&& (this.ended.remove(connection) || !JettySilence.isSilent(connection))) {
			remove(connection);
			connection.close();
			connection = super.activate();
		}
		if (connection instanceof ConnectionPool.MaxMultiplexable) {
			this.idleTimeouts.begin(connection);
		}
		return connection;
	}

	@Override
	public boolean release(Connection connection) {
		if (connection instanceof ConnectionPool.MaxMultiplexable) {
			this.idleTimeouts.end(connection);
			// Over HTTP/2 each response names its request.
			return super.release(connection);
		}
		this.rest.begin(() -> {
			if (this.ended.remove(connection) || !super.release(connection)) {
				connection.close();
			}
			// Serves requests that wait for a connection.
			proceed();
		});
		return true;
	}

}
