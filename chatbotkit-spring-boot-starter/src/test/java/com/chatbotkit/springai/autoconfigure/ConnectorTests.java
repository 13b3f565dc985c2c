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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.ChatCompletionRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that the client behaves the same on each of Spring Boot's connectors, over real
 * sockets.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(60)
class ConnectorTests {

	private static final String END = """
			data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final Prompt PROMPT = new Prompt("Hi");

	private static final Prompt TO_A_MODEL = new Prompt("Hi",
			ChatBotKitChatOptions.builder().modelName("gpt-4o").build());

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	private static final Map<String, SharedClient> CLIENTS = new HashMap<>();

	private final String connector;

	private final ApplicationContextRunner runner;

	ConnectorTests(String connector) {
		this.connector = connector;
		this.runner = Contexts.configured().withPropertyValues(properties(connector));
	}

	private static String[] properties(String connector) {
		return new String[] { "spring.http.clients.reactive.connector=" + connector,
				"spring.ai.retry.backoff.initial-interval=1ms" };
	}

	@AfterAll
	static void close() {
		CLIENTS.values().forEach(SharedClient::close);
		CLIENTS.clear();
	}

	@BeforeEach
	void watchForDroppedErrors() {
		Hooks.onErrorDropped((ex) -> {
			if (!TestEndpoint.isItsThread()) {
				this.dropped.add(ex);
			}
		});
	}

	@AfterEach
	void noErrorIsDropped() {
		Hooks.resetOnErrorDropped();
		assertThat(this.dropped).isEmpty();
	}

	@Test
	void callsAndStreamsReuseAConnection() {
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> request.isStream()
				? TestEndpoint.events(response, Flux.just(piece("Hel"), piece("lo"), END))
				: TestEndpoint.answer(response))) {
			run(endpoint, (model) -> {
				for (int i = 0; i < 10; i++) {
					assertThat(model.call("Hi")).isEqualTo("Hello");
					assertThat(texts(model.stream(PROMPT))).containsExactly("Hel", "lo", "");
				}
				assertThat(endpoint.connections).hasSizeLessThanOrEqualTo(3);
			});
		}
	}

	@Test
	void aLongStreamIsComplete() {
		String text = "a".repeat(200);
		int pieces = 20_000;
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> TestEndpoint.events(response,
				Flux.concat(Flux.range(0, pieces / 20).map((i) -> piece(text).repeat(20)), Mono.just(END))))) {
			run(endpoint, (model) -> {
				assertThat(model.stream(PROMPT).count().block()).isEqualTo(pieces + 1);
				assertThat(model.stream(PROMPT).limitRate(1).count().block()).isEqualTo(pieces + 1);
			});
		}
	}

	@Test
	void aReadTimeoutOfAllClientsDoesNotLimitAResponse() {
		Duration pause = Duration.ofMillis(400);
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> request.isStream()
				? TestEndpoint.events(response,
						Flux.concat(Mono.just(piece("Hello")), Mono.delay(pause).thenReturn(END)))
				: Mono.delay(pause).then(TestEndpoint.answer(response)))) {
			run(this.runner.withPropertyValues("spring.http.clients.read-timeout=100ms"), endpoint, (model) -> {
				assertThat(model.call("Hi")).isEqualTo("Hello");
				assertThat(texts(model.stream(PROMPT))).containsExactly("Hello", "");
			});
		}
	}

	@Test
	void aCancelWithinTheBodyIsSeenByTheServerAtOnce() {
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> TestEndpoint.events(response,
				Flux.concat(Mono.just(piece("Hello")), Mono.never())))) {
			run(endpoint, (model) -> {
				assertThat(model.stream(PROMPT).take(1).collectList().block()).hasSize(1);
				assertClosed(endpoint);
			});
		}
	}

	@Test
	void aCancelOfAStreamThatIsNotReadIsSeenByTheServer() {
		String text = "a".repeat(2000);
		try (TestEndpoint endpoint = TestEndpoint.scripted(
				(request, response) -> TestEndpoint.events(response, Flux.range(0, 20_000).map((i) -> piece(text))))) {
			run(endpoint, (model) -> {
				CountDownLatch begun = new CountDownLatch(1);
				BaseSubscriber<ChatResponse> reader = new BaseSubscriber<>() {

					@Override
					protected void hookOnSubscribe(Subscription subscription) {
						subscription.request(1);
					}

					@Override
					protected void hookOnNext(ChatResponse value) {
						begun.countDown();
					}

				};
				model.stream(PROMPT).subscribe(reader);
				assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
				reader.cancel();
				assertClosed(endpoint);
			});
		}
	}

	@Test
	void aCancelBeforeTheHeadersIsSeenByTheServerAtOnce() {
		Semaphore asked = new Semaphore(0);
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
			asked.release();
			return request.body().contains("Answer") ? TestEndpoint.answer(response) : Mono.never();
		})) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				ChatBotKitApi api = context.getBean(ChatBotKitApi.class);
				for (Flux<ChatCompletion> exchange : List.of(api.chatCompletion(request("Hi")).flux(),
						api.chatCompletionStream(request("Hi")))) {
					Disposable waiting = exchange.subscribe();
					assertThat(asked.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
					Channel connection = endpoint.requests.get(endpoint.requests.size() - 1).connection();
					waiting.dispose();
					assertThat(connection.closeFuture().awaitUninterruptibly(20, TimeUnit.SECONDS)).isTrue();
					assertThat(api.chatCompletion(request("Answer")).block()).isNotNull();
					assertThat(asked.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
				}
			});
		}
	}

	@Test
	void aCancelBetweenHeadersAndBodyIsSeenByTheServerAtOnce() {
		CountDownLatch answered = new CountDownLatch(1);
		BaseSubscriber<ChatResponse> reader = new BaseSubscriber<>() {
		};
		ChatBotKitWebClientCustomizer cancelling = (builder) -> builder
			.filter((request, next) -> next.exchange(request).doOnNext((response) -> {
				reader.cancel();
				answered.countDown();
			}));
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> TestEndpoint.events(response,
				Flux.concat(Mono.just(piece("Hello")), Mono.never())))) {
			run(this.runner.withBean(ChatBotKitWebClientCustomizer.class, () -> cancelling), endpoint, (model) -> {
				model.stream(PROMPT).subscribe(reader);
				assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
				assertClosed(endpoint);
			});
		}
	}

	@Test
	void anErrorOfTheSubscriberIsSignalledAndEndsTheExchange() {
		for (Error error : List.of(new NoClassDefFoundError("x"), new StackOverflowError("x"),
				new AssertionError("x"))) {
			try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> request.isStream()
					? TestEndpoint.events(response, Flux.concat(Mono.just(piece("Hello")), Mono.never()))
					: TestEndpoint.answer(response))) {
				run(endpoint, (model) -> {
					Flux<ChatResponse> throwing = model.stream(PROMPT).map((piece) -> {
						throw error;
					});
					assertThatExceptionOfType(Throwable.class)
						.isThrownBy(() -> throwing.blockLast(Duration.ofSeconds(20)))
						.satisfies((thrown) -> assertThat((thrown instanceof Error) ? thrown : thrown.getCause())
							.isSameAs(error));
					assertClosed(endpoint);
					assertThat(model.call("Hi")).isEqualTo("Hello");
				});
			}
		}
	}

	@Test
	void aStreamWithAFinishReasonCompletesWithoutDone() {
		String finish = END.substring(0, END.indexOf("data: [DONE]"));
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> TestEndpoint.events(response,
				Flux.concat(Flux.just(piece("Hel"), piece("lo"), finish), Mono.never())))) {
			run(endpoint, (model) -> {
				assertThat(texts(model.stream(PROMPT))).containsExactly("Hel", "lo", "");
				assertClosed(endpoint);
			});
		}
	}

	@Test
	void aCompressedResponseFailsWithTheNameOfTheCompression() {
		for (String coding : List.of("gzip", "deflate", "br")) {
			try (TestEndpoint endpoint = TestEndpoint
				.scripted((request, response) -> response
					.header("Content-Type", request.isStream() ? "text/event-stream" : "application/json")
					.header("Content-Encoding", coding)
					.sendByteArray(Mono.just(compressed(coding, request.isStream() ? piece("Hello") + END
							: "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}")))
					.then())) {
				run(endpoint, (model) -> {
					assertTold(coding, () -> model.call("Hi"));
					assertTold(coding, () -> String.join("", texts(model.stream(PROMPT))));
				});
			}
		}
	}

	private static void assertTold(String coding, Supplier<String> exchange) {
		assertThatExceptionOfType(ChatBotKitNonTransientException.class).isThrownBy(exchange::get)
			.withMessageStartingWith("200 UNEXPECTED_CONTENT: the answer is compressed (Content-Encoding: " + coding
					+ "), though the request asked for identity");
	}

	private static byte[] compressed(String coding, String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@Test
	void aStatusWithoutABodyIsReported() {
		for (int status : new int[] { 204, 205, 206, 304 }) {
			try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> response.status(status).send())) {
				run(endpoint, (model) -> {
					for (boolean stream : new boolean[] { true, false }) {
						assertThatExceptionOfType(ChatBotKitNonTransientException.class)
							.isThrownBy(exchange(model, PROMPT, stream))
							.withMessageStartingWith(status + " ");
					}
				});
			}
		}
	}

	@Test
	void anUnknownStatusIsReported() {
		for (int status : new int[] { 299, 418, 600, 999 }) {
			try (TestEndpoint endpoint = TestEndpoint
				.scripted((request, response) -> response.status(HttpResponseStatus.valueOf(status, "Odd"))
					.header("Content-Type", "text/plain")
					.sendString(Mono.just("Odd"))
					.then())) {
				run(endpoint, (model) -> {
					for (boolean stream : new boolean[] { true, false }) {
						assertThatExceptionOfType(RuntimeException.class).isThrownBy(exchange(model, PROMPT, stream))
							.isInstanceOf(ChatBotKitRequestException.class)
							.withMessageStartingWith(status + " ");
					}
				});
			}
		}
	}

	@Test
	void theResponseTimeoutEndsTheExchange() {
		for (boolean stream : new boolean[] { true, false }) {
			try (TestEndpoint endpoint = TestEndpoint.silent()) {
				run(this.runner.withPropertyValues("spring.ai.chatbotkit.timeout.response=500ms"), endpoint,
						(model) -> {
							assertTransient("RESPONSE_TIMEOUT: no response headers within 500 ms",
									exchange(model, PROMPT, stream));
							assertClosed(endpoint);
							assertThat(endpoint.requests).hasSize(1);
						});
			}
		}
	}

	@Test
	void theIdleTimeoutEndsTheExchange() {
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> request.isStream()
				? TestEndpoint.events(response, Flux.concat(Mono.just(piece("Hello")), Mono.never()))
				: TestEndpoint.send(response.header("Content-Type", "application/json"),
						Flux.concat(Mono.just("{\"id\":"), Mono.never())))) {
			run(this.runner.withPropertyValues("spring.ai.chatbotkit.timeout.stream-idle=1s"), endpoint, (model) -> {
				List<ChatResponse> seen = new CopyOnWriteArrayList<>();
				assertTransient("200 STREAM_IDLE_TIMEOUT: ",
						() -> model.stream(PROMPT).doOnNext(seen::add).blockLast());
				assertThat(seen).hasSize(1);
				assertTransient("200 STREAM_IDLE_TIMEOUT: ", () -> model.call(PROMPT));
				assertThat(endpoint.requests).hasSize(2);
				assertClosed(endpoint);
			});
		}
	}

	@Test
	void aFailedConnectIsRetried() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		failsToConnect("http://127.0.0.1:" + port);
	}

	@Test
	void aConnectTimeoutIsRetried() throws IOException {
		List<Socket> waiting = new ArrayList<>();
		try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			fill(busy, waiting);
			failsToConnect("http://127.0.0.1:" + busy.getLocalPort());
		}
		finally {
			for (Socket socket : waiting) {
				socket.close();
			}
		}
	}

	/**
	 * Connects until the queue of the server, which accepts nobody, is full.
	 */
	private static void fill(ServerSocket busy, List<Socket> waiting) throws IOException {
		try {
			while (waiting.size() < 100) {
				Socket socket = new Socket();
				waiting.add(socket);
				socket.connect(busy.getLocalSocketAddress(), 200);
			}
		}
		catch (SocketTimeoutException ex) {
			return;
		}
		throw new IllegalStateException("The queue never fills");
	}

	private void failsToConnect(String origin) {
		for (boolean stream : new boolean[] { true, false }) {
			AtomicInteger attempts = new AtomicInteger();
			this.runner
				.withPropertyValues("spring.ai.chatbotkit.base-url=" + origin,
						"spring.ai.chatbotkit.timeout.connect=100ms", "spring.ai.retry.max-attempts=3")
				.withBean(ChatBotKitWebClientCustomizer.class, () -> (builder) -> builder.filter((request, next) -> {
					attempts.incrementAndGet();
					return next.exchange(request);
				}))
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					assertTransient("CONNECTION_FAILED: no connection", exchange(model, PROMPT, stream));
					assertThat(attempts).hasValue(3);
				});
		}
	}

	@Test
	void afterALostConnectionAModelIsRetriedAndABotIsNot() {
		for (boolean reset : new boolean[] { true, false }) {
			try (TestEndpoint endpoint = TestEndpoint
				.scripted((request, response) -> lose(request.connection(), reset))) {
				run(endpoint, (model) -> {
					for (boolean stream : new boolean[] { true, false }) {
						endpoint.requests.clear();
						assertTransient("CONNECTION_LOST: ", exchange(model, PROMPT, stream));
						assertThat(endpoint.requests).hasSize(1);
						endpoint.requests.clear();
						assertTransient("CONNECTION_LOST: ", exchange(model, TO_A_MODEL, stream));
						assertThat(endpoint.requests).hasSize(3);
					}
				});
			}
		}
	}

	@Test
	void aConnectionLostWithinTheBodyIsAnErrorAfterTheReceivedText() {
		for (boolean reset : new boolean[] { true, false }) {
			Sinks.Empty<Void> seen = Sinks.empty();
			try (TestEndpoint endpoint = TestEndpoint
				.scripted((request, response) -> TestEndpoint.events(response, Flux.concat(Mono.just(piece("Hello")),
						seen.asMono().then(Mono.defer(() -> lose(request.connection(), reset))).cast(String.class))))) {
				run(endpoint, (model) -> {
					List<ChatResponse> pieces = new CopyOnWriteArrayList<>();
					assertTransient("200 CONNECTION_LOST: ", () -> model.stream(TO_A_MODEL).doOnNext((piece) -> {
						pieces.add(piece);
						seen.tryEmitEmpty();
					}).blockLast());
					assertThat(pieces).hasSize(1);
					assertThat(endpoint.requests).hasSize(1);
				});
			}
		}
	}

	@Test
	void noConnectorRetriesARequest() {
		for (int status : new int[] { 429, 503 }) {
			try (TestEndpoint endpoint = TestEndpoint
				.scripted((request, response) -> response.status(status).header("Retry-After", "0").send())) {
				run(this.runner.withPropertyValues("spring.ai.retry.max-attempts=1"), endpoint, (model) -> {
					assertTransient(status + " ", () -> model.call(PROMPT));
					assertTransient(status + " ", () -> model.stream(PROMPT).blockLast());
					assertThat(endpoint.requests).hasSize(2);
				});
			}
		}
	}

	@Test
	void manyStreamsRunAtTheSameTime() {
		int streams = 150;
		CountDownLatch begun = new CountDownLatch(streams);
		Sinks.Empty<Void> go = Sinks.empty();
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> TestEndpoint.events(response,
				Flux.concat(Mono.just(piece("Hello")), go.asMono().thenReturn(END))))) {
			run(endpoint, (model) -> {
				Mono<List<ChatResponse>> all = Flux.range(0, streams)
					.flatMap((i) -> model.stream(PROMPT).doOnNext((piece) -> begun.countDown()), streams)
					.collectList()
					.cache();
				Disposable running = all.subscribe();
				assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
				go.tryEmitEmpty();
				assertThat(all.block()).hasSize(2 * streams);
				running.dispose();
			});
		}
	}

	@Test
	void callsOnManyThreadsAreAllAnswered() {
		int calls = 3 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			run(endpoint, (model) -> {
				for (int i = 0; i < 5; i++) {
					assertThat(Flux.range(0, calls)
						.flatMap((call) -> Mono.fromCallable(() -> model.call("Hi"))
							.subscribeOn(Schedulers.boundedElastic()), calls)
						.collectList()
						.block(Duration.ofSeconds(20))).hasSize(calls);
				}
			});
		}
	}

	@Test
	void aWaitForAConnectionIsNotPartOfTheResponseTimeout() {
		assumeThat(this.connector).as("The JDK's client has no limit of connections").isNotEqualTo("jdk");
		Sinks.Empty<Void> go = Sinks.empty();
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> request.isStream()
				? TestEndpoint.events(response, Flux.concat(Mono.just(piece("Hello")), go.asMono().thenReturn(END)))
				: TestEndpoint.answer(response))) {
			run(this.runner.withPropertyValues("spring.ai.chatbotkit.connections.max=1",
					"spring.ai.chatbotkit.timeout.response=2s"), endpoint, (model) -> {
						CountDownLatch begun = new CountDownLatch(1);
						Disposable first = model.stream(PROMPT).subscribe((piece) -> begun.countDown());
						assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
						Mono.delay(Duration.ofMillis(2500)).subscribe((tick) -> go.tryEmitEmpty());
						assertThat(model.call("Hi")).isEqualTo("Hello");
						assertThat(endpoint.connections).hasSize(1);
						first.dispose();
					});
		}
	}

	@Test
	void aCallOnAThreadOfTheConnectorIsRefusedBeforeTheRequest() {
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> request.isStream()
				? TestEndpoint.events(response, Flux.just(piece("Hel"), END)) : TestEndpoint.answer(response))) {
			run(endpoint, (model) -> {
				for (Mono<?> within : List.of(model.stream(PROMPT).doOnNext((piece) -> model.call(PROMPT)).then(),
						model.stream(PROMPT).doOnComplete(() -> model.call(PROMPT)).then())) {
					endpoint.requests.clear();
					assertThatExceptionOfType(IllegalStateException.class).isThrownBy(within::block)
						.withMessageStartingWith("Nothing was sent: a call waits for its answer")
						.withMessageContaining("Write stream() instead of call()");
					assertThat(endpoint.requests).hasSize(1);
				}
				assertThat(model.stream(PROMPT)
					.publishOn(Schedulers.boundedElastic())
					.map((piece) -> model.call("Hi"))
					.blockFirst()).isEqualTo("Hello");
			});
		}
	}

	@Test
	void anErrorOfASubscriberEndsOnlyItsStream() {
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> request.isStream()
				? TestEndpoint.events(response, Flux.just(piece("Hel"), END)) : TestEndpoint.answer(response))) {
			run(endpoint, (model) -> {
				for (int i = 0; i < 5; i++) {
					assertThatExceptionOfType(NoClassDefFoundError.class)
						.isThrownBy(() -> model.stream(PROMPT).map((piece) -> {
							throw new NoClassDefFoundError("planted");
						}).blockLast(Duration.ofSeconds(20)));
					assertThat(model.call("Hi")).isEqualTo("Hello");
				}
			});
		}
	}

	@Test
	void anInterruptCancelsTheCallAtAnyTime() throws Exception {
		try (TestEndpoint endpoint = TestEndpoint.silent()) {
			run(endpoint, (model) -> {
				for (int i = 0; i < 60; i++) {
					AtomicReference<Throwable> thrown = new AtomicReference<>();
					CountDownLatch begun = new CountDownLatch(1);
					Thread caller = new Thread(() -> {
						begun.countDown();
						thrown.set(catchThrowable(() -> model.call(PROMPT)));
					});
					caller.start();
					assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
					LockSupport.parkNanos(i * 50_000L);
					caller.interrupt();
					caller.join(20_000);
					assertThat(caller.isAlive()).isFalse();
					assertThat(thrown.get()).hasMessageStartingWith("CANCELLED");
				}
			});
		}
	}

	@Test
	void connectionsAreClosedWithTheContext() {
		assumeThat(this.connector).as("The JDK's client is closed by the garbage collector").isNotEqualTo("jdk");
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			run(this.runner, endpoint, (model) -> {
				assertThat(model.call("Hi")).isEqualTo("Hello");
				assertThat(endpoint.connections).singleElement().matches(Channel::isOpen);
			});
			assertClosed(endpoint);
		}
	}

	private void run(TestEndpoint endpoint, ThrowingConsumer test) {
		ChatBotKitChatModel model = CLIENTS
			.computeIfAbsent(this.connector, (key) -> new SharedClient("http://127.0.0.1", properties(key)))
			.at(endpoint.port());
		try {
			test.accept(model);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void run(ApplicationContextRunner runner, TestEndpoint endpoint, ThrowingConsumer test) {
		runner.withPropertyValues(endpoint.property())
			.run((context) -> test.accept(context.getBean(ChatBotKitChatModel.class)));
	}

	private static ThrowingCallable exchange(ChatBotKitChatModel model, Prompt prompt, boolean stream) {
		return stream ? () -> model.stream(prompt).blockLast() : () -> model.call(prompt);
	}

	private static void assertTransient(String message, ThrowingCallable exchange) {
		assertThatExceptionOfType(ChatBotKitTransientException.class).isThrownBy(exchange)
			.withMessageStartingWith(message);
	}

	private static void assertClosed(TestEndpoint endpoint) {
		assertThat(endpoint.connections).isNotEmpty()
			.allMatch((connection) -> connection.closeFuture().awaitUninterruptibly(20, TimeUnit.SECONDS));
	}

	private static Mono<Void> lose(Channel connection, boolean reset) {
		return Mono.defer(() -> {
			if (reset) {
				connection.config().setOption(ChannelOption.SO_LINGER, 0);
			}
			connection.close();
			return Mono.never();
		});
	}

	private static ChatCompletionRequest request(String text) {
		return new ChatCompletionRequest(ChatBotKitSelector.bot("clx1"),
				List.of(ChatCompletionRequest.Message.text("user", text)), List.of(),
				ChatCompletionRequest.FunctionFormat.TOOLS);
	}

	private static String piece(String text) {
		return "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
	}

	private static List<String> texts(Flux<ChatResponse> stream) {
		return Objects.requireNonNull(
				stream.mapNotNull((response) -> response.getResult().getOutput().getText()).collectList().block());
	}

	/**
	 * What a test does with the model.
	 */
	private interface ThrowingConsumer {

		void accept(ChatBotKitChatModel model) throws Exception;

	}

}
