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

import java.net.SocketAddress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of Jetty: ends it, and tells of one that came to no connection as other
 * connectors do.
 */
final class JettyExchange implements AbortingConnector.TellingExchange {

	private final Request request;

	private final JettyHandshakes handshakes;

	private volatile @Nullable Connection connection;

	private volatile @Nullable SocketAddress address;

	JettyExchange(Request request, JettyHandshakes handshakes) {
		this.request = request;
		this.handshakes = handshakes;
		if ("https".equalsIgnoreCase(request.getScheme())) {
			request.onRequestBegin((begun) -> {
				Connection connection = begun.getConnection();
				this.connection = connection;
				this.address = (connection != null) ? connection.getLocalSocketAddress() : null;
			});
		}
	}

	@Override
	public void dispose() {
		// Whether it was still under way does not matter.
		CompletableFuture<Boolean> unused = this.request
			.abort(new CancellationException("The answer is no longer wanted"));
	}

	@Override
	public Throwable failure(Throwable ex) {
		if (ex instanceof HttpResponseException refused && refused.getResponse() != null) {
			Request request = refused.getResponse().getRequest();
			if (request != null && HttpMethod.CONNECT.is(request.getMethod())) {
				return RefusedTunnel.of(request.getHost() + ":" + request.getPort(), request.getPath(),
						refused.getResponse().getStatus());
			}
		}
		Connection connection = this.connection;
		return (connection != null) ? this.handshakes.failure(connection, this.address, ex) : ex;
	}

}
