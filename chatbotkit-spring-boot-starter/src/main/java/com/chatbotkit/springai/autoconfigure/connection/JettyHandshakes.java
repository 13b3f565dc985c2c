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

import java.net.SocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a request failed because of its TLS handshake. Jetty accepts a
 * request before the handshake, and then reports only that the connection was lost.
 */
final class JettyHandshakes implements SslHandshakeListener {

	private static final int MOST = 1000;

	/** The cipher suite of a session before the handshake is complete. */
	private static final String NONE_YET = "SSL_NULL_WITH_NULL_NULL";

	private final Map<SocketAddress, Throwable> failed = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<SocketAddress, Throwable> eldest) {
			return size() > MOST;
		}

	});

	@Override
	public void handshakeFailed(Event event, Throwable failure) {
		SocketAddress address = event.getEndPoint().getLocalSocketAddress();
		if (address != null) {
			this.failed.put(address, failure);
		}
	}

	/**
	 * Returns the failure of the handshake if it did not succeed, or else the given one.
	 * @param address the local address of the connection when the request began
	 */
	Throwable failure(Connection connection, @Nullable SocketAddress address, Throwable ex) {
		Throwable failure = (address != null) ? this.failed.remove(address) : null;
		if (ex instanceof SSLException) {
			return ex;
		}
		if (failure instanceof SSLException) {
			return failure;
		}
		EndPoint.SslSessionData session = connection.getSslSessionData();
		if (failure == null && (session == null || !NONE_YET.equals(session.cipherSuite()))) {
			return ex;
		}
		SSLHandshakeException ended = new SSLHandshakeException("the other side terminated the handshake");
		ended.initCause(ex);
		return ended;
	}

}
