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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that bytes which came after an answer reach no later request, also where the
 * event loop had no time to read them.
 */
@Timeout(60)
class StrayBytesTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ConnectionProvider pool = ConnectionProvider.create("stray-bytes", 1);

	private final LoopResources loops = LoopResources.create("stray-bytes", 1, true);

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.pool.dispose();
		this.loops.disposeLater(Duration.ZERO, LIMIT).block(LIMIT);
	}

	@Test
	void bytesThatTheEventLoopHasNotReadReachNoLaterRequest() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			new Thread(() -> accept(server)).start();
			List<Channel> used = new CopyOnWriteArrayList<>();
			HttpClient client = AnswerGuard.guard(HttpClient.create(this.pool).runOn(this.loops))
				.baseUrl("http://localhost:" + server.getLocalPort())
				.doOnRequest((request, connection) -> used.add(connection.channel()));
			// The first answer of a connection is followed by a rest.
			assertThat(ask(client, "/one").block(LIMIT)).isEqualTo("/one");
			assertThat(ask(client, "/two").block(LIMIT)).isEqualTo("/two");
			assertThat(this.connections).hasSize(1);
			CountDownLatch busy = new CountDownLatch(1);
			CountDownLatch go = new CountDownLatch(1);
			used.get(0).eventLoop().execute(() -> {
				busy.countDown();
				await(go);
			});
			// A loop that is woken up reads before it runs the task.
			await(busy);
			Mono<String> third = ask(client, "/three").onErrorReturn("failed").cache();
			third.subscribe();
			answer(this.connections.get(0), "somebody else's");
			awaitArrival(this.connections.get(0).getPort());
			go.countDown();
			assertThat(third.block(LIMIT)).isIn("/three", "failed");
			// As the chat client does where nothing was sent.
			assertThat(ask(client, "/four").retry(3).block(LIMIT)).isEqualTo("/four");
			assertThat(this.connections).hasSizeGreaterThan(1);
		}
	}

	/**
	 * Waits until the kernel has handed over what was written: on a busy machine that may
	 * be later than the write. Linux shows it, elsewhere it is not waited for.
	 */
	private static void awaitArrival(int port) {
		String local = ":%04X".formatted(port);
		List<Path> tables = Stream.of("/proc/net/tcp", "/proc/net/tcp6").map(Path::of).filter(Files::exists).toList();
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> tables.isEmpty() || tables.stream()
				.flatMap(StrayBytesTests::lines)
				.map((line) -> line.trim().split("\\s+"))
				.anyMatch((columns) -> columns[1].endsWith(local) && !columns[4].endsWith(":00000000")));
	}

	private static Stream<String> lines(Path table) {
		try {
			return Files.readAllLines(table).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Mono<String> ask(HttpClient client, String path) {
		return client.get().uri(path).responseSingle((response, body) -> body.asString());
	}

	private void accept(ServerSocket server) {
		try {
			while (true) {
				Socket connection = server.accept();
				this.connections.add(connection);
				new Thread(() -> serve(connection)).start();
			}
		}
		catch (IOException ex) {
			// The test has ended.
		}
	}

	/** Answers each request by its path. */
	private static void serve(Socket connection) {
		try (connection) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
			String path = null;
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				if (path == null) {
					path = line.split(" ")[1];
				}
				else if (line.isEmpty()) {
					answer(connection, path);
					path = null;
				}
			}
		}
		catch (IOException ex) {
			// The client has closed the connection.
		}
	}

	private static void answer(Socket connection, String text) throws IOException {
		connection.getOutputStream()
			.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + text.length() + "\r\n\r\n"
					+ text)
				.getBytes(StandardCharsets.US_ASCII));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
