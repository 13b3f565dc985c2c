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

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;

import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;

/**
 * Lets Jetty offer HTTP/2 to servers with TLS. Needs an optional library of Jetty.
 */
final class JettyHttp2 {

	private JettyHttp2() {
	}

	static JettyClientHttpConnectorBuilder offer(JettyClientHttpConnectorBuilder builder) {
		return builder.withHttpClientTransportFactory(JettyHttp2::transport);
	}

	/**
	 * Sets the idle timeout of a connection.
	 * @param millis the timeout, or 0 for none
	 */
	static void setIdleTimeout(Connection connection, long millis) {
		if (connection instanceof HttpConnectionOverHTTP2 http2 && http2.getSession() instanceof HTTP2Session session) {
			session.getEndPoint().setIdleTimeout(millis);
		}
	}

	/**
	 * Creates a transport whose first protocol is the one for plain {@code http}.
	 */
	private static HttpClientTransportDynamic transport(ClientConnector connector) {
		return new HttpClientTransportDynamic(connector, HttpClientConnectionFactory.HTTP11,
				new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector)));
	}

}
