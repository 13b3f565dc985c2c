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

package com.chatbotkit.springai.test.record;

import java.time.Duration;
import java.util.function.Function;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.netty.NettyEndpoint;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Answers clients under test on a free port of the loopback interface.
 */
final class LocalServer {

	static final String PATH = "/v1/openai";

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final LoopResources loops = LoopResources.create("chatbotkit-recordings", 2, true);

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final DisposableServer server;

	LocalServer(Function<EndpointRequest, Mono<EndpointResponse>> answering) {
		NettyEndpoint endpoint = new NettyEndpoint(answering);
		this.server = HttpServer.create()
			.runOn(this.loops, false)
			.host("127.0.0.1")
			.channelGroup(this.connections)
			.handle((request, response) -> Flux.from(endpoint.apply(request, response))
				.onErrorResume(BrokenExchangeException.class, (broken) -> close(response)))
			.bindNow();
	}

	private static Mono<Void> close(HttpServerResponse response) {
		response.withConnection(Connection::dispose);
		// Completing would write the end of an answer; the closed channel ends this.
		return Mono.never();
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.server.port() + PATH;
	}

	LoopResources loops() {
		return this.loops;
	}

	void close() {
		this.connections.close().awaitUninterruptibly();
		this.server.disposeNow();
		this.loops.disposeLater(Duration.ZERO, STOP_TIMEOUT).block();
	}

}
