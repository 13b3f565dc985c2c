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

package com.chatbotkit.springai.test;

import java.time.Duration;
import java.util.function.BiFunction;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
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
 * The HTTP server of an emulator.
 */
final class EmulatorServer {

	// The platform's own stack closes idle connections after this time.
	private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	// Node's limit, in bytes.
	private static final int MAX_HEADER = 16_384;

	private static final int THREADS = 2;

	// Of its own, so that a client under test in this process shares nothing with it.
	private final LoopResources loops = LoopResources.create("chatbotkit-emulator", THREADS, true);

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final DisposableServer server;

	EmulatorServer(String host, int port, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		this.server = HttpServer.create()
			.runOn(this.loops, false)
			.host(host)
			.port(port)
			.idleTimeout(IDLE_TIMEOUT)
			.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(MAX_HEADER).maxHeaderSize(MAX_HEADER))
			.channelGroup(this.connections)
			.handle((request, response) -> Flux.from(handler.apply(request, response))
				.onErrorResume(ConnectionCutException.class, (cut) -> close(response)))
			.bindNow();
	}

	private static Mono<Void> close(HttpServerResponse response) {
		response.withConnection(Connection::dispose);
		// Completing would write the end of an answer; the closed channel ends this.
		return Mono.never();
	}

	int port() {
		return this.server.port();
	}

	void awaitClose() {
		this.server.onDispose().block();
	}

	void close() {
		this.connections.close().awaitUninterruptibly();
		this.server.disposeNow();
		this.loops.disposeLater(Duration.ZERO, STOP_TIMEOUT).block();
	}

}
