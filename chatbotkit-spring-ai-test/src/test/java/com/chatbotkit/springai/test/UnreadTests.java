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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that stop in their request, or do not read: what waits for them is bounded.
 */
@Tag("once")
class UnreadTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().keepRequests(10).start();

	private final RawClient client = new RawClient(this.emulator);

	private final List<Socket> sockets = new ArrayList<>();

	@AfterEach
	void stop() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.emulator.close();
	}

	@Test
	void largePromptsWhoseEchoNobodyReads() throws Exception {
		String prompt = ("ab".repeat(20) + " ").repeat(MEBIBYTE / 41 - 10);
		long before = used();
		for (int i = 0; i < 10; i++) {
			byte[] body = RawClient.body("bot/id=b", prompt, true).getBytes(StandardCharsets.US_ASCII);
			assertThat(begin(body, body.length).getInputStream().read()).isEqualTo('H');
		}
		// A prompt with its body and the marks of its pieces: some megabytes each.
		assertThat(used() - before).isLessThan(100L * MEBIBYTE);
		assertThat(this.client.post(RawClient.body("bot/id=b", "hello", false)).body()).contains("Echo: hello");
	}

	@Test
	void pagesThatNobodyReads() throws Exception {
		// As many bytes as with short words, in a tenth of the chunks: the page keeps
		// bytes.
		String prompt = ("ab".repeat(200) + " ").repeat(MEBIBYTE / 401 - 1);
		long before = used();
		for (int i = 0; i < 300; i++) {
			Socket feed = connect();
			feed.getOutputStream()
				.write("GET /_emulator/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		int open = 0;
		for (Socket feed : this.sockets) {
			BufferedReader answer = new BufferedReader(
					new InputStreamReader(feed.getInputStream(), StandardCharsets.US_ASCII));
			String status = answer.readLine();
			assertThat(status).containsAnyOf("200", "503");
			open += status.contains("200") ? 1 : 0;
		}
		assertThat(open).isBetween(50, 110);
		// More than the journal keeps.
		for (int i = 0; i < 10; i++) {
			this.client.post(RawClient.body("bot/id=b", prompt, true));
		}
		assertThat(used() - before).isLessThan(400L * MEBIBYTE);
		for (Socket socket : this.sockets) {
			socket.close();
		}
		assertThat(told()).contains("\"kind\":\"REQUEST\"");
	}

	@Test
	void bodiesThatAreHalfSent() throws Exception {
		long before = used();
		String prompt = "ab ".repeat((MEBIBYTE - 1000) / 3);
		byte[] body = RawClient.body("bot/id=b", prompt, false).getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < 400; i++) {
			begin(body, body.length - 1);
		}
		HttpResponse<String> refused = this.client.post(RawClient.body("bot/id=b", prompt, false));
		for (int i = 0; refused.statusCode() == 200 && i < 100; i++) {
			refused = this.client.post(RawClient.body("bot/id=b", prompt, false));
		}
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.body()).contains("\"message\":\"Half-sent requests and unread answers have at most ",
				"Send requests to their end");
		assertThat(used() - before).isLessThan(400L * MEBIBYTE);
		assertThat(this.client.post(RawClient.body("bot/id=b", "hello", false)).body()).contains("Echo: hello");
		assertThat(this.client.post(RawClient.body("bot/id=b", "hello", true)).body()).contains("hello");
	}

	@Test
	void aRequestThatFoundNoRoomFindsItOnceTheOthersHaveGone() throws Exception {
		bodiesThatAreHalfSent();
		for (Socket socket : this.sockets) {
			socket.close();
		}
		String large = RawClient.body("bot/id=b", "ab ".repeat(100_000), false);
		Awaitility.await().untilAsserted(() -> assertThat(this.client.post(large).body()).contains("Echo: ab ab"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity", "gzip" })
	void largeAnswersThatNobodyReads(String encoding) throws Exception {
		// Hardly to be compressed.
		String text = new Random(1).ints(10 * MEBIBYTE, 'a', '~')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		this.emulator.bot("b").reply(text);
		long before = used();
		byte[] body = RawClient.body("bot/id=b", "hello", false).getBytes(StandardCharsets.US_ASCII);
		List<String> status = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			InputStream answer = begin(body, body.length, encoding).getInputStream();
			status.add(new String(answer.readNBytes(12), StandardCharsets.US_ASCII));
		}
		assertThat(status).startsWith("HTTP/1.1 200").endsWith("HTTP/1.1 503");
		assertThat(used() - before).isLessThan(500L * MEBIBYTE);
	}

	@Test
	void largeAnswersThatAreReadLeaveRoomForOthers() throws Exception {
		this.emulator.bot("b").reply("x".repeat(10 * MEBIBYTE));
		// Together more than there is room for.
		for (int i = 0; i < 20; i++) {
			assertThat(this.client.post(RawClient.body("bot/id=b", "hello", false)).statusCode()).isEqualTo(200);
		}
	}

	private Socket begin(byte[] body, int sent) throws IOException {
		return begin(body, sent, "identity");
	}

	private Socket begin(byte[] body, int sent, String encoding) throws IOException {
		Socket socket = connect();
		socket.getOutputStream()
			.write(("POST /v1/openai/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-test-1"
					+ "\r\nAccept-Encoding: " + encoding + "\r\nContent-Type: application/json\r\nContent-Length: "
					+ body.length + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(body, 0, sent);
		return socket;
	}

	/** A connection that takes little before it is read. */
	private Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(8192);
		socket.connect(new InetSocketAddress("127.0.0.1", URI.create(this.emulator.pageUrl()).getPort()));
		this.sockets.add(socket);
		return socket;
	}

	/**
	 * The events that a page gets that is opened now; places of closed ones are free
	 * before long.
	 */
	private String told() {
		return Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(this::events, Objects::nonNull);
	}

	private String events() throws IOException {
		try (InputStream events = URI.create(this.emulator.pageUrl() + "_emulator/events").toURL().openStream()) {
			return new String(events.readNBytes(500), StandardCharsets.UTF_8);
		}
	}

	private static long used() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
