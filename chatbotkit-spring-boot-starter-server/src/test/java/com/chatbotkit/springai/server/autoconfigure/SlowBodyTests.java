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
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests with bodies that come too slowly, or have no end.
 */
@Timeout(120)
class SlowBodyTests {

	private static final int SIZE = 100_000;

	@ParameterizedTest
	@EnumSource
	void whoSendsItByteForByteIsToldAtTheEndOfTheTime(Stack stack) throws Exception {
		try (ServedApplication application = ServedApplication.start(stack, Impatient.class);
				Socket socket = application.connect()) {
			begin(socket, "Content-Length: " + SIZE);
			PushbackInputStream input = new PushbackInputStream(socket.getInputStream());
			input.unread(firstByte(socket, input));
			Answer answer = Answer.read(input);
			assertThat(answer.status()).isEqualTo(408);
			assertThat(answer.headers()).containsEntry("Connection", "close");
			assertThat(answer.body()).isEqualTo("late");
			assertThat(application.bean(Impatient.class).handled).hasValue(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whoSendsWithoutEndIsNotReadWithoutEnd(Stack stack) throws Exception {
		byte[] chunk = ("4000\r\n" + " ".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
		try (ServedApplication application = ServedApplication.start(stack, Impatient.class);
				Socket socket = application.connect()) {
			begin(socket, "Transfer-Encoding: chunked");
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
				while (true) {
					socket.getOutputStream().write(chunk);
				}
			});
		}
	}

	/**
	 * Waits for the answer, and sends a byte of the body now and then: so seldom that
	 * none meets the server's close, which would take the answer away.
	 */
	private static int firstByte(Socket socket, InputStream input) throws IOException {
		while (true) {
			socket.setSoTimeout(500);
			try {
				int first = input.read();
				socket.setSoTimeout(0);
				return first;
			}
			catch (SocketTimeoutException ex) {
				socket.getOutputStream().write(' ');
			}
		}
	}

	private static void begin(Socket socket, String length) throws IOException {
		socket.getOutputStream()
			.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
					+ ServedApplication.KEY + "\r\nContent-Type: application/json\r\n" + length + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
	}

	@Configuration(proxyBeanMethods = false)
	static class Impatient {

		final AtomicInteger handled = new AtomicInteger();

		@Bean
		HttpEndpoint endpoint() {
			return new StubEndpoint() {

				@Override
				public int maxBodyBytes() {
					return SIZE;
				}

				@Override
				public Duration bodyTime() {
					return Duration.ofMillis(50);
				}

				@Override
				public Mono<EndpointResponse> handle(EndpointRequest request) {
					Impatient.this.handled.incrementAndGet();
					return Mono.just(EndpointResponse.of(200, Map.of(), ""));
				}

			};
		}

	}

}
