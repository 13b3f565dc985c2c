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

package com.chatbotkit.springai.api.netty;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import com.chatbotkit.springai.api.WireServer;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a connection stands before a request needs it, and that its server is not
 * asked anything for it.
 */
@Timeout(60)
class WarmConnectionTests {

	@TempDir
	private static Path folder;

	private final NettyConnections connections = new NettyConnections(100, null, true, true);

	private final ClientHttpConnector connector = Http2Tests.trusting(this.connections);

	private Duration rest = Duration.ZERO;

	@AfterEach
	void close() {
		this.connections.close();
	}

	@Test
	void theFirstRequestUsesTheConnectionThatStands() throws Exception {
		assertThat(connectionsOfTheFirstRequest(true)).isZero();
	}

	/**
	 * A connection rests for 50 ms after its first answer, here the client's own, and
	 * longer on a busy machine.
	 */
	@Test
	void theFirstRequestUsesTheConnectionThatStandsOverHttp1() throws Exception {
		int opened = 1;
		for (int rest = 100; rest <= 3200 && opened > 0; rest *= 2) {
			this.rest = Duration.ofMillis(rest);
			opened = connectionsOfTheFirstRequest(false);
		}
		assertThat(opened).isZero();
	}

	private int connectionsOfTheFirstRequest(boolean http2) throws Exception {
		try (Http2Server server = server(http2)) {
			open(this.connector, server.baseUrl());
			assertThat(server.requests).isEmpty();
			int before = server.connections.get();
			LockSupport.parkNanos(this.rest.toNanos());
			assertThat(ask(server.baseUrl())).isEqualTo("Hello");
			assertThat(server.requests).hasSize(1);
			return server.connections.get() - before;
		}
	}

	@Test
	void theFirstRequestUsesTheConnectionThatStandsOverPlainHttp() throws Exception {
		try (WireServer server = new WireServer()) {
			server.always(WireServer.answer(200, "text/plain", "Hello"));
			ClientHttpConnector plain = this.connections.connector(Duration.ofSeconds(10));
			open(plain, server.baseUrl());
			// The system may have made the connection before the server takes it.
			while (server.connections() == 0) {
				LockSupport.parkNanos(1_000_000);
			}
			assertThat(server.requests()).isEmpty();
			String answer = WebClient.builder()
				.clientConnector(plain)
				.build()
				.get()
				.uri(server.baseUrl())
				.retrieve()
				.bodyToMono(String.class)
				.block(Duration.ofSeconds(30));
			assertThat(answer).isEqualTo("Hello");
			assertThat(server.requests()).hasSize(1);
			assertThat(server.connections()).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anotherConnectionIsOpenedAfterAClose(boolean http2) throws Exception {
		try (Http2Server server = server(http2)) {
			WarmConnection warm = new WarmConnection(this.connector, URI.create(server.baseUrl()),
					Duration.ofMillis(100));
			warm.open();
			await(server, http2 ? 1 : 2);
			int before = server.connections.get();
			server.open.forEach((connection) -> connection.close());
			await(server, before + 1);
			warm.dispose();
			assertThat(server.requests).isEmpty();
			assertThat(ask(server.baseUrl())).isEqualTo("Hello");
			// Over HTTP/1.1 up to two, and one of the question if it comes in between.
			assertThat(server.connections.get()).isLessThanOrEqualTo(before + 3);
		}
	}

	private static Http2Server server(boolean http2) throws Exception {
		return new Http2Server(folder, http2, 100, (exchange) -> exchange.answer("text/plain", "Hello"));
	}

	private static void open(ClientHttpConnector connector, String url) throws Exception {
		Channel channel = new WarmConnection(connector, URI.create(url)).connection().block(Duration.ofSeconds(30));
		// The event loop gives the connection back in the task that ends the answer.
		channel.eventLoop().submit(() -> {
		}).sync();
	}

	private static void await(Http2Server server, int connections) {
		while (server.handshakes.get() < connections) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	private String ask(String url) {
		return WebClient.builder()
			.clientConnector(this.connector)
			.build()
			.post()
			.uri(url)
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofSeconds(30));
	}

}
