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
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * One exchange of HttpComponents, which can be ended at any time. It translates failures
 * to the exceptions of the other connectors.
 */
final class HttpComponentsExchange implements AbortingConnector.ReadingExchange {

	private final ComplexCancellable cancellable = new ComplexCancellable();

	private final AtomicInteger inUse;

	private final ConnectionRest rest;

	private final InterimResponses interim = new InterimResponses();

	private final AtomicBoolean counted = new AtomicBoolean();

	private volatile @Nullable Runnable whenConnected;

	private volatile boolean connected;

	private volatile @Nullable HttpComponentsBody body;

	/**
	 * Creates an exchange that has no connection yet.
	 * @param inUse counts the exchanges that have a connection
	 * @param rest starts a rest of the connection after the response
	 */
	HttpComponentsExchange(AtomicInteger inUse, ConnectionRest rest) {
		this.inUse = inUse;
		this.rest = rest;
	}

	CancellableDependency cancellable() {
		return this.cancellable;
	}

	void whenConnected(Runnable listener) {
		this.whenConnected = listener;
	}

	/**
	 * Called when the connection is established and the request is about to be sent.
	 */
	void connected() {
		this.connected = true;
		if (this.counted.compareAndSet(false, true)) {
			this.inUse.incrementAndGet();
		}
		Runnable listener = this.whenConnected;
		if (listener != null) {
			listener.run();
		}
		if (isDisposed()) {
			release();
		}
	}

	/**
	 * Returns a callback that passes the response on, unless it is one of the proxy, and
	 * ends the exchange.
	 */
	AsyncExecCallback watch(HttpRoute route, Timeout connectTimeout, AsyncExecCallback callback) {
		HttpComponentsBody body = new HttpComponentsBody(callback::failed);
		this.body = body;
		return new UninterruptedCallback(new AsyncExecCallback() {

			@Override
			public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entity)
					throws HttpException, IOException {
				if (route.isTunnelled() && !HttpComponentsExchange.this.connected) {
					throw HttpComponentsTunnels.refused(route, response.getCode());
				}
				HttpComponentsHead.check(response);
				AsyncDataConsumer consumer = callback.handleResponse(response, entity);
				// The bytes of a decoded body cannot be counted.
				boolean coded = entity != null && entity.getContentEncoding() != null;
				return coded ? consumer : body.receive(consumer);
			}

			@Override
			public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
				ProtocolException tooMany = HttpComponentsExchange.this.interim.add();
				if (tooMany != null) {
					throw tooMany;
				}
				callback.handleInformationResponse(response);
			}

			@Override
			public void completed() {
				// Releases the connection, or closes it if the exchange was cancelled.
				HttpComponentsExchange.this.rest.begin(() -> {
					release();
					if (isDisposed()) {
						callback.failed(new InterruptedIOException("The answer was not wanted"));
					}
					else {
						callback.completed();
					}
				});
			}

			@Override
			public void failed(Exception cause) {
				release();
				body.fail(HttpComponentsHead.translated(translated(route, connectTimeout, cause), route.isSecure()));
			}

		});
	}

	/**
	 * Translates a failure to connect to the exception of the other connectors.
	 */
	private Exception translated(HttpRoute route, Timeout connectTimeout, Exception cause) {
		if (this.connected) {
			return cause;
		}
		if (route.isTunnelled()) {
			return HttpComponentsTunnels.failure(route, cause);
		}
		boolean late = route.isSecure() && cause instanceof SocketTimeoutException
				&& !(cause instanceof ConnectTimeoutException);
		return late ? LateHandshake.after(connectTimeout.toMilliseconds()) : cause;
	}

	private void release() {
		if (this.counted.compareAndSet(true, false)) {
			this.inUse.decrementAndGet();
		}
	}

	@Override
	public Flux<DataBuffer> read(Flux<DataBuffer> body) {
		HttpComponentsBody current = this.body;
		return (current != null) ? current.deliver(body) : body;
	}

	@Override
	public void dispose() {
		this.cancellable.cancel();
		release();
		HttpComponentsBody current = this.body;
		if (current != null) {
			current.giveUp();
		}
	}

	@Override
	public boolean isDisposed() {
		return this.cancellable.isCancelled();
	}

}
