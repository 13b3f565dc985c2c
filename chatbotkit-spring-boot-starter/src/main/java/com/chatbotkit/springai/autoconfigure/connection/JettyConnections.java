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

import java.net.ProtocolException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.api.netty.ExpectedHead;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * Makes connectors with Jetty, and stops its clients, which Spring only starts.
 */
final class JettyConnections implements ConnectorProvider {

	/**
	 * The maximum size of the headers, trailers and chunk extensions of a response. Jetty
	 * has no limit by default; this is the JDK's.
	 */
	private static final int MAX_HEADER_BYTES = 384 * 1024;

	private static final boolean HTTP2_PRESENT = ClassUtils.isPresent(
			"org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2",
			JettyConnections.class.getClassLoader());

	private final int max;

	private final boolean http2;

	private final JettyHandshakes handshakes = new JettyHandshakes();

	private final ConnectionRest rest = new ConnectionRest();

	/**
	 * Connections that must not be used again: their response has an unexpected head, or
	 * was cancelled, perhaps after its end.
	 */
	private final Set<Connection> ended = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

	private final List<HttpClient> clients = new CopyOnWriteArrayList<>();

	JettyConnections(ConnectionSettings settings) {
		this.max = settings.max();
		this.http2 = settings.http2() && HTTP2_PRESENT;
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof JettyClientHttpConnectorBuilder jetty)) {
			return null;
		}
		long connect = Objects.requireNonNull(settings.connectTimeout()).toMillis();
		JettyClientHttpConnectorBuilder complete = (this.http2 ? jetty.with(JettyHttp2::offer) : jetty)
			.withHttpClientCustomizer((client) -> pool(client, connect));
		return new RestingConnector(
				new AbortingConnector(complete.build(settings), (request) -> exchange(request, connect)),
				this.rest.over());
	}

	/**
	 * Disables the assertions of one exception. Jetty's parser (12.1.10) creates it for
	 * an invalid response with the status of that response, and its constructor asserts
	 * that the status is an error. With assertions, as in tests, the reason would be
	 * lost.
	 */
	private static void disableStatusAssertion() {
		ClassLoader loader = HttpException.class.getClassLoader();
		if (loader != null) {
			loader.setClassAssertionStatus(HttpException.class.getName(), false);
		}
	}

	private void pool(HttpClient client, long connectTimeout) {
		disableStatusAssertion();
		// For a connection without an exchange: during its TLS handshake, or idle.
		client.setIdleTimeout(connectTimeout);
		client.addBean(this.handshakes);
		JettyTunnels.watch(client);
		client.setMaxConnectionsPerDestination(this.max);
		client.getHttpClientTransport()
			.setConnectionPoolFactory((destination) -> new JettyRestingPool(destination, this.rest, this.ended));
		JettyReadBuffers.use(client);
		client.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
		client.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE);
		// A cookie would connect all users and tenants.
		client.setHttpCookieStore(new HttpCookieStore.Empty());
		client.getProtocolHandlers().put(new JettyInterimResponseHandler());
		client.addEventListener(new LifeCycle.Listener() {

			// The client adds them when it starts.
			@Override
			public void lifeCycleStarted(LifeCycle started) {
				// A decoder would wait for more bytes if a body is cut.
				client.getContentDecoderFactories().clear();
				// Jetty (12.1.10) would delay a 401 to send the request again, and would
				// lose its body if it has no challenge or more than 16 KiB.
				client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
				client.getProtocolHandlers().put(new JettyProxyChallengeHandler(client));
			}

		});
		this.clients.add(client);
	}

	private Disposable exchange(ClientHttpRequest request, long connectTimeout) {
		Request exchange = request.getNativeRequest();
		// The client has its own timeouts, and a server may be silent for more than
		// Jetty's 30 s.
		exchange.idleTimeout(0, TimeUnit.MILLISECONDS);
		// Jetty asks for gzip in addition to the request's own header.
		exchange.headers((headers) -> headers.remove(HttpHeader.ACCEPT_ENCODING));
		JettyInterimResponseHandler.watch(exchange);
		// Jetty (12.1.10) would hand over a connection that switches its protocol, and
		// never close it.
		exchange.onResponseBegin((response) -> {
			if (response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
				abort(response.getRequest(), new ProtocolException(
						"the server's answer switches to another protocol, which nobody asked for"));
			}
		});
		exchange.onResponseHeaders(this::closeAfterUnexpected);
		boolean proxied = this.clients.stream()
			.anyMatch((client) -> !client.getProxyConfiguration().getProxies().isEmpty());
		return new JettyExchange(exchange, this.handshakes, connectTimeout, proxied, this.ended::add);
	}

	private void closeAfterUnexpected(Response response) {
		Request request = response.getRequest();
		HttpFields headers = response.getHeaders();
		if (!ExpectedHead.allowsReuse(request.getHeaders().get(HttpHeader.ACCEPT), response.getStatus(),
				headers.get(HttpHeader.CONTENT_TYPE), headers.getValuesList(HttpHeader.CONTENT_ENCODING))) {
			this.ended.add(Objects.requireNonNull(request.getConnection()));
		}
	}

	private static void abort(Request request, Throwable cause) {
		// It does not matter whether the request was still under way.
		CompletableFuture<Boolean> unused = request.abort(cause);
	}

	@Override
	public int inUse() {
		return this.clients.stream()
			.flatMap((client) -> client.getDestinations().stream())
			.map(Destination::getConnectionPool)
			.mapToInt(
					(pool) -> (pool instanceof AbstractConnectionPool counted) ? counted.getActiveConnectionCount() : 0)
			.max()
			.orElse(0);
	}

	@Override
	public void close() {
		this.clients.forEach((client) -> LifeCycle.stop(client));
	}

}
