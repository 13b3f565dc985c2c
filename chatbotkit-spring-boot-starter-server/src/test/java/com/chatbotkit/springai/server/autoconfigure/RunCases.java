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

package com.chatbotkit.springai.server.autoconfigure;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.chatbotkit.springai.server.autoconfigure.ScriptedModel.piece;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what happens while an agent runs: silence, clients that go away or read
 * slowly, the same request twice, the end of the application.
 */
abstract class RunCases {

	private static final long SECONDS = 20;

	private final Stack stack;

	private ServedApplication application;

	private ScriptedModel model;

	RunCases(Stack stack) {
		this.stack = stack;
	}

	private void start(String... properties) {
		this.application = ServedApplication.start(this.stack, Agents.class, properties);
		this.model = this.application.bean(ScriptedModel.class);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private static String body(String more) {
		return "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
	}

	private Socket ask(String more, String... headers) throws IOException {
		return this.application.ask(body(more), headers);
	}

	private static void readUntil(Socket socket, String words) throws IOException {
		StringBuilder read = new StringBuilder();
		// Byte by byte, so that the next words are still there.
		while (read.indexOf(words) < 0) {
			int next = socket.getInputStream().read();
			assertThat(next).as("Ended before '" + words + "': " + read).isNotNegative();
			read.append((char) next);
		}
	}

	@Test
	void aSilentStreamGetsCommentsAndThenGoesOn() throws IOException {
		start("spring.ai.chatbotkit.server.keep-alive=50ms");
		Sinks.One<ChatResponse> later = Sinks.one();
		this.model.stream(Flux.just(piece("One")).concatWith(later.asMono()));
		try (Socket socket = ask(",\"stream\":true")) {
			readUntil(socket, "One");
			readUntil(socket, ": keep-alive");
			readUntil(socket, ": keep-alive");
			later.tryEmitValue(piece(" two"));
			readUntil(socket, " two");
			readUntil(socket, "[DONE]");
		}
	}

	@Test
	void theFirstTokenComesAsSoonAsTheModelHasIt() throws IOException {
		start();
		Sinks.One<ChatResponse> later = Sinks.one();
		this.model.stream(Flux.just(piece("One")).concatWith(later.asMono()));
		try (Socket socket = ask(",\"stream\":true")) {
			readUntil(socket, "One");
			later.tryEmitEmpty();
			readUntil(socket, "[DONE]");
		}
	}

	@Test
	void piecesThatComeTogetherArriveThoughNothingFollowsThem() throws IOException {
		start();
		Sinks.One<ChatResponse> later = Sinks.one();
		this.model.stream(Flux.range(0, 100).map((i) -> piece("<" + i + ">")).concatWith(later.asMono()));
		try (Socket socket = ask(",\"stream\":true")) {
			readUntil(socket, "<99>");
			later.tryEmitEmpty();
			readUntil(socket, "[DONE]");
		}
	}

	@Test
	void piecesThatComeFasterThanTheyAreWrittenAreWrittenTogether() throws IOException {
		start();
		int pieces = 5_000;
		this.model.stream(Flux.range(0, pieces).map((i) -> piece("<" + i + ">")));
		String request = ServedApplication.text("POST", "/v1/chat/completions", body(",\"stream\":true"));
		try (Socket socket = this.application.connect()) {
			// Without chunks, Jetty would end the body with the connection.
			socket.getOutputStream().write(request.replace("Connection: close\r\n", "").getBytes(UTF_8));
			StringBuilder answer = new StringBuilder();
			Reader reader = new InputStreamReader(socket.getInputStream(), UTF_8);
			while (answer.indexOf("\r\n0\r\n\r\n", Math.max(0, answer.length() - 8)) < 0) {
				char[] read = new char[1024];
				answer.append(read, 0, reader.read(read));
			}
			// Each write is a chunk of the body.
			long writes = Pattern.compile("\r\n[0-9a-fA-F]+\r\n").matcher(answer).results().count();
			assertThat(writes).isBetween(2L, pieces - 1L);
			assertThat(answer).contains("<" + (pieces - 1) + ">", "[DONE]");
		}
	}

	@Test
	void thousandsOfPiecesComeWholeAndInOrder() {
		start();
		this.model.stream(Flux.range(0, 20_000).map((i) -> piece("<" + i + ">")));
		String body = this.application.post(body(",\"stream\":true")).body();
		List<String> texts = body.lines()
			.filter((line) -> line.contains("\"content\":"))
			.map((line) -> line.substring(line.indexOf('<'), line.indexOf('>') + 1))
			.toList();
		assertThat(texts).isEqualTo(IntStream.range(0, 20_000).mapToObj((i) -> "<" + i + ">").toList());
		assertThat(body).endsWith("data: [DONE]\n\n");
	}

	/**
	 * As libraries do that were interrupted, and Reactor to a thread whose task another
	 * thread ends.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", ",\"stream\":true" })
	void anAgentThatLeavesItsThreadInterruptedIsAnsweredWhole(String more) {
		start();
		this.model.stream(Flux.just(piece("One"), piece(" two"))).stream(Flux.error(new IllegalStateException("No")));
		String body = body(more).replace("support", "interrupting");
		assertThat(this.application.post(body).body()).contains("One", "two");
		assertThat(this.application.post(body).body()).contains("\"error\"")
			.endsWith("}" + (more.isEmpty() ? "" : "\n\n"));
	}

	@Test
	void aClientThatGoesAwayStopsTheModel() throws Exception {
		start("spring.ai.chatbotkit.server.keep-alive=20ms");
		CountDownLatch stopped = new CountDownLatch(1);
		this.model.stream(Flux.just(piece("One")).concatWith(Flux.never()).doOnCancel(stopped::countDown));
		try (Socket socket = ask(",\"stream\":true")) {
			readUntil(socket, "One");
		}
		assertThat(stopped.await(SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void clientsThatGoAwayBeforeTheirAnswerStopTheirModels() throws Exception {
		start();
		AtomicInteger begun = new AtomicInteger();
		AtomicInteger running = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			this.model.stream(Flux.interval(Duration.ofMillis(10))
				.onBackpressureDrop()
				.map((tick) -> piece("One"))
				.doOnSubscribe((subscription) -> {
					begun.incrementAndGet();
					running.incrementAndGet();
				})
				.doFinally((signal) -> running.decrementAndGet()));
			ask(",\"stream\":true").close();
		}
		long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
		// Some may begin when those before them have ended.
		int quiet = 0;
		while (quiet < 20 && System.nanoTime() < end) {
			int before = begun.get();
			assertThat(this.application.request("GET", "/v1/models", "").status()).isEqualTo(200);
			quiet = (before > 0 && begun.get() == before && running.get() == 0) ? quiet + 1 : 0;
		}
		assertThat(quiet).as(() -> begun + " begun, " + running + " still run").isEqualTo(20);
		this.model.drop();
	}

	@Test
	void anAgentMayFinishForSomeTimeAfterItsClientHasGone() throws Exception {
		start("spring.ai.chatbotkit.server.keep-alive=20ms", "spring.ai.chatbotkit.server.disconnect=finish-after=1m");
		CountDownLatch gone = new CountDownLatch(1);
		CountDownLatch finished = new CountDownLatch(1);
		Sinks.One<ChatResponse> later = Sinks.one();
		this.model.stream(Flux.just(piece("One")).concatWith(later.asMono()).doOnComplete(finished::countDown));
		try (Socket socket = ask(",\"stream\":true")) {
			readUntil(socket, "One");
		}
		assertThat(gone.await(200, TimeUnit.MILLISECONDS)).isFalse();
		later.tryEmitValue(piece(" two"));
		assertThat(finished.await(SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aReaderThatStallsHoldsTheModelBack() throws Exception {
		start();
		AtomicLong made = new AtomicLong();
		String large = "x".repeat(8 * 1024);
		this.model.stream(Flux.range(0, 100_000).doOnNext((i) -> made.incrementAndGet()).map((i) -> piece(large)));
		try (Socket socket = ask(",\"stream\":true")) {
			readUntil(socket, "xxx");
			long before = -1;
			while (before != made.get()) {
				before = made.get();
				assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
			}
			assertThat(before).isLessThan(20_000);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"stream\":true" })
	void theSameIdempotencyKeyGetsTheSameAnswerAndTheAgentRunsOnce(String more) {
		start();
		this.model.text("Once");
		Answer first = this.application.post(body(more), "Idempotency-Key: k1");
		Answer again = this.application.post(body(more), "Idempotency-Key: k1");
		assertThat(first.body()).contains("Once");
		assertThat(again.body()).isEqualTo(first.body());
		assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
		assertThat(this.model.prompts).hasSize(1);
		Answer other = this.application.post(body(more + ",\"user\":\"x\""), "Idempotency-Key: k1");
		assertThat(other.status()).isEqualTo(409);
		assertThat(other.body()).contains("idempotency_key_reused");
		this.model.text("Twice");
		assertThat(this.application.post(body(more), "Idempotency-Key: k2").body()).contains("Twice");
	}

	@Test
	void aRequestThatWasRefusedMayComeAgainWithItsIdempotencyKey() {
		start();
		String clash = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"lookup\"}}]";
		assertThat(this.application.post(body(clash), "Idempotency-Key: k1").status()).isEqualTo(400);
		this.model.text("Yes");
		assertThat(this.application.post(body(""), "Idempotency-Key: k1").status()).isEqualTo(200);
	}

	@Test
	void aClientThatComesBackWithItsIdempotencyKeyFindsTheWholeAnswer() throws Exception {
		start("spring.ai.chatbotkit.server.keep-alive=20ms");
		AtomicInteger runs = new AtomicInteger();
		Sinks.One<ChatResponse> later = Sinks.one();
		this.model
			.stream(Flux.just(piece("One")).concatWith(later.asMono()).doOnSubscribe((s) -> runs.incrementAndGet()));
		try (Socket socket = ask(",\"stream\":true", "Idempotency-Key: k1")) {
			readUntil(socket, "One");
		}
		try (Socket socket = ask(",\"stream\":true", "Idempotency-Key: k1")) {
			readUntil(socket, "One");
			later.tryEmitValue(piece(" two"));
			readUntil(socket, " two");
			readUntil(socket, "[DONE]");
		}
		assertThat(runs).hasValue(1);
	}

	@Test
	void anAnswerThatTakesTooLongEndsWithAnErrorAndStopsTheModel() throws Exception {
		start("spring.ai.chatbotkit.server.timeout=200ms");
		CountDownLatch stopped = new CountDownLatch(2);
		Flux<ChatResponse> never = Flux.<ChatResponse>never().doOnCancel(stopped::countDown);
		this.model.stream(never).stream(never);
		Answer call = this.application.post(body(""));
		assertThat(call.status()).isEqualTo(504);
		assertThat(call.headers()).containsEntry("x-should-retry", "false");
		assertThat(this.application.post(body(",\"stream\":true")).body())
			.contains("event: error", "\"code\":\"timeout\"")
			.doesNotContain("[DONE]");
		assertThat(stopped.await(SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aShutdownRefusesNewRequestsAndEndsThoseThatStillRunAfterTheGrace() throws Exception {
		start("spring.ai.chatbotkit.server.shutdown-grace=2s");
		this.model.stream(Flux.just(piece("One")).concatWith(Flux.never()));
		Thread closing = new Thread(this.application::close);
		try (Socket socket = ask(",\"stream\":true")) {
			readUntil(socket, "One");
			closing.start();
			Answer refused = this.application.post(body(""));
			while (refused.status() != 503) {
				refused = this.application.post(body(""));
			}
			assertThat(refused.headers()).containsEntry("Retry-After", "5");
			readUntil(socket, "event: error");
			readUntil(socket, "shutting_down");
		}
		closing.join(Duration.ofSeconds(SECONDS).toMillis());
		assertThat(closing.isAlive()).isFalse();
	}

	@Test
	void aPageOfAnAllowedOriginMayAskFromABrowser() {
		start("spring.ai.chatbotkit.server.cors.allowed-origins=https://chat.example.com");
		String method = "Access-Control-Request-Method: POST";
		String headers = "Access-Control-Request-Headers: authorization";
		Answer allowed = this.application.request("OPTIONS", "/v1/chat/completions", "", "Authorization:",
				"Origin: https://chat.example.com", method, headers);
		assertThat(allowed.status()).isEqualTo(200);
		assertThat(allowed.headers()).containsEntry("Access-Control-Allow-Origin", "https://chat.example.com");
		Answer other = this.application.request("OPTIONS", "/v1/chat/completions", "", "Authorization:",
				"Origin: https://evil.example.com", method, headers);
		assertThat(other.status()).isEqualTo(403);
	}

	@Test
	void whatSuchAPageMayIsWhatThePropertiesSay() {
		String cors = "spring.ai.chatbotkit.server.cors.";
		start(cors + "allowed-origin-patterns=https://*.example.com", cors + "allowed-methods=GET",
				cors + "allowed-headers=authorization,x-one", cors + "exposed-headers=x-request-id",
				cors + "allow-credentials=true", cors + "max-age=5m");
		String origin = "Origin: https://chat.example.com";
		String preflight = "Access-Control-Request-Method: ";
		String headers = "Access-Control-Request-Headers: x-";
		Answer allowed = this.application.request("OPTIONS", "/v1/models", "", "Authorization:", origin,
				preflight + "GET", headers + "one");
		assertThat(allowed.status()).isEqualTo(200);
		assertThat(allowed.headers()).containsEntry("Access-Control-Allow-Origin", "https://chat.example.com")
			.containsEntry("Access-Control-Allow-Methods", "GET")
			.containsEntry("Access-Control-Allow-Headers", "x-one")
			.containsEntry("Access-Control-Allow-Credentials", "true")
			.containsEntry("Access-Control-Max-Age", "300");
		assertThat(this.application
			.request("OPTIONS", "/v1/models", "", "Authorization:", origin, preflight + "POST", headers + "one")
			.status()).isEqualTo(403);
		assertThat(this.application
			.request("OPTIONS", "/v1/models", "", "Authorization:", origin, preflight + "GET", headers + "two")
			.status()).isEqualTo(403);
		assertThat(this.application.request("GET", "/v1/models", "", origin).headers())
			.containsEntry("Access-Control-Expose-Headers", "x-request-id");
	}

	@Test
	void withoutAllowedOriginsNoOtherPageMay() {
		start();
		Answer answer = this.application.request("OPTIONS", "/v1/chat/completions", "", "Authorization:",
				"Origin: https://chat.example.com", "Access-Control-Request-Method: POST");
		assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		ScriptedModel scriptedModel() {
			return new ScriptedModel();
		}

		@Bean
		ChatClient support(ScriptedModel model) {
			return ChatClient.builder(model).defaultTools(new CountingTool()).build();
		}

		@Bean
		ChatClient interrupting(ScriptedModel model) {
			return ChatClient.builder(model).defaultAdvisors(new InterruptingAdvisor()).build();
		}

	}

	/**
	 * Interrupts the thread on which a response or a failure comes.
	 */
	private static final class InterruptingAdvisor implements CallAdvisor, StreamAdvisor {

		@Override
		public String getName() {
			return "interrupting";
		}

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
			try {
				return chain.nextCall(request);
			}
			finally {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			return chain.nextStream(request).doOnEach((signal) -> Thread.currentThread().interrupt());
		}

	}

}
