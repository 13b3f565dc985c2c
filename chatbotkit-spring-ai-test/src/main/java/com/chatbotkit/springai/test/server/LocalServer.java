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

package com.chatbotkit.springai.test.server;

import java.time.Duration;
import java.util.function.BiFunction;

import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Runs an HTTP server with its own threads, so that it shares nothing with a client under
 * test in the same process. A handler's {@link ConnectionCutException} closes the
 * connection. Requests of {@linkplain LocalAccess#isForeignPage foreign pages} are
 * refused, and requests that are sent too slowly are ended.
 */
public final class LocalServer {

	/** The path of the base URL. */
	public static final String PATH = "/v1/openai";

	/** The loopback address, which only this machine can reach. */
	public static final String LOOPBACK = "127.0.0.1";

	// A client may reuse a connection until it was idle for 5 s
	// (docs/contract.md#where). Its last request may still be on its way then, and
	// would be lost. Node waits for it as long (server.keepAliveTimeoutBuffer).
	private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5).plus(Duration.ofSeconds(1));

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(15);

	private static final Duration PIECE_TIMEOUT = Duration.ofSeconds(15);

	// Node's limit.
	private static final Duration BODY_TIMEOUT = Duration.ofMinutes(5);

	// Node's limit, in bytes.
	private static final int MAX_HEADER = 16_384;

	// Otherwise the system buffers megabytes for a client that does not read, and an
	// event loop produces them before it serves another connection.
	private static final int SEND_BUFFER = 128 * 1024;

	private static final int THREADS = 2;

	private final LoopResources loops;

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final String host;

	private final DisposableServer server;

	/**
	 * Starts a server.
	 * @param name the name of its threads
	 * @param host the name or address to listen on
	 * @param port the port; 0 for any free one
	 * @param handler handles requests
	 * @throws reactor.netty.ChannelBindException if the address cannot be used
	 */
	public LocalServer(String name, String host, int port,
			BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		this(name, host, port, handler, HEAD_TIMEOUT, PIECE_TIMEOUT, BODY_TIMEOUT);
	}

	LocalServer(String name, String host, int port,
			BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler, Duration head, Duration piece,
			Duration body) {
		this.loops = LoopResources.create(name, THREADS, true);
		this.host = host;
		HttpServer server = HttpServer.create()
			.runOn(this.loops, false)
			.host(host)
			.port(port)
			.idleTimeout(IDLE_TIMEOUT)
			.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(MAX_HEADER).maxHeaderSize(MAX_HEADER))
			.channelGroup(this.connections)
			.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
			.doOnChannelInit((observer, channel, address) -> SlowRequests.watch(channel, head, piece, body))
			.handle((request, response) -> LocalAccess.isForeignPage(request) ? refuse(response)
					: Flux.from(handler.apply(request, response))
						.onErrorResume(ConnectionCutException.class, (cut) -> close(response)));
		try {
			this.server = server.bindNow();
		}
		catch (RuntimeException ex) {
			stopThreads();
			throw ex;
		}
	}

	private static Publisher<Void> refuse(HttpServerResponse response) {
		return response.status(HttpResponseStatus.FORBIDDEN)
			.header("Content-Type", "text/plain")
			.sendString(Mono.just("Pages of other sites have no access."));
	}

	private static Mono<Void> close(HttpServerResponse response) {
		response.withConnection(Connection::dispose);
		// Completing would write the end of the response. Closing the channel cancels
		// this Mono.
		return Mono.never();
	}

	/**
	 * Returns the base URL for clients.
	 * @return the URL, such as {@code http://127.0.0.1:41234/v1/openai}
	 */
	public String baseUrl() {
		String address = this.host.contains(":") ? "[" + this.host + "]" : this.host;
		return "http://" + address + ":" + port() + PATH;
	}

	/**
	 * Returns the port.
	 * @return the port that the server listens on
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Returns the server's threads, for a client that belongs to the server.
	 * @return the event loops, which stop with the server
	 */
	public LoopResources loops() {
		return this.loops;
	}

	/**
	 * Waits until the server is closed.
	 */
	public void awaitClose() {
		this.server.onDispose().block();
	}

	/**
	 * Stops the server and closes its connections.
	 */
	public void close() {
		this.connections.close().awaitUninterruptibly();
		this.server.disposeNow();
		stopThreads();
	}

	private void stopThreads() {
		this.loops.disposeLater(Duration.ZERO, STOP_TIMEOUT).block();
	}

}
