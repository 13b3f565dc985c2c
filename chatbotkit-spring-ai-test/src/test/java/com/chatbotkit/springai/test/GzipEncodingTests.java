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

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.chatbotkit.springai.server.agent.AgentEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GzipEncodingTests {

	private static final String GZIP = "Accept-Encoding: gzip";

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

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "GZip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*",
			"gzip ; q=0.001", "deflate, gzip;q=0.5", "identity;q=0.5, gzip" })
	void compressesWhenAsked(String accepted) throws Exception {
		for (boolean stream : new boolean[] { false, true }) {
			emulator.reset();
			Answer answer = ask(stream, "Accept-Encoding: " + accepted);
			assertThat(answer.head())
				.contains("content-encoding: gzip", "vary: accept-encoding",
						stream ? "transfer-encoding: chunked" : "content-length: " + answer.content().length)
				.doesNotContain(stream ? "content-length:" : "transfer-encoding");
			assertThat(answer.unzipped()).contains("Größe").isEqualTo(emulator.requests().get(0).answer());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept-Encoding: identity", "Accept-Encoding: gzip;q=0",
			"Accept-Encoding: gzip;q=0.000, *", "Accept-Encoding: *;q=0", "Accept-Encoding: br, deflate",
			"Accept-Encoding:", "Accept: text/event-stream", "Accept-Encoding: identity, gzip;q=0.5",
			"Accept-Encoding: gzip;q=oops" })
	void doesNotCompressOtherwise(String header) throws Exception {
		for (boolean stream : new boolean[] { false, true }) {
			Answer answer = ask(stream, header);
			assertThat(answer.head()).doesNotContain("content-encoding", "vary");
			assertThat(answer.text()).contains("Größe");
		}
	}

	@ParameterizedTest
	@CsvSource({ "Accept-Encoding: gzip,true", "Accept-Encoding: identity,false" })
	void holdsACompressedStreamBack(String header, boolean held) throws Exception {
		Sinks.Many<AgentEvent> answer = Sinks.many().unicast().onBackpressureBuffer();
		emulator.bot("b").run((request) -> answer.asFlux());
		try (Socket socket = this.client.send(body(true), header)) {
			socket.setSoTimeout(200);
			answer.tryEmitNext(new AgentEvent.Token("Let me look.")).orThrow();
			Awaitility.await().until(() -> emulator.requests().get(0).answer().contains("Let me look."));
			// What arrives before the answer ends.
			String early = untilTimeout(socket.getInputStream());
			assertThat(early).startsWith("HTTP/1.1 200");
			assertThat(early.contains("Let me look.")).isNotEqualTo(held);
			assertThat(early.length() - early.indexOf("\r\n\r\n")).matches((size) -> !held || size < 30);
			answer.tryEmitComplete().orThrow();
			String late = untilTimeout(socket.getInputStream());
			Answer whole = new Answer((early + late).getBytes(StandardCharsets.ISO_8859_1));
			assertThat(held ? whole.unzipped() : whole.text()).contains("Let me look.").endsWith("data: [DONE]\n\n");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCutAnswerStaysCut(boolean stream) throws Exception {
		emulator.any().reply(Reply.pieces("one", "two", "three").failing(Fault.cutAfter(1)));
		Answer answer = raw(body(stream), GZIP);
		assertThat(answer.head()).contains("content-encoding: gzip");
		assertThat(answer.latin()).doesNotEndWith("\r\n0\r\n\r\n");
		assertThatExceptionOfType(EOFException.class).isThrownBy(answer::unzipped);
	}

	@Test
	void refusalsAreCompressedToo() throws Exception {
		Answer refused = raw("{\"model\":\"gpt-4o\",\"messages\":[]}", GZIP, "Connection: close");
		assertThat(refused.head()).startsWith("http/1.1 400").contains("content-encoding: gzip");
		assertThat(refused.unzipped()).contains("BAD_REQUEST");
	}

	@Test
	void whatHasNoMediaTypeOrIsEncodedAlreadyStaysAsItIs() throws Exception {
		emulator.any()
			.failTimes(1, Fault.tooLarge())
			.fail(Fault.status(200, Map.of("Content-Type", "text/plain", "Content-Encoding", "br"), "as it is"));
		Answer bare = ask(false, GZIP);
		assertThat(bare.head()).startsWith("http/1.1 413").doesNotContain("content-encoding");
		assertThat(bare.text()).contains("exceeded");
		Answer encoded = ask(false, GZIP);
		assertThat(encoded.head()).contains("content-encoding: br").doesNotContain("gzip");
		assertThat(encoded.text()).isEqualTo("as it is");
	}

	@Test
	void theEmulatorsOwnPageGetsItsAnswersPieceByPiece() throws Exception {
		Answer answer = ask(true, "Accept-Encoding: gzip, deflate, br", "Sec-Fetch-Site: same-origin");
		assertThat(answer.head()).doesNotContain("content-encoding");
		assertThat(answer.text()).contains("Größe");
	}

	private Answer ask(boolean stream, String... headers) throws IOException {
		return raw(body(stream), String.join("\r\n", headers), "Connection: close");
	}

	private static String body(boolean stream) {
		return RawClient.body("bot/id=b", "Größe", stream);
	}

	/** What a connection carries until it is closed. */
	private Answer raw(String body, String... headers) throws IOException {
		try (Socket socket = this.client.send(body, headers)) {
			return new Answer(socket.getInputStream().readAllBytes());
		}
	}

	private static String untilTimeout(InputStream in) throws IOException {
		StringBuilder text = new StringBuilder();
		try {
			for (int next = in.read(); next >= 0; next = in.read()) {
				text.append((char) next);
			}
		}
		catch (SocketTimeoutException ex) {
			// All that is there has been read.
		}
		return text.toString();
	}

	/** All bytes of an answer. */
	private record Answer(byte[] bytes) {

		/** In lower case, without the blank line. */
		String head() {
			return latin().substring(0, latin().indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
		}

		String text() {
			return new String(content(), StandardCharsets.UTF_8);
		}

		String unzipped() throws IOException {
			try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content()))) {
				return new String(in.readAllBytes(), StandardCharsets.UTF_8);
			}
		}

		/** The body without the lines between its chunks. */
		byte[] content() {
			String body = latin().substring(latin().indexOf("\r\n\r\n") + 4);
			if (!head().contains("chunked")) {
				return body.getBytes(StandardCharsets.ISO_8859_1);
			}
			StringBuilder content = new StringBuilder();
			for (int at = 0; at < body.length();) {
				int line = body.indexOf("\r\n", at);
				int size = Integer.parseInt(body.substring(at, line), 16);
				content.append(body, line + 2, line + 2 + size);
				at = line + 2 + size + 2;
			}
			return content.toString().getBytes(StandardCharsets.ISO_8859_1);
		}

		String latin() {
			return new String(this.bytes, StandardCharsets.ISO_8859_1);
		}

	}

}
