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

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.agent.EndReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.ChannelBindException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChatBotKitEmulatorTests {

	private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\"}}]}";

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private final RawClient client = new RawClient(this.emulator);

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void startsSoon() {
		long start = System.nanoTime();
		try (ChatBotKitEmulator another = ChatBotKitEmulator.start()) {
			// For a busy machine: the aim is well under a second on an idle one.
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
			assertThat(another.baseUrl()).matches("http://127\\.0\\.0\\.1:\\d+/v1/openai");
		}
	}

	@Test
	void aStartThatFailsLeavesNoThread() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		int used = URI.create(this.emulator.baseUrl()).getPort();
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(ChannelBindException.class)
				.isThrownBy(() -> ChatBotKitEmulator.builder().port(used).start());
			assertThatExceptionOfType(ChannelBindException.class)
				.isThrownBy(() -> ChatBotKitEmulator.builder().host("nowhere.invalid").start());
		}
		// The emulator of this test may start its second thread meanwhile.
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.filteredOn((thread) -> thread.getName().startsWith("chatbotkit-emulator"))
			.hasSizeLessThan(2);
	}

	@Test
	void settingsWithoutMeaningAreRefused() {
		ChatBotKitEmulator.Builder builder = ChatBotKitEmulator.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.keepRequests(-1)).withMessageContaining("-1");
		for (String blank : new String[] { null, "", " " }) {
			assertThatIllegalArgumentException().isThrownBy(() -> builder.secretKey(blank))
				.withMessageContaining("key");
			assertThatIllegalArgumentException().isThrownBy(() -> builder.host(blank)).withMessageContaining("host");
			assertThatIllegalArgumentException().isThrownBy(() -> this.emulator.bot(blank)).withMessageContaining("id");
			assertThatIllegalArgumentException().isThrownBy(() -> this.emulator.model(blank))
				.withMessageContaining("name");
		}
		for (Duration pause : new Duration[] { null, Duration.ofMillis(-1), Duration.ofSeconds(Long.MAX_VALUE) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> Reply.text("x").every(pause))
				.withMessageContaining("pause");
		}
	}

	@Test
	void theFirstRuleThatFitsAnswers() throws Exception {
		this.emulator.bot("b")
			.when("hours")
			.reply("Nine to five.")
			.when((turn) -> turn.text().length() > 20)
			.reply((turn) -> Reply.text("Long: " + turn.text().length()))
			.reply("Anything else?");
		assertThat(ask("your hours")).contains("\"content\":\"Nine to five.\"");
		assertThat(ask("a question that is rather long")).contains("\"content\":\"Long: 30\"");
		assertThat(ask("x")).contains("\"content\":\"Anything else?\"");
		assertThat(this.client.post(RawClient.body("bot/id=other", "x", false)).body()).contains("Echo: x");
	}

	@Test
	void tellsOfItsBotsWithoutRunningThem() throws Exception {
		this.emulator.bot("b").backstory("You are \"B\".");
		this.emulator.bot("gone").reply("Here I am.").missing();
		assertThat(this.client.get("/bot/b/fetch").statusCode()).isEqualTo(200);
		assertThat(this.client.get("/bot/b/fetch").body()).contains("\"id\":\"b\"", "You are \\\"B\\\".");
		assertThat(this.client.get("/bot/other/fetch").statusCode()).isEqualTo(200);
		assertThat(this.client.get("/bot/gone/fetch").statusCode()).isEqualTo(404);
		assertThat(new RawClient(this.emulator, "wrong").get("/bot/b/fetch").statusCode()).isEqualTo(401);
		assertThat(this.emulator.requests()).as("only what runs a bot is recorded").isEmpty();
		assertThat(this.client.post(RawClient.body("bot/id=gone", "x", false)).statusCode()).isEqualTo(404);
		this.emulator.reset();
		assertThat(this.client.get("/bot/gone/fetch").statusCode()).isEqualTo(200);
	}

	@Test
	void modelsAreScriptedLikeBots() throws Exception {
		this.emulator.model("m").reply("I am a model.");
		assertThat(this.client.post(RawClient.body("model/name=m", "x", false)).body()).contains("I am a model.");
	}

	@Test
	void callsFunctionsAndShowsItsOwn() throws Exception {
		this.emulator.bot("b")
			.reply((turn) -> Reply.text("Let me see.")
				.andOwnCall("search", Map.of("q", 1))
				.andCall("f", "{ \"raw\": 1 }")
				.usage(7, 5));
		assertThat(this.client.post(RawClient.offering("x", false, "f")).body()).contains("\"content\":\"Let me see.\"")
			.contains("\"name\":\"search\",\"arguments\":\"{\\\"q\\\":1}\"")
			.contains("\"name\":\"f\",\"arguments\":\"{ \\\"raw\\\": 1 }\"")
			.contains("\"finish_reason\":\"tool_calls\"")
			.contains("\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12");
	}

	@Test
	void aCallAfterALongTextComesAfterAllOfIt() throws Exception {
		String text = "A word, and another. ".repeat(1000);
		this.emulator.bot("b").reply((turn) -> Reply.text(text).andCall("f", "{}"));
		String stream = this.client.post(RawClient.offering("x", true, "f")).body();
		StringBuilder said = new StringBuilder();
		Pattern.compile("\"content\":\"([^\"]*)\"")
			.matcher(stream)
			.results()
			.forEach((piece) -> said.append(piece.group(1)));
		assertThat(said).hasToString(text);
		assertThat(stream.indexOf("\"name\":\"f\"")).isGreaterThan(stream.lastIndexOf("another"));
	}

	@ParameterizedTest
	@CsvSource({ "sk-test-ratelimited, rate_limit_exceeded", "sk-test-quota, insufficient_quota" })
	void aKeyOfATestMayHaveReachedItsLimit(String key, String code) throws Exception {
		RawClient limited = new RawClient(this.emulator, key);
		for (boolean stream : new boolean[] { false, true }) {
			var response = limited.post(RawClient.body("bot/id=b", "x", stream));
			assertThat(response.statusCode()).isEqualTo(429);
			assertThat(response.body()).contains("\"code\":\"" + code + "\"");
		}
	}

	@Test
	void failsInTheShapeAskedFor() throws Exception {
		this.emulator.bot("b")
			.when("fail")
			.reply((turn) -> Reply.failure("BOOM", "Failed"))
			.when("unknown")
			.reply((turn) -> Reply.exception("NOT_FOUND", "No bot"))
			.reply((turn) -> Reply.text("All").ending(EndReason.LENGTH));
		assertThat(ask("fail"))
			.isEqualTo("{\"error\":{\"message\":\"Failed\",\"type\":\"server_error\",\"code\":\"BOOM\"}}");
		assertThat(ask("unknown")).isEqualTo("{\"message\":\"No bot\",\"code\":\"NOT_FOUND\"}");
		assertThat(ask("x")).contains("\"finish_reason\":\"length\"");
	}

	@Test
	void recordsWhatItReceived() throws Exception {
		String body = "{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
				+ "{\"role\":\"user\",\"content\":\"hi\"}]" + TOOLS;
		this.client.post(body);
		assertThat(this.emulator.requests()).singleElement().satisfies((request) -> {
			assertThat(request.reachedAgent()).isTrue();
			assertThat(request.selector()).isEqualTo("bot/id=b");
			assertThat(request.target()).isEqualTo(new AgentTarget.Bot("b"));
			assertThat(request.backstory()).isEqualTo("s");
			assertThat(request.messages()).containsExactly(new AgentMessage.User("hi"));
			assertThat(request.functions()).singleElement().satisfies((f) -> assertThat(f.name()).isEqualTo("f"));
			assertThat(request.headers()).containsKey("Content-type").doesNotContainKey("Authorization");
			assertThat(request.body()).isEqualTo(body);
			assertThat(request.status()).isEqualTo(200);
			assertThat(request.stream()).isFalse();
			assertThat(request.cancelled()).isFalse();
			assertThat(request.toString()).doesNotContain(this.emulator.secretKey());
		});
	}

	@Test
	void recordsRefusedRequestsAsWell() throws Exception {
		this.client.post("{}");
		assertThat(this.emulator.requests()).singleElement().satisfies((request) -> {
			assertThat(request.reachedAgent()).isFalse();
			assertThat(request.status()).isEqualTo(400);
		});
	}

	@Test
	void resetForgetsScriptsAndRequests() throws Exception {
		this.emulator.bot("b").reply("scripted");
		ask("x");
		this.emulator.reset();
		assertThat(this.emulator.requests()).isEmpty();
		assertThat(ask("x")).contains("Echo: x");
	}

	@Test
	void chunksArriveAsTheyAreMade() throws Exception {
		Sinks.Many<AgentEvent> answer = Sinks.many().unicast().onBackpressureBuffer();
		this.emulator.bot("b").run((request) -> answer.asFlux());
		try (InputStream body = this.client.open(RawClient.body("bot/id=b", "x", true)).body();
				BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
			assertThat(next(lines)).contains("\"role\":\"assistant\"");
			for (String token : new String[] { "one", "two", "three" }) {
				answer.tryEmitNext(new AgentEvent.Token(token)).orThrow();
				assertThat(next(lines)).contains("\"content\":\"" + token + "\"");
			}
			answer.tryEmitComplete().orThrow();
			assertThat(next(lines)).contains("\"finish_reason\":\"stop\"");
			assertThat(next(lines)).isEqualTo("data: [DONE]");
		}
	}

	@Test
	void paceIsKept() throws Exception {
		this.emulator.bot("b").reply((turn) -> Reply.pieces("a", "b", "c").every(Duration.ofMillis(20)));
		long start = System.nanoTime();
		assertThat(ask("x")).contains("\"content\":\"abc\"");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aClientThatDisconnectsCancelsTheAgent(boolean stream) throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		this.emulator.bot("b")
			.run((request) -> Flux.<AgentEvent>never()
				.doOnSubscribe((subscription) -> started.countDown())
				.doOnCancel(cancelled::countDown));
		try (Socket socket = this.client.send(RawClient.body("bot/id=b", "x", stream))) {
			assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(socket.isConnected()).isTrue();
		}
		assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.emulator.requests()).singleElement().matches(ReceivedRequest::cancelled);
	}

	@Test
	void keepsTheLatestRequestsOnly() throws Exception {
		try (ChatBotKitEmulator busy = ChatBotKitEmulator.builder().keepRequests(2).start()) {
			busy.any().when("1").fail(Fault.serviceUnavailable());
			RawClient asking = new RawClient(busy);
			for (int i = 1; i <= 3; i++) {
				asking.post(RawClient.body("bot/id=b", "" + i, false));
			}
			assertThat(busy.requests()).extracting(ReceivedRequest::body)
				.satisfiesExactly((body) -> assertThat(body).contains("\"2\""),
						(body) -> assertThat(body).contains("\"3\""));
		}
	}

	@Test
	void faultsStrikeAlsoWhereNoRequestIsKept() throws Exception {
		try (ChatBotKitEmulator forgetful = ChatBotKitEmulator.builder().keepRequests(0).start()) {
			forgetful.any().fail(Fault.serviceUnavailable());
			assertThat(new RawClient(forgetful).post(RawClient.body("bot/id=b", "x", false)).statusCode())
				.isEqualTo(503);
			assertThat(forgetful.requests()).isEmpty();
		}
	}

	@Test
	void anEndlessBodyIsNotKept() throws Exception {
		byte[] piece = new byte[1024 * 1024];
		AtomicInteger left = new AtomicInteger(100);
		InputStream endless = new SequenceInputStream(new Enumeration<>() {

			@Override
			public boolean hasMoreElements() {
				return left.getAndDecrement() > 0;
			}

			@Override
			public InputStream nextElement() {
				return new ByteArrayInputStream(piece);
			}

		});
		assertThat(this.client.post(BodyPublishers.ofInputStream(() -> endless)).statusCode()).isEqualTo(413);
		assertThat(this.emulator.requests()).singleElement()
			.satisfies((request) -> assertThat(request.body()).hasSize(1024 * 1024 + 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\n\r\n", "\r\n\r\n", "GARBAGE\r\n\r\n",
			"POST /v1 HTTP/9.9\r\nHost: x\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
			"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"GET http://evil.example/_emulator/page.js HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /_emulator/../_emulator/events HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" })
	void whatIsNoRequestOfItsHarmsNobody(String request) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", URI.create(this.emulator.baseUrl()).getPort())) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			socket.shutdownOutput();
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.doesNotContain(" 200 ");
		}
		assertThat(ask("x")).contains("Echo: x");
	}

	@Test
	void aTooLargeBodyIsAnsweredNotCut() throws Exception {
		String body = RawClient.body("bot/id=b", "x".repeat(2_000_000), false);
		assertThat(this.client.post(body).statusCode()).isEqualTo(413);
	}

	@Test
	void closingFreesThePort() {
		int port = URI.create(this.emulator.baseUrl()).getPort();
		this.emulator.close();
		try (ChatBotKitEmulator again = ChatBotKitEmulator.builder().port(port).start()) {
			assertThat(again.baseUrl()).isEqualTo(this.emulator.baseUrl());
		}
	}

	@Test
	void aPortInUseIsAFailure() {
		int port = URI.create(this.emulator.baseUrl()).getPort();
		ChatBotKitEmulator.Builder taken = ChatBotKitEmulator.builder().port(port);
		assertThatExceptionOfType(ChannelBindException.class).isThrownBy(taken::start);
	}

	private String ask(String text) throws Exception {
		return this.client.post(RawClient.body("bot/id=b", text, false)).body();
	}

	private static String next(BufferedReader lines) throws Exception {
		String line = lines.readLine();
		assertThat(lines.readLine()).isEmpty();
		return line;
	}

}
