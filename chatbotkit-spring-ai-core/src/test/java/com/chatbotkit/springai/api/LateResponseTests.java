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

package com.chatbotkit.springai.api;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a response ends its exchange if it comes at the very moment in which the
 * request is given up. Reactor discards such a response.
 */
@Timeout(60)
class LateResponseTests {

	private static final String BEGUN = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";

	private final WireServer server = new WireServer();

	private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	/** Counted down when a response has come, and is held back. */
	private final CountDownLatch held = new CountDownLatch(1);

	private final AtomicReference<Runnable> passOn = new AtomicReference<>(() -> {
	});

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "jdk, call, cancel", "jdk, call, close", "jdk, call, timeout", "jdk, stream, cancel",
			"jdk, stream, close", "jdk, stream, timeout", "jdk, check, cancel", "jdk, check, close",
			"jdk, check, timeout", "connector, call, cancel", "connector, stream, close", "connector, check, timeout" })
	void endsItsExchange(String place, String request, String end) throws Exception {
		this.server.next((exchange) -> {
			exchange.write(BEGUN);
			exchange.awaitClosedByClient();
			this.closed.countDown();
		});
		Duration timeout = Duration.ofMillis(end.equals("timeout") ? 500 : 50_000);
		ChatBotKitApi api = client(place).timeouts(ChatBotKitTimeouts.defaults().withResponse(timeout)).build();
		Disposable exchange = request(api, request).subscribe((value) -> {
		}, this.failures::add);
		assertThat(this.held.await(20, TimeUnit.SECONDS)).isTrue();
		if (end.equals("cancel")) {
			exchange.dispose();
		}
		else {
			if (end.equals("close")) {
				api.close();
			}
			assertThat(this.failures.poll(20, TimeUnit.SECONDS))
				.hasMessageStartingWith(end.equals("close") ? "CLIENT_CLOSED: " : "RESPONSE_TIMEOUT: ");
		}
		this.passOn.get().run();
		assertThat(this.closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.failures).isEmpty();
		api.close();
	}

	private static Flux<?> request(ChatBotKitApi api, String request) {
		return switch (request) {
			case "call" -> api.chatCompletion(Requests.toBot()).flux();
			case "stream" -> api.chatCompletionStream(Requests.toBot());
			default -> api.checkBot("b1").flux();
		};
	}

	private ChatBotKitApiBuilder client(String place) {
		ChatBotKitApiBuilder builder = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey("sk-1")
			.retryPolicy(ChatBotKitRetryPolicy.never());
		ClientHttpConnector netty = new ReactorClientHttpConnector();
		return builder.connector(switch (place) {
			case "jdk" -> new JdkClientHttpConnector(new LateClient(this.held));
			default -> (method, uri, message) -> late(netty.connect(method, uri, message));
		});
	}

	/**
	 * Holds a response back, as a callback does that no cancel reaches.
	 */
	private Mono<ClientHttpResponse> late(Mono<ClientHttpResponse> response) {
		return Mono.create((sink) -> response.subscribe((value) -> {
			this.passOn.set(() -> sink.success(value));
			this.held.countDown();
		}, sink::error));
	}

	/**
	 * Holds each response back until its request is cancelled, and completes at that
	 * moment.
	 */
	private static final class LateClient extends HttpClient {

		private final HttpClient client = HttpClient.newHttpClient();

		private final CountDownLatch held;

		LateClient(CountDownLatch held) {
			this.held = held;
		}

		@Override
		public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request,
				HttpResponse.BodyHandler<T> handler) {
			CompletableFuture<HttpResponse<T>> sent = this.client.sendAsync(request, handler);
			CompletableFuture<HttpResponse<T>> late = new CompletableFuture<>() {

				@Override
				public boolean cancel(boolean mayInterrupt) {
					return !complete(sent.join());
				}

			};
			sent.thenRun(this.held::countDown);
			return late;
		}

		@Override
		public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request,
				HttpResponse.BodyHandler<T> handler, HttpResponse.@Nullable PushPromiseHandler<T> pushes) {
			throw new UnsupportedOperationException();
		}

		@Override
		public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
			throw new UnsupportedOperationException();
		}

		@Override
		public Optional<CookieHandler> cookieHandler() {
			return this.client.cookieHandler();
		}

		@Override
		public Optional<Duration> connectTimeout() {
			return this.client.connectTimeout();
		}

		@Override
		public Redirect followRedirects() {
			return this.client.followRedirects();
		}

		@Override
		public Optional<ProxySelector> proxy() {
			return this.client.proxy();
		}

		@Override
		public SSLContext sslContext() {
			return this.client.sslContext();
		}

		@Override
		public SSLParameters sslParameters() {
			return this.client.sslParameters();
		}

		@Override
		public Optional<Authenticator> authenticator() {
			return this.client.authenticator();
		}

		@Override
		public Version version() {
			return this.client.version();
		}

		@Override
		public Optional<Executor> executor() {
			return this.client.executor();
		}

	}

}
