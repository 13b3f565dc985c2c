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

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Aborts an exchange of Jetty, limits its TLS handshake, and translates its connect
 * failures to the exceptions of other connectors.
 */
final class JettyExchange implements AbortingConnector.TranslatingExchange, AbortingConnector.ReadingExchange {

	/** Attribute of a request: the failure that ended an interim response. */
	static final String INTERIM_FAILURE = JettyExchange.class.getName() + ".interimFailure";

	private static final String HTTPS = "https";

	private final Request request;

	private final JettyDemand demand;

	private final JettyHandshakes handshakes;

	private final long connectTimeout;

	private final boolean proxied;

	private final Consumer<Connection> cancelled;

	/** Jetty has no timeout for a TLS handshake. */
	private final Disposable.Swap deadline = Disposables.swap();

	private volatile @Nullable Connection used;

	private volatile @Nullable Connection connection;

	private volatile @Nullable SocketAddress address;

	/** The response as soon as it begins, also an interim one. */
	private volatile @Nullable Response response;

	/**
	 * @param connectTimeout how long a TLS handshake may take, in milliseconds
	 * @param proxied whether the client has a proxy
	 * @param cancelled called with the connection of an exchange that is cancelled
	 */
	JettyExchange(Request request, JettyHandshakes handshakes, long connectTimeout, boolean proxied,
			Consumer<Connection> cancelled) {
		this.request = request;
		this.demand = JettyDemand.of(request);
		this.handshakes = handshakes;
		this.connectTimeout = connectTimeout;
		this.proxied = proxied;
		this.cancelled = cancelled;
		request.onRequestBegin((begun) -> this.used = begun.getConnection());
		request.onRequestSuccess(this::failIfClosed);
		request.onResponseBegin((begun) -> this.response = begun);
		if (HTTPS.equalsIgnoreCase(request.getScheme())) {
			request.onRequestBegin((begun) -> {
				Connection connection = begun.getConnection();
				this.connection = connection;
				this.address = (connection != null) ? connection.getLocalSocketAddress() : null;
				this.deadline
					.replace(Schedulers.parallel().schedule(this::expire, connectTimeout, TimeUnit.MILLISECONDS));
			});
			// The request is written only after the handshake.
			request.onRequestCommit((written) -> this.deadline.dispose());
			request.onRequestFailure((failed, ex) -> this.deadline.dispose());
		}
	}

	/**
	 * Fails a request whose connection was closed by its server just before. Jetty
	 * (12.1.10) first closes the connection and its exchange if there is one, and then
	 * the socket. A request that comes in between is written, and nobody fails it.
	 */
	private void failIfClosed(Request sent) {
		Connection connection = sent.getConnection();
		if (connection != null && !(connection instanceof ConnectionPool.MaxMultiplexable) && connection.isClosed()) {
			abort(new EOFException("the server closed the connection"));
		}
	}

	private void expire() {
		abort(LateHandshake.after(this.connectTimeout));
	}

	@Override
	public Flux<DataBuffer> read(Flux<DataBuffer> body) {
		return this.demand.limit(body);
	}

	@Override
	public void dispose() {
		Connection used = this.used;
		if (used != null) {
			this.cancelled.accept(used);
		}
		abort(new CancellationException("The answer is no longer wanted"));
	}

	private void abort(Throwable cause) {
		// It does not matter whether the request was still under way.
		CompletableFuture<Boolean> unused = this.request.abort(cause);
	}

	@Override
	public @Nullable Throwable hiddenFailure() {
		return (this.request.getAttributes().get(INTERIM_FAILURE) instanceof Throwable ex) ? ex : null;
	}

	@Override
	public Throwable failure(Throwable ex) {
		Throwable failure = translate(ex);
		Response response = this.response;
		// Jetty has this type only for a response that it cannot parse.
		return (response != null && failure instanceof IOException)
				? new HttpResponseException(failure.getMessage(), response, failure) : failure;
	}

	private Throwable translate(Throwable ex) {
		Throwable failure = JettyTunnels.failure(ex);
		Connection connection = this.connection;
		if (connection == null && !this.proxied && failure instanceof TimeoutException
				&& HTTPS.equalsIgnoreCase(this.request.getScheme())) {
			// The idle timeout of a connection without an exchange.
			return LateHandshake.after(this.connectTimeout);
		}
		return (connection != null) ? this.handshakes.failure(connection, this.address, failure) : failure;
	}

}
