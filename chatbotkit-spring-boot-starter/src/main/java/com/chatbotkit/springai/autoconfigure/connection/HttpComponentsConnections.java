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
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Makes connectors with Apache HttpComponents.
 */
final class HttpComponentsConnections implements ConnectorProvider {

	private static final String EXCHANGE = HttpComponentsConnections.class.getName() + ".exchange";

	private static final String CONNECT = HttpComponentsConnections.class.getName() + ".connect";

	/**
	 * Limits for the lines of headers, trailers and chunk sizes. HttpComponents has none
	 * by default; these are less than the JDK's, and more than Reactor Netty's.
	 */
	private static final Http1Config HTTP1 = Http1Config.custom()
		.setMaxLineLength(16 * 1024)
		.setMaxHeaderCount(200)
		.build();

	private final int max;

	private final boolean http2;

	private final HttpComponentsKeepAlive keepAlive;

	private final AtomicInteger inUse = new AtomicInteger();

	private final ConnectionRest rest = new ConnectionRest();

	private final Set<IOSession> sessions = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private final List<HttpComponentsConnector> connectors = new CopyOnWriteArrayList<>();

	HttpComponentsConnections(ConnectionSettings settings) {
		this.max = settings.max();
		this.http2 = settings.http2();
		this.keepAlive = new HttpComponentsKeepAlive(settings.maxIdle());
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof HttpComponentsClientHttpConnectorBuilder httpComponents)) {
			return null;
		}
		Timeout connect = Timeout.of(Objects.requireNonNull(settings.connectTimeout()));
		HttpComponentsClientHttpConnectorBuilder complete = httpComponents.withConnectionManagerCustomizer(this::pool)
			// The client has its own timeouts, and a server may be silent for longer.
			.withConnectionConfigCustomizer((config) -> config.setSocketTimeout(Timeout.DISABLED))
			.withDefaultRequestConfigCustomizer((config) -> config.setResponseTimeout(Timeout.DISABLED)
				.setConnectionRequestTimeout(Timeout.DISABLED))
			.withHttpClientCustomizer((client) -> customize(client, connect));
		HttpComponentsConnector connector = new HttpComponentsConnector(() -> complete.build(settings));
		this.connectors.add(connector);
		return new RestingConnector(new AbortingConnector(connector, this::exchange), this.rest.over());
	}

	private void pool(PoolingAsyncClientConnectionManagerBuilder manager) {
		manager.setMaxConnTotal(this.max).setMaxConnPerRoute(this.max);
		if (!this.http2) {
			manager.setDefaultTlsConfig(TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build());
		}
	}

	/**
	 * Adds an interceptor before the connection is established, and one as the last, when
	 * it is established and the request is about to be sent.
	 */
	private void customize(HttpAsyncClientBuilder client, Timeout connect) {
		client.addExecInterceptorBefore(ChainElement.CONNECT.name(), CONNECT,
				(request, body, scope, chain, callback) -> connect(request, body, scope, chain, callback, connect));
		client.setHttp1Config(HTTP1).setKeepAliveStrategy(this.keepAlive).setConnectionReuseStrategy(this.keepAlive);
		client.setIoSessionDecorator(this::session);
		// A cookie would connect all users and tenants.
		client.disableCookieManagement();
		client.addExecInterceptorLast(EXCHANGE, HttpComponentsConnections::execute);
	}

	private IOSession session(IOSession session) {
		HttpComponentsSession decorated = new HttpComponentsSession(session);
		this.sessions.add(decorated);
		return decorated;
	}

	private Disposable exchange(ClientHttpRequest request) {
		HttpComponentsExchange exchange = new HttpComponentsExchange(this.inUse, this.rest);
		request.getAttributes().put(EXCHANGE, exchange);
		return exchange;
	}

	/**
	 * Applies the connect timeout to a tunnel through a proxy, and translates its failure
	 * to the exception of the other connectors.
	 */
	private static void connect(HttpRequest request, @Nullable AsyncEntityProducer body, AsyncExecChain.Scope scope,
			AsyncExecChain chain, AsyncExecCallback callback, Timeout timeout) throws HttpException, IOException {
		if (!(scope.clientContext.getAttribute(EXCHANGE) instanceof HttpComponentsExchange exchange)) {
			chain.proceed(request, body, scope, callback);
			return;
		}
		RequestConfig config = scope.clientContext.getRequestConfigOrDefault();
		if (scope.route.isTunnelled()) {
			scope.clientContext.setRequestConfig(RequestConfig.copy(config).setResponseTimeout(timeout).build());
		}
		exchange.whenConnected(() -> scope.clientContext.setRequestConfig(config));
		chain.proceed(request, body, scope, exchange.watch(scope.route, timeout, callback));
	}

	/**
	 * Sends the request so that {@link #exchange} can cancel it. The client's own object
	 * for that is lost if the connection was used before.
	 */
	private static void execute(HttpRequest request, @Nullable AsyncEntityProducer body, AsyncExecChain.Scope scope,
			AsyncExecChain chain, AsyncExecCallback callback) throws HttpException, IOException {
		if (!(scope.clientContext.getAttribute(EXCHANGE) instanceof HttpComponentsExchange exchange)) {
			chain.proceed(request, body, scope, callback);
		}
		else if (exchange.isDisposed()) {
			callback.failed(new InterruptedIOException("The answer is no longer wanted"));
		}
		else {
			exchange.connected();
			chain.proceed(request, body, new AsyncExecChain.Scope(scope.exchangeId, scope.route, scope.originalRequest,
					exchange.cancellable(), scope.clientContext, scope.execRuntime, scope.scheduler, scope.execCount),
					callback);
		}
	}

	@Override
	public int inUse() {
		return this.inUse.get();
	}

	/**
	 * Closes the sessions first, because the client would wait 5 s for one that does not
	 * end, for example in a TLS handshake.
	 */
	@Override
	public void close() {
		List<IOSession> open;
		synchronized (this.sessions) {
			open = List.copyOf(this.sessions);
		}
		open.forEach((session) -> session.close(CloseMode.IMMEDIATE));
		this.connectors.forEach(HttpComponentsConnector::close);
	}

}
