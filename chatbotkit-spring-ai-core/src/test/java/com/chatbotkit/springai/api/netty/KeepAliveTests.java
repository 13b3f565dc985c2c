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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.api.WireServer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeepAlive}: with a real server, and a clock that the test sets.
 */
@Timeout(60)
class KeepAliveTests {

	/**
	 * An answer's end is counted in real time, from which that of the test differs by as
	 * much as the machine is slow.
	 */
	private static final long SLOW_MACHINE = 20_000;

	private final AtomicLong time = new AtomicLong(System.nanoTime());

	private final WireServer server = new WireServer();

	private final NettyConnections connections = new NettyConnections(10, null, true, false, this.time::get,
			Http2Liveness.Limits.DEFAULTS);

	private final HttpClient client = this.connections.runOnOwnLoops(this.connections.client(Duration.ofSeconds(10)));

	@AfterEach
	void close() {
		this.connections.close();
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			timeout=75          | 74000
			timeout=5           | 4000
			Timeout=5, max=1000 | 4000
			max=1000, TIMEOUT=5 | 4000
			max=3;timeout=5     | 4000
			timeout = 5         | 4000
			timeout="5"         | 4000
			timeout=5.9         | 4000
			timeout=3           | 2000
			timeout=2           | 1000
			timeout=1           | 500
			timeout=0           | 0
			timeout=86400       | 240000
			timeout=99999999999999999999 | 240000
			""")
	void theServersTimeoutCountsLessAMargin(String value, long millis) {
		assertThat(KeepAlive.usableFor(headers(value))).isEqualTo(Duration.ofMillis(millis).toNanos());
	}

	@ParameterizedTest
	@ValueSource(strings = { "max=5", "timeout", "timeout=", "timeout=-1", "timeout=soon", "mytimeout=5", "" })
	void aHeaderThatNamesNoTimeoutSaysNothing(String value) {
		assertThat(KeepAlive.usableFor(headers(value))).isNull();
	}

	@Test
	void theShortestOfSeveralHeadersCounts() {
		HttpHeaders headers = headers("timeout=75").add("Keep-Alive", "timeout=5").add("keep-alive", "max=9");
		assertThat(KeepAlive.usableFor(headers)).isEqualTo(Duration.ofSeconds(4).toNanos());
	}

	@Test
	void aConnectionIsUsedAgainAsLongAsItsServerSays() {
		this.server.always(WireServer.answer(200, "text/plain", "Hello", "Keep-Alive: timeout=200"));
		ask();
		this.time.addAndGet(Duration.ofMillis(199_000 - SLOW_MACHINE).toNanos());
		ask();
		assertThat(this.server.connections()).isOne();
		this.time.addAndGet(Duration.ofMillis(199_000 + SLOW_MACHINE).toNanos());
		ask();
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void aServerThatSaysNothingOverPlainHttpIsTakenForOneThatClosesAfterFiveSeconds() {
		this.server.always(WireServer.answer(200, "text/plain", "Hello"));
		ask();
		this.time.addAndGet(Duration.ofMillis(4_000 + SLOW_MACHINE).toNanos());
		ask();
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void aConnectionThatItsServerKeepsForNoTimeIsNotUsedAgain() {
		this.server.always(WireServer.answer(200, "text/plain", "Hello", "Keep-Alive: timeout=0"));
		this.time.addAndGet(Duration.ofMillis(SLOW_MACHINE).toNanos());
		ask();
		ask();
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void whatAnInterimResponseSaysDoesNotCount() {
		this.server.always((exchange) -> exchange.write("HTTP/1.1 103 Early Hints\r\nKeep-Alive: timeout=1\r\n\r\n"
				+ "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=200\r\nContent-Length: 2\r\n\r\nok"));
		ask();
		this.time.addAndGet(Duration.ofSeconds(100).toNanos());
		ask();
		assertThat(this.server.connections()).isOne();
	}

	@Test
	void aConnectionThatTheServerClosesIsNotUsedAgain() {
		this.server
			.always(WireServer.answer(200, "text/plain", "Hello", "Keep-Alive: timeout=200", "Connection: close"));
		ask();
		ask();
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void aTimeThatTheUserSetCountsAlone() {
		this.server.always(WireServer.answer(200, "text/plain", "Hello", "Keep-Alive: timeout=0"));
		try (NettyConnections own = new NettyConnections(10, Duration.ofMinutes(5), true)) {
			HttpClient client = own.client(Duration.ofSeconds(10));
			ask(client);
			ask(client);
		}
		assertThat(this.server.connections()).isOne();
	}

	private void ask() {
		ask(this.client);
	}

	private void ask(HttpClient client) {
		AtomicReference<Channel> used = new AtomicReference<>();
		String answer = client.doOnResponse((response, connection) -> used.set(connection.channel()))
			.get()
			.uri(this.server.baseUrl())
			.responseContent()
			.aggregate()
			.asString()
			.block(Duration.ofSeconds(30));
		assertThat(answer).isNotEmpty();
		// The event loop gives the connection back in the task that ends the answer.
		used.get().eventLoop().submit(() -> {
		}).syncUninterruptibly();
	}

	private static HttpHeaders headers(String value) {
		return new DefaultHttpHeaders().add("Keep-Alive", value);
	}

}
