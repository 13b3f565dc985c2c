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

package com.chatbotkit.springai.test.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that does not come to the end of its request, on raw sockets.
 */
class SlowRequestsTests {

	private static final Duration SHORT = Duration.ofMillis(400);

	private static final Duration LONG = Duration.ofMinutes(10);

	private LocalServer server = server(LONG, LONG, LONG);

	private static LocalServer server(Duration head, Duration piece, Duration body) {
		return new LocalServer("slow", LocalServer.LOOPBACK, 0,
				(request, response) -> request.receive().aggregate().then(response.sendString(Mono.just("ok")).then()),
				head, piece, body);
	}

	private void start(Duration head, Duration piece, Duration body) {
		this.server.close();
		this.server = server(head, piece, body);
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aHeadThatDripsIsEnded() throws IOException {
		start(SHORT, LONG, LONG);
		assertThat(dripping("GET / HTTP/1.1\r\nHost: localhost\r\nX: ")).startsWith("HTTP/1.1 408 Request Timeout\r\n");
	}

	@Test
	void aHeadThatStopsIsEnded() throws IOException {
		start(SHORT, LONG, LONG);
		assertThat(stopping("GET / HTT")).startsWith("HTTP/1.1 408 Request Timeout\r\n");
	}

	@Test
	void aBodyThatStopsIsEnded() throws IOException {
		start(LONG, SHORT, LONG);
		assertThat(stopping("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc")).contains("408");
	}

	@Test
	void aBodyOfChunksThatStopsIsEnded() throws IOException {
		start(LONG, SHORT, LONG);
		assertThat(stopping("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"))
			.contains("408");
	}

	@Test
	void aBodyThatDripsForLongIsEnded() throws IOException {
		start(LONG, LONG, SHORT);
		assertThat(dripping("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")).contains("408");
	}

	@Test
	void oneRequestAfterAnotherIsAnswered() throws IOException {
		start(LONG, LONG, LONG);
		try (Socket socket = new Socket(LocalServer.LOOPBACK, this.server.port())) {
			for (int i = 0; i < 3; i++) {
				write(socket, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n");
				write(socket, "abc");
				StringBuilder answer = new StringBuilder();
				while (answer.indexOf("ok") < 0) {
					answer.append((char) socket.getInputStream().read());
				}
				assertThat(answer).startsWith("HTTP/1.1 200");
			}
		}
	}

	@Test
	void theSecondRequestHasItsTimeToo() throws IOException {
		start(SHORT, SHORT, LONG);
		String first = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
		assertThat(stopping(first + "GET / HTTP/1.1\r\n")).contains("200 OK").contains("ok");
	}

	private String stopping(String begin) throws IOException {
		try (Socket socket = new Socket(LocalServer.LOOPBACK, this.server.port())) {
			write(socket, begin);
			return rest(socket.getInputStream());
		}
	}

	/** Sends a byte again and again, until the server has enough. */
	private String dripping(String begin) throws IOException {
		try (Socket socket = new Socket(LocalServer.LOOPBACK, this.server.port())) {
			write(socket, begin);
			socket.setSoTimeout(20);
			StringBuilder answer = new StringBuilder();
			while (true) {
				try {
					int read = socket.getInputStream().read();
					if (read < 0) {
						return answer.toString();
					}
					answer.append((char) read);
				}
				catch (SocketTimeoutException ex) {
					write(socket, "a");
				}
				catch (SocketException ex) {
					return answer.toString();
				}
			}
		}
	}

	private static String rest(InputStream answer) throws IOException {
		return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

}
