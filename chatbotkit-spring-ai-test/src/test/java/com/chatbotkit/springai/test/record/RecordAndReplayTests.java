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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@EmulatedChatBotKit
class RecordAndReplayTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final Duration PAUSE = Duration.ofMillis(60);

	@TempDir
	private Path folder;

	private ChatBotKitEmulator emulator;

	private Path file;

	private ExchangeRecorder recorder;

	@BeforeEach
	void start() {
		this.file = this.folder.resolve("recordings/exchanges.json");
		this.recorder = ExchangeRecorder.of(this.emulator.baseUrl()).withTiming().start();
	}

	@AfterEach
	void stop() {
		this.recorder.close();
	}

	@Test
	void whatWasRecordedIsReplayed() throws Exception {
		this.emulator.any()
			.when("hi")
			.reply("Größe 🚲 sk-test-emulator")
			.when("bye")
			.fail(Fault.rateLimited(Duration.ofSeconds(2)));
		HttpResponse<String> called = ask(this.recorder.baseUrl(), "hi", false);
		HttpResponse<String> streamed = ask(this.recorder.baseUrl(), "hi", true);
		HttpResponse<String> failed = ask(this.recorder.baseUrl(), "bye", true);
		assertThat(called.body()).contains("Größe 🚲 sk-test-emulator");
		this.recorder.save(this.file);
		assertThat(Files.readString(this.file)).doesNotContain("sk-test-emulator")
			.doesNotContainIgnoringCase("authorization")
			.contains("[secret]");
		try (ExchangeReplayer replayer = ExchangeReplayer.of(this.file).start()) {
			same(ask(replayer.baseUrl(), "bye", true), failed);
			same(ask(replayer.baseUrl(), "hi", true), streamed);
			same(ask(replayer.baseUrl(), "hi", false), called);
			replayer.verify();
		}
	}

	private static void same(HttpResponse<String> replayed, HttpResponse<String> recorded) {
		assertThat(replayed.statusCode()).isEqualTo(recorded.statusCode());
		assertThat(replayed.body()).isEqualTo(recorded.body().replace("sk-test-emulator", "[secret]"));
		for (String header : new String[] { "Content-Type", "Retry-After" }) {
			assertThat(replayed.headers().allValues(header)).isEqualTo(recorded.headers().allValues(header));
		}
	}

	@Test
	void aBrokenStreamBreaksAgain() throws Exception {
		this.emulator.any().reply(Reply.pieces("one", "two").failing(Fault.cutAfter(2)));
		assertThatIOException().isThrownBy(() -> ask(this.recorder.baseUrl(), "x", true));
		this.emulator.reset();
		this.emulator.any().fail(Fault.connectionLost());
		assertThatIOException().isThrownBy(() -> ask(this.recorder.baseUrl(), "y", true));
		this.recorder.save(this.file);
		assertThat(Files.readString(this.file)).contains("one").doesNotContain("two").contains("\"broken\" : true");
		try (ExchangeReplayer replayer = ExchangeReplayer.of(this.file).start()) {
			assertThatIOException().isThrownBy(() -> ask(replayer.baseUrl(), "x", true));
			assertThatIOException().isThrownBy(() -> ask(replayer.baseUrl(), "y", true));
			replayer.verify();
		}
	}

	@Test
	void pausesAreKeptOnRequest() throws Exception {
		Sinks.One<AgentEvent> answer = Sinks.one();
		this.emulator.any().run((request) -> answer.asMono().delayElement(PAUSE).flux());
		HttpRequest request = request(this.recorder.baseUrl(), "x", true);
		try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
			// It has gone through the recorder: the pause after it is whole.
			assertThat(body.read()).isNotNegative();
			answer.tryEmitValue(new AgentEvent.Token("one")).orThrow();
			body.readAllBytes();
		}
		this.recorder.save(this.file);
		RecordedResponse recorded = new RecordingFile(this.file).read().get(0).response();
		List<Long> pauses = Objects.requireNonNull(recorded.pauses());
		assertThat(pauses).hasSameSizeAs(recorded.chunks()).anyMatch((pause) -> pause >= PAUSE.toMillis());
		Duration all = Duration.ofMillis(pauses.stream().mapToLong(Long::longValue).sum());
		assertThat(replayTime(ExchangeReplayer.of(this.file).withTiming())).isGreaterThanOrEqualTo(all);
	}

	private static Duration replayTime(RecordingBuilder<ExchangeReplayer> builder) throws Exception {
		try (ExchangeReplayer replayer = builder.start()) {
			long start = System.nanoTime();
			assertThat(ask(replayer.baseUrl(), "x", true).body()).endsWith("data: [DONE]\n\n");
			return Duration.ofNanos(System.nanoTime() - start);
		}
	}

	@Test
	void aMismatchSaysWhatDiffers() throws Exception {
		ask(this.recorder.baseUrl(), "hi", false);
		this.recorder.save(this.file);
		try (ExchangeReplayer replayer = ExchangeReplayer.of(this.file).start()) {
			HttpResponse<String> answer = ask(replayer.baseUrl(), "bye", false);
			assertThat(answer.statusCode()).isEqualTo(400);
			assertThat(answer.body()).contains("/messages/0/content: expected \\\"hi\\\", received \\\"bye\\\"");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(replayer::verify)
				.withMessageContaining("received \"bye\"")
				.withMessageContaining("Recorded but not requested: POST /chat/completions {");
			ask(replayer.baseUrl(), "hi", false);
			assertThat(ask(replayer.baseUrl(), "hi", false).body()).contains("No recorded exchange is left");
		}
	}

	@Test
	void aHeaderOfAnAnswerThatRepeatsTheSecretIsRecordedWithoutIt() throws Exception {
		HttpServer echoing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		echoing.createContext("/", (exchange) -> {
			String key = exchange.getRequestHeaders().getFirst("Authorization");
			exchange.getResponseHeaders().set("X-Failure-Code", "refused " + key);
			exchange.sendResponseHeaders(401, -1);
			exchange.close();
		});
		echoing.start();
		try (ExchangeRecorder recorder = ExchangeRecorder
			.of("http://127.0.0.1:" + echoing.getAddress().getPort() + "/v1/openai")
			.start()) {
			assertThat(ask(recorder.baseUrl(), "hi", false).statusCode()).isEqualTo(401);
			recorder.save(this.file);
		}
		finally {
			echoing.stop(0);
		}
		assertThat(Files.readString(this.file)).contains("refused Bearer [secret]").doesNotContain("sk-test");
	}

	@Test
	void textsAreRedactedOnRequest() throws Exception {
		ExchangeRecorder redacting = ExchangeRecorder.of(this.emulator.baseUrl())
			.redact((text) -> text.replace("Ada", "[name]"))
			.start();
		try (redacting) {
			assertThat(ask(redacting.baseUrl(), "Ada", false).body()).contains("Echo: Ada");
			redacting.save(this.file);
		}
		assertThat(Files.readString(this.file)).doesNotContain("Ada").contains("[name]");
		try (ExchangeReplayer replayer = ExchangeReplayer.of(this.file)
			.redact((text) -> text.replace("Ada", "[name]"))
			.start()) {
			assertThat(ask(replayer.baseUrl(), "Ada", false).body()).contains("Echo: [name]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "@evil.example/", ".evil.example/", "http://evil.example/", ":1/" })
	void aPathThatWouldNameAnotherHostIsNotHandedOn(String target) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", URI.create(this.recorder.baseUrl()).getPort())) {
			socket.getOutputStream()
				.write(("POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.containsPattern("^HTTP/1.1 (404|500)");
		}
		this.recorder.save(this.file);
		assertThat(Files.readString(this.file)).contains("\"exchanges\" : [ ]");
		assertThat(this.emulator.requests()).isEmpty();
	}

	@Test
	void aMissingRecordingIsAFailure() {
		RecordingBuilder<ExchangeReplayer> builder = ExchangeReplayer.of(this.file);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(builder::start)
			.withMessageContaining("exchanges.json");
	}

	private static HttpResponse<String> ask(String baseUrl, String text, boolean stream)
			throws IOException, InterruptedException {
		return http.send(request(baseUrl, text, stream), BodyHandlers.ofString());
	}

	private static HttpRequest request(String baseUrl, String text, boolean stream) {
		return HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
			.header("Authorization", "Bearer sk-test-emulator")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"user\",\"content\":\""
					+ text + "\"}],\"stream\":" + stream + "}"))
			.build();
	}

}
