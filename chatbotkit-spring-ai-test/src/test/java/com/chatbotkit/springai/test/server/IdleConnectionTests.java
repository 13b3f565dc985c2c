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
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection between two requests, on raw sockets.
 */
class IdleConnectionTests {

	/** The platform closes idle connections after this time: docs/contract.md. */
	private static final Duration PROMISED = Duration.ofSeconds(5);

	/** A busy machine may wake this test too late to tell anything. */
	private static final Duration TOO_LATE = PROMISED.plusMillis(800);

	private static final int ATTEMPTS = 20;

	private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final LocalServer server = new LocalServer("idle", LocalServer.LOOPBACK, 0,
			(request, response) -> response.sendString(Mono.just("ok")));

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aRequestAtTheLastMomentIsAnswered() throws Exception {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try (Socket socket = new Socket(LocalServer.LOOPBACK, this.server.port())) {
				assertThat(isAnswered(socket)).isTrue();
				long begin = System.nanoTime();
				Thread.sleep(PROMISED.plusMillis(20).toMillis());
				boolean answered = isAnswered(socket);
				if (answered || System.nanoTime() - begin < TOO_LATE.toNanos()) {
					assertThat(answered).isTrue();
					return;
				}
			}
		}
		throw new IllegalStateException("This machine is too busy to tell");
	}

	@Test
	void aConnectionThatIsNotUsedIsClosed() throws IOException {
		try (Socket socket = new Socket(LocalServer.LOOPBACK, this.server.port())) {
			assertThat(isAnswered(socket)).isTrue();
			socket.setSoTimeout(60_000);
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	private static boolean isAnswered(Socket socket) throws IOException {
		StringBuilder answer = new StringBuilder();
		try {
			socket.getOutputStream().write(REQUEST);
			int next = 0;
			while (next >= 0 && !answer.toString().endsWith("\r\n\r\nok")) {
				next = socket.getInputStream().read();
				answer.append((char) next);
			}
		}
		catch (SocketException ex) {
			return false;
		}
		return answer.toString().startsWith("HTTP/1.1 200");
	}

}
