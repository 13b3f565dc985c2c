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

package com.chatbotkit.springai.api.netty;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Opens a connection before a request needs it, and another one after it was closed, so
 * that no request waits for a handshake. No request is sent to the server.
 */
final class WarmConnection implements Disposable {

	private static final Log logger = LogFactory.getLog(WarmConnection.class);

	/** The shortest interval, because a server may close each connection at once. */
	private static final Duration AT_MOST_EVERY = Duration.ofSeconds(10);

	private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

	private final Disposable.Swap work = Disposables.swap();

	private final ClientHttpConnector connector;

	private final URI server;

	private final Duration atMostEvery;

	private volatile boolean failed;

	WarmConnection(ClientHttpConnector connector, URI server) {
		this(connector, server, AT_MOST_EVERY);
	}

	WarmConnection(ClientHttpConnector connector, URI server, Duration atMostEvery) {
		this.connector = connector;
		this.server = server;
		this.atMostEvery = atMostEvery;
	}

	/**
	 * Opens the connection, unless there is one that a request would use.
	 */
	void open() {
		long begin = System.nanoTime();
		this.work.update(connection().subscribe((channel) -> opened(channel, begin), this::failed));
	}

	private void opened(Channel channel, long begin) {
		this.failed = false;
		channel.closeFuture().addListener((closed) -> {
			Duration left = this.atMostEvery.minusNanos(System.nanoTime() - begin);
			openAfter(left.isNegative() ? Duration.ZERO : left);
		});
	}

	private void failed(Throwable ex) {
		if (!this.failed && !this.work.isDisposed()) {
			logger.warn("No connection to " + this.server.getAuthority()
					+ " could be opened before it is needed. It is tried again every minute, and by the next request: "
					+ ex);
		}
		this.failed = true;
		openAfter(AFTER_FAILURE);
	}

	private void openAfter(Duration delay) {
		if (!this.work.isDisposed()) {
			this.work.update(Mono.delay(delay).subscribe((tick) -> open()));
		}
	}

	/**
	 * Opens a second connection if the server uses only HTTP/1.1, in the pool that its
	 * requests use. The first one stays in its pool: a request may have taken it.
	 */
	Mono<Channel> connection() {
		return exchange().flatMap((first) -> !isHttp2(first) && "https".equalsIgnoreCase(this.server.getScheme())
				? exchange() : Mono.just(first));
	}

	private static boolean isHttp2(Channel channel) {
		return Http2Liveness.isWatched(channel);
	}

	private Mono<Channel> exchange() {
		return Mono.defer(() -> {
			Sinks.One<Channel> http2 = Sinks.one();
			AtomicReference<@Nullable Channel> http1 = new AtomicReference<>();
			Mono<Channel> answered = this.connector
				.connect(HttpMethod.HEAD, this.server, (request) -> send(request, http2, http1))
				.flatMapMany((response) -> response.getBody())
				.then(Mono.fromSupplier(() -> Objects.requireNonNull(http1.get())));
			// The first to come cancels the other, and with it the unsent stream.
			return Mono.firstWithSignal(http2.asMono(), answered);
		});
	}

	private static Mono<Void> send(ClientHttpRequest request, Sinks.One<Channel> http2,
			AtomicReference<@Nullable Channel> http1) {
		Connection connection = request.getNativeRequest();
		Channel channel = connection.channel();
		Channel parent = channel.parent();
		if (parent != null) {
			http2.tryEmitValue(parent);
			return Mono.never();
		}
		http1.set(channel);
		LocalAnswer.insteadOfServer(channel.pipeline());
		return request.setComplete();
	}

	@Override
	public void dispose() {
		this.work.dispose();
	}

	@Override
	public boolean isDisposed() {
		return this.work.isDisposed();
	}

}
