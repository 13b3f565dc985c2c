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
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FaultTests {

	private static final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private final RawClient client = new RawClient(emulator);

	@BeforeEach
	void reset() {
		emulator.reset();
	}

	@AfterAll
	static void stop() {
		emulator.close();
	}

	static Stream<Arguments> refusals() {
		return Stream.of(arguments(Fault.notAuthorized(), 403, "\"code\":\"NOT_AUTHORIZED\""),
				arguments(Fault.notAuthenticated(), 401, "\"code\":\"NOT_AUTHENTICATED\""),
				arguments(Fault.badRequest("No."), 400, "{\"message\":\"No.\",\"code\":\"BAD_REQUEST\"}"),
				arguments(Fault.invalidJson(), 400, "Invalid JSON"), arguments(Fault.tooLarge(), 413, "exceeded"),
				arguments(Fault.wrongMethod(), 405, "METHOD_NOT_ALLOWED"),
				arguments(Fault.wrongContentType(), 400, "BAD_REQUEST"),
				arguments(Fault.rateLimited(), 429, "\"code\":\"rate_limit_exceeded\""),
				arguments(Fault.quotaExceeded(), 429, "\"type\":\"insufficient_quota\""),
				arguments(Fault.serviceUnavailable(), 503, "SERVICE_UNAVAILABLE"),
				arguments(Fault.internalError(), 500, "GENERIC_ERROR"),
				arguments(Fault.code("CONFLICT", "m"), 409, "CONFLICT"),
				arguments(Fault.code("TIMEOUT", "m"), 408, "TIMEOUT"),
				arguments(Fault.code("UNPROCESSABLE_ENTITY", "m"), 422, "UNPROCESSABLE_ENTITY"),
				arguments(Fault.code("TOO_MANY_REQUESTS", "m"), 429, "TOO_MANY_REQUESTS"),
				arguments(Fault.code("LIMITS_REACHED", "m"), 429, "LIMITS_REACHED"),
				arguments(Fault.code("INTERNAL_SERVER_ERROR", "m"), 500, "INTERNAL_SERVER_ERROR"),
				arguments(Fault.code("NOT_IMPLEMENTED", "m"), 501, "NOT_IMPLEMENTED"),
				arguments(Fault.code("BAD_GATEWAY", "m"), 502, "BAD_GATEWAY"),
				arguments(Fault.code("GATEWAY_TIMEOUT", "m"), 504, "GATEWAY_TIMEOUT"),
				arguments(Fault.code("ELSE", "m"), 500, "ELSE"), arguments(Fault.gateway(502), 502, "<html>"),
				arguments(Fault.status(418, Map.of(), "short and stout"), 418, "short and stout"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void refusesCallsAndStreamsAlike(Fault fault, int status, String part) throws Exception {
		emulator.any().fail(fault);
		for (boolean stream : new boolean[] { false, true }) {
			HttpResponse<String> answer = ask(stream);
			assertThat(answer.statusCode()).isEqualTo(status);
			assertThat(answer.body()).contains(part);
		}
		assertThat(emulator.requests()).hasSize(2).allMatch((request) -> request.status() == status);
	}

	@Test
	void tellsWhenToComeBack() throws Exception {
		emulator.any().fail(Fault.rateLimited(Duration.ofSeconds(3)));
		assertThat(ask(false).headers().firstValue("Retry-After")).hasValue("3");
	}

	static Stream<Arguments> engineFaults() {
		return Stream.of(arguments(Fault.unknownBot(), 404), arguments(Fault.noAccess(), 403),
				arguments(Fault.noSubscription(), 402), arguments(Fault.unknownModel(), 400),
				arguments(Fault.brokenOff("BAD_GATEWAY", "m", 1), 502));
	}

	@ParameterizedTest
	@MethodSource("engineFaults")
	void breaksAStreamOffWithoutAnError(Fault fault, int status) throws Exception {
		emulator.any().fail(fault);
		assertThat(ask(false).statusCode()).isEqualTo(status);
		HttpResponse<String> stream = ask(true);
		assertThat(stream.statusCode()).isEqualTo(200);
		assertThat(stream.body()).doesNotContain("finish_reason\":\"").endsWith("data: [DONE]\n\n");
	}

	@Test
	void reportsAnEngineErrorInTheMiddle() throws Exception {
		emulator.any().reply(Reply.pieces("one", "two").failing(Fault.engineErrorAfter(1, "BOOM", "Boom")));
		assertThat(ask(false).statusCode()).isEqualTo(500);
		assertThat(ask(true).body()).contains("one")
			.doesNotContain("two")
			.contains("\"code\":\"BOOM\"")
			.contains("\"finish_reason\":\"stop\"");
		emulator.reset();
		emulator.any().fail(Fault.engineError("BOOM", "Boom"));
		assertThat(ask(true).body()).doesNotContain("content");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void losesTheConnection(boolean stream) {
		emulator.any().fail(Fault.connectionLost());
		assertThatIOException().isThrownBy(() -> ask(stream));
	}

	@Test
	void cutsAStreamAfterItsChunks() throws Exception {
		emulator.any().reply(Reply.pieces("one", "two", "three").failing(Fault.cutAfter(2)));
		String seen = seen(true);
		assertThat(seen).startsWith("HTTP/1.1 200").contains("role").contains("one").doesNotContain("two");
		assertThatIOException().isThrownBy(() -> ask(true));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void cutsAnAnswerInOnePiece(int chunks) throws Exception {
		emulator.any().reply(Reply.text("one").failing(Fault.cutAfter(chunks)));
		assertThat(seen(false)).startsWith("HTTP/1.1 200").doesNotContain("usage");
		assertThatIOException().isThrownBy(() -> ask(false));
	}

	@Test
	void stallsUntilTheClientGoes() throws Exception {
		emulator.any().reply(Reply.pieces("one", "two").failing(Fault.stallAfter(2)));
		try (InputStream body = this.client.open(RawClient.body("bot/id=b", "x", true)).body();
				BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
			assertThat(lines.readLine()).contains("role");
			assertThat(lines.readLine()).isEmpty();
			assertThat(lines.readLine()).contains("one");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anAnswerThatIsWholeBeforeItStallsKeepsNoRequestWaiting(boolean stream) throws Exception {
		emulator.any().reply(Reply.text("one").failing(Fault.stallAfter(100)));
		assertThat(ask(stream).body()).contains("one");
		assertThat(ask(stream).body()).contains("one");
	}

	@Test
	void stallsBeforeAnyAnswer() throws Exception {
		emulator.any().fail(Fault.stall());
		try (Socket socket = this.client.send(RawClient.body("bot/id=b", "x", false))) {
			socket.setSoTimeout(100);
			assertThatIOException().isThrownBy(() -> socket.getInputStream().read()).withMessageContaining("timed out");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isSlow(boolean stream) throws Exception {
		emulator.any().reply(Reply.pieces("one").failing(Fault.slow(Duration.ofMillis(20))));
		long start = System.nanoTime();
		assertThat(ask(stream).body()).contains("one");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void splitsBytes(boolean stream) throws Exception {
		emulator.any().reply(Reply.text("Größe 🚲").failing(Fault.splitBytes(1)));
		assertThat(ask(stream).body()).contains("🚲").contains("finish_reason");
	}

	@Test
	void isFineAfterSomeFailures() throws Exception {
		emulator.bot("b").failTimes(2, Fault.serviceUnavailable()).reply("Here I am.");
		assertThat(ask(false).statusCode()).isEqualTo(503);
		assertThat(ask(true).statusCode()).isEqualTo(503);
		assertThat(ask(false).body()).contains("Here I am.");
	}

	@Test
	void aCallCanBeFollowedByAFault() throws Exception {
		emulator.bot("b").when("x").call("f", null).thenFail(Fault.gateway(502));
		assertThat(this.client.post(RawClient.offering("x", false, "f")).statusCode()).isEqualTo(200);
		assertThat(this.client
			.post(RawClient.body("bot/id=b", "x", false)
				.replace("}],", "},{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"1\"}],"))
			.statusCode()).isEqualTo(502);
	}

	@Test
	void faultsAreValues() {
		assertThat(Fault.cutAfter(1)).isEqualTo(Fault.cutAfter(1)).isNotEqualTo(Fault.cutAfter(2));
		assertThat(Fault.rateLimited()).isEqualTo(Fault.rateLimited());
	}

	private HttpResponse<String> ask(boolean stream) throws IOException, InterruptedException {
		return this.client.post(RawClient.body("bot/id=b", "x", stream));
	}

	/** What a connection carries until it is closed. */
	private String seen(boolean stream) throws IOException {
		try (Socket socket = this.client.send(RawClient.body("bot/id=b", "x", stream))) {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
