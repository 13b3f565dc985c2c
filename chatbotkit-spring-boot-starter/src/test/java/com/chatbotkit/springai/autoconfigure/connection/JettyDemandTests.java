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

package com.chatbotkit.springai.autoconfigure.connection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JettyClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Jetty's publisher of a body gets a single request, and that no more of the
 * body is read than its subscriber asks for.
 */
@Timeout(60)
class JettyDemandTests {

	private static final int PIECES = 500;

	private final HttpClient client = new HttpClient();

	/** What Jetty's publisher was asked for. */
	private final List<Long> requests = new CopyOnWriteArrayList<>();

	/** How many buffers Jetty's publisher has delivered. */
	private final AtomicInteger delivered = new AtomicInteger();

	private ServerSocket server;

	@BeforeEach
	void listen() throws IOException {
		this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "test-server");
		thread.setDaemon(true);
		thread.start();
	}

	@AfterEach
	void close() throws IOException {
		LifeCycle.stop(this.client);
		this.server.close();
	}

	@Test
	void aBodyIsCompleteThoughItsPublisherIsAskedOnce() {
		assertThat(body().collect(Collectors.joining()).block())
			.isEqualTo(IntStream.range(0, PIECES).mapToObj(JettyDemandTests::piece).collect(Collectors.joining()));
		assertThat(this.requests).containsExactly(Long.MAX_VALUE);
	}

	@Test
	void aReaderThatStallsHoldsOneBufferMore() {
		StepVerifier.create(body(), 3)
			.expectNext(piece(0), piece(1), piece(2))
			.then(() -> assertThat(this.delivered).hasValueLessThanOrEqualTo(4))
			.thenRequest(2)
			.expectNext(piece(3), piece(4))
			.then(() -> assertThat(this.delivered).hasValueLessThanOrEqualTo(6))
			.thenRequest(Long.MAX_VALUE)
			.expectNextCount(PIECES - 5)
			.verifyComplete();
		assertThat(this.requests).containsExactly(Long.MAX_VALUE);
	}

	@Test
	void nothingIsReadAfterACancel() {
		StepVerifier.create(body(), 3).expectNext(piece(0), piece(1), piece(2)).thenCancel().verify();
		assertThat(this.delivered).hasValueLessThanOrEqualTo(4);
	}

	private Flux<String> body() {
		ClientHttpConnector jetty = new JettyClientHttpConnector(this.client);
		ClientHttpConnector watched = (method, uri, request) -> jetty.connect(method, uri, request)
			.map((response) -> new TransformedResponse(response, (body) -> body.doOnRequest(this.requests::add)
				.doOnNext((buffer) -> this.delivered.incrementAndGet())));
		return new AbortingConnector(watched, (request) -> new JettyExchange(request.getNativeRequest(),
				new JettyHandshakes(), 10_000, false, (connection) -> {
				}))
			.connect(HttpMethod.GET, URI.create("http://127.0.0.1:" + this.server.getLocalPort() + "/"),
					(request) -> request.setComplete())
			.flatMapMany(ClientHttpResponse::getBody)
			.map(JettyDemandTests::text);
	}

	private static String text(DataBuffer buffer) {
		String text = buffer.toString(StandardCharsets.UTF_8);
		DataBufferUtils.release(buffer);
		return text;
	}

	private static String piece(int number) {
		return "piece " + number + ";";
	}

	private void serve() {
		try (Socket socket = this.server.accept()) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				if (line.isEmpty()) {
					answer(socket.getOutputStream());
				}
			}
		}
		catch (IOException ex) {
			// The client has left.
		}
	}

	private static void answer(OutputStream out) throws IOException {
		StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		for (int i = 0; i < PIECES; i++) {
			String piece = piece(i);
			answer.append(Integer.toHexString(piece.length())).append("\r\n").append(piece).append("\r\n");
		}
		out.write(answer.append("0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
	}

}
