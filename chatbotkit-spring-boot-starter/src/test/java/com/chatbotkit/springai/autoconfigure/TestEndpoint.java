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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ConnectionObserver;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Provides an HTTP server on localhost that answers each request the same way.
 */
final class TestEndpoint implements AutoCloseable {

	private static final String ANSWER = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,"
			+ "\"model\":\"bot/id=clx1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
			+ "\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
			+ "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";

	/** Its own threads, on which a client that goes away is no failure of the client. */
	private static final LoopResources THREADS = LoopResources.create("test-endpoint");

	final List<Request> requests = new CopyOnWriteArrayList<>();

	final List<Channel> connections = new CopyOnWriteArrayList<>();

	private final DisposableServer server;

	private TestEndpoint(Consumer<HttpServerResponse> head, Mono<String> body) {
		this((request, response) -> {
			head.accept(response);
			return response.sendString(body).then();
		});
	}

	private TestEndpoint(BiFunction<Request, HttpServerResponse, Mono<Void>> script) {
		this.server = HttpServer.create().runOn(THREADS).host("127.0.0.1").port(0).childObserve((connection, state) -> {
			if (state == ConnectionObserver.State.CONNECTED) {
				this.connections.add(connection.channel());
			}
		}).handle((request, response) -> request.receive().aggregate().asString().defaultIfEmpty("").flatMap((text) -> {
			Request received = Request.of(request, text);
			this.requests.add(received);
			return script.apply(received, response);
		})).bindNow();
	}

	/**
	 * Whether the current thread is one of an endpoint's.
	 */
	static boolean isItsThread() {
		return Thread.currentThread().getName().startsWith("test-endpoint");
	}

	/**
	 * One that answers "Hello".
	 */
	static TestEndpoint friendly() {
		return new TestEndpoint((response) -> response.header("Content-Type", "application/json"), Mono.just(ANSWER));
	}

	/**
	 * One that answers with this status and body.
	 */
	static TestEndpoint answering(int status, String json) {
		return new TestEndpoint((response) -> response.status(status).header("Content-Type", "application/json"),
				Mono.just(json));
	}

	/**
	 * One that points elsewhere.
	 */
	static TestEndpoint redirecting(String location) {
		return new TestEndpoint((response) -> response.status(307).header("Location", location), Mono.just("moved"));
	}

	/**
	 * One that takes a request and says nothing.
	 */
	static TestEndpoint silent() {
		return new TestEndpoint((response) -> {
		}, Mono.never());
	}

	/**
	 * One that answers as a test says.
	 */
	static TestEndpoint scripted(BiFunction<Request, HttpServerResponse, Mono<Void>> script) {
		return new TestEndpoint(script);
	}

	/**
	 * An answer in one piece.
	 */
	static Mono<Void> answer(HttpServerResponse response) {
		return response.header("Content-Type", "application/json").sendString(Mono.just(ANSWER)).then();
	}

	/**
	 * A streamed answer of these bytes, each of them sent at once.
	 */
	static Mono<Void> events(HttpServerResponse response, Publisher<String> bytes) {
		return send(response.header("Content-Type", "text/event-stream"), bytes);
	}

	/**
	 * A body of these bytes, each of them sent at once.
	 */
	static Mono<Void> send(HttpServerResponse response, Publisher<String> bytes) {
		return response
			.send(Flux.from(bytes).map((text) -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)), (buffer) -> true)
			.then();
	}

	String origin() {
		return "http://127.0.0.1:" + port();
	}

	int port() {
		return this.server.port();
	}

	String property() {
		return "spring.ai.chatbotkit.base-url=" + origin();
	}

	/**
	 * Asks for an answer in one piece through the given client.
	 */
	static ChatCompletion ask(ChatBotKitApi api) {
		ChatCompletion answer = api
			.chatCompletion(new ChatCompletionRequest(ChatBotKitSelector.bot("clx1"),
					List.of(ChatCompletionRequest.Message.text("user", "Hi")), List.of(),
					ChatCompletionRequest.FunctionFormat.TOOLS))
			.block(Duration.ofSeconds(10));
		if (answer == null) {
			throw new AssertionError("No answer");
		}
		return answer;
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	record Request(String uri, HttpHeaders headers, String body, Channel connection) {

		boolean isStream() {
			return this.body.contains("\"stream\":true");
		}

		static Request of(HttpServerRequest request, String body) {
			AtomicReference<Channel> channel = new AtomicReference<>();
			request.withConnection((connection) -> channel.set(connection.channel()));
			return new Request(request.uri(), request.requestHeaders().copy(), body, channel.get());
		}

	}

}
