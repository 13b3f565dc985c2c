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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;

/**
 * The connections to ChatBotKit where Apache HttpComponents makes them.
 */
final class HttpComponentsConnections implements ClientConnections {

	private static final String EXCHANGE = HttpComponentsConnections.class.getName() + ".exchange";

	private final int max;

	private final List<HttpComponentsClientHttpConnector> connectors = new CopyOnWriteArrayList<>();

	HttpComponentsConnections(ChatBotKitProperties.Connections properties) {
		this.max = Settings.atLeastOne(ChatBotKitProperties.PREFIX + ".connections.max", properties.max());
	}

	@Override
	public @Nullable ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		if (!(builder instanceof HttpComponentsClientHttpConnectorBuilder httpComponents)) {
			return null;
		}
		HttpComponentsClientHttpConnector connector = httpComponents.withConnectionManagerCustomizer(this::pool)
			.withHttpClientCustomizer(HttpComponentsConnections::customize)
			.build(settings);
		this.connectors.add(connector);
		return new RestingConnector(new AbortingConnector(connector, HttpComponentsConnections::exchange));
	}

	private void pool(PoolingAsyncClientConnectionManagerBuilder manager) {
		manager.setMaxConnTotal(this.max).setMaxConnPerRoute(this.max);
	}

	/**
	 * Last is where the connection stands and the request is about to be sent.
	 */
	private static void customize(HttpAsyncClientBuilder client) {
		client.addExecInterceptorLast(EXCHANGE, HttpComponentsConnections::execute);
	}

	private static Disposable exchange(ClientHttpRequest request) {
		ComplexCancellable exchange = new ComplexCancellable();
		request.getAttributes().put(EXCHANGE, exchange);
		return exchange::cancel;
	}

	/**
	 * Has the exchange cancelled by what {@link #exchange} gave, and not by what the
	 * client gives: that is lost where the connection is one that was used before.
	 */
	private static void execute(HttpRequest request, @Nullable AsyncEntityProducer body, AsyncExecChain.Scope scope,
			AsyncExecChain chain, AsyncExecCallback callback) throws HttpException, IOException {
		if (!(scope.clientContext.getAttribute(EXCHANGE) instanceof ComplexCancellable exchange)) {
			chain.proceed(request, body, scope, callback);
		}
		else if (exchange.isCancelled()) {
			callback.failed(new InterruptedIOException("The answer is no longer wanted"));
		}
		else {
			chain.proceed(
					request, body, new AsyncExecChain.Scope(scope.exchangeId, scope.route, scope.originalRequest,
							exchange, scope.clientContext, scope.execRuntime, scope.scheduler, scope.execCount),
					callback);
		}
	}

	@Override
	public void close() {
		try {
			for (HttpComponentsClientHttpConnector connector : this.connectors) {
				connector.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
