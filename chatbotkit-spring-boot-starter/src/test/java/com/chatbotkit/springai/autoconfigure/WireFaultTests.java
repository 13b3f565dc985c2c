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

package com.chatbotkit.springai.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that the same network fault is the same failure on each connector, for calls and
 * streams: its class, its code and the number of attempts.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class WireFaultTests {

	private static final String PROXIED = "https://api.example.com";

	private static final String STALL = "200ms";

	private static final String WHOLE = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
			+ "\"finish_reason\":\"stop\"}]}";

	private static final Map<String, SharedClient> CLIENTS = new HashMap<>();

	private final String connector;

	WireFaultTests(String connector) {
		this.connector = connector;
	}

	@AfterAll
	static void close() {
		CLIENTS.values().forEach(SharedClient::close);
		CLIENTS.clear();
	}

	/**
	 * Of these a bot may have run something, and a plain model is asked again.
	 */
	@TestFactory
	Stream<DynamicNode> aConnectionThatIsLostBeforeTheAnswerIsAPassingFailure() {
		return Stream.of(lost("an end within the first word", "HTT"), lost("an end within the version", "HTTP/1."),
				lost("an end before the status", "HTTP/1.1 "), lost("an end within the status", "HTTP/1.1 20"),
				lost("an end after the status line", "HTTP/1.1 200 OK\r\n"),
				lost("an end within a header's name", "HTTP/1.1 200 OK\r\nContent-Ty"),
				lost("an end after a header", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"),
				lost("an end within a header's value", "HTTP/1.1 503 Busy\r\nContent-Type: app"),
				lost("an end within the length",
						"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1"),
				lost("an end within the last line's end", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r"),
				lost("an end before the answer", ""));
	}

	@TestFactory
	Stream<DynamicNode> aResetBeforeTheAnswerIsAPassingFailure() {
		return Stream.of(fault("a reset before the answer", http((connection) -> {
			connection.readRequest();
			connection.reset();
		}), "CONNECTION_LOST", Verdict.MAYBE_RUN));
	}

	@TestFactory
	Stream<DynamicNode> whatIsNoHttpIsALastingFailure() {
		return Stream.of(nonsense("another protocol", "SSH-2.0-OpenSSH_9.6\r\n\r\n"),
				nonsense("a page", "<html>no</html>\r\n\r\n"),
				nonsense("an unknown version", "HTTP/1.1x 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
				nonsense("a status that is less than nothing", "HTTP/1.1 -200 OK\r\nContent-Length: 0\r\n\r\n"),
				nonsense("a status that is no number", "HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\n{}"),
				nonsense("a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}"));
	}

	/** On the other connectors it is 204 NO_CONTENT. */
	@TestFactory
	Stream<DynamicNode> anAnswerOfNothingWithALengthIsALastingFailure() {
		assumeThat(this.connector).isEqualTo("jdk");
		return Stream.of(nonsense("a 204 with a length",
				"HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
	}

	@TestFactory
	Stream<DynamicNode> aHeaderWithoutAColonIsALastingFailure() {
		assumeThat(this.connector).as("The JDK's client passes over it").isNotEqualTo("jdk");
		return Stream.of("nocolon", "no<colon>", "Content-Ty")
			.map((line) -> nonsense(line, "HTTP/1.1 200 OK\r\n" + line + "\r\nContent-Length: 2\r\n\r\n{}"));
	}

	/**
	 * None asks for compression, and one that is cut must not pass as an empty one.
	 */
	@TestFactory
	Stream<DynamicNode> aCompressedAnswerIsRefusedWholeAndCut() {
		return Stream.of("gzip", "deflate")
			.flatMap((coding) -> Stream.of(true, false)
				.map((whole) -> DynamicTest.dynamicTest(coding + (whole ? ", whole" : ", cut"),
						() -> refusesCompressed(coding, whole))));
	}

	private void refusesCompressed(String coding, boolean whole) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream compressed = coding.equals("gzip") ? new GZIPOutputStream(bytes)
				: new DeflaterOutputStream(bytes)) {
			compressed.write(WHOLE.getBytes(StandardCharsets.UTF_8));
		}
		byte[] body = whole ? bytes.toByteArray() : Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
		for (boolean stream : new boolean[] { false, true }) {
			withServer((connection) -> {
				connection.readRequest();
				connection.write(okOf(stream) + "Content-Encoding: " + coding + "\r\nContent-Length: " + body.length
						+ "\r\n\r\n");
				connection.write(body);
				connection.stall();
			}, (model) -> assertThatExceptionOfType(ChatBotKitNonTransientException.class)
				.isThrownBy(() -> ask(model, stream))
				.withMessageStartingWith(
						"200 UNEXPECTED_CONTENT: the answer is compressed (Content-Encoding: " + coding));
		}
	}

	@TestFactory
	Stream<DynamicNode> anAnswerThatIsWholeIsNotWaitedForThoughItsBodyNeverEnds() {
		return Stream
			.of("Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(WHOLE.length()) + "\r\n" + WHOLE + "\r\n",
					"Transfer-Encoding: chunked\r\n\r\n1000\r\n" + WHOLE, "Content-Length: 1000\r\n\r\n" + WHOLE,
					"\r\n" + WHOLE)
			.map((rest) -> DynamicTest.dynamicTest(rest.substring(0, 20).strip(), () -> withServer((connection) -> {
				connection.readRequest();
				connection.write(okOf(false) + rest);
				connection.stall();
			}, (model) -> assertThat(ask(model, false)).isEqualTo("Hi"))));
	}

	@TestFactory
	Stream<DynamicNode> anAnswerWhoseBodyBreaksOffIsLostThoughItsJsonIsWhole() {
		return Stream
			.of("Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(WHOLE.length()) + "\r\n" + WHOLE + "\r\n",
					"Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(WHOLE.length()) + "\r\n" + WHOLE,
					"Transfer-Encoding: chunked\r\n\r\n1000\r\n" + WHOLE, "Content-Length: 1000\r\n\r\n" + WHOLE)
			.map((rest) -> DynamicTest.dynamicTest(rest.substring(0, 20).strip(), () -> withServer((connection) -> {
				connection.readRequest();
				connection.write(okOf(false) + rest);
				connection.end();
			}, (model) -> assertThatExceptionOfType(ChatBotKitTransientException.class)
				.isThrownBy(() -> ask(model, false))
				.withMessageStartingWith("200 CONNECTION_LOST: "))));
	}

	private static String okOf(boolean stream) {
		return "HTTP/1.1 200 OK\r\nContent-Type: " + (stream ? "text/event-stream" : "application/json") + "\r\n";
	}

	private static @Nullable String ask(ChatBotKitChatModel model, boolean stream) {
		return stream ? String.valueOf(model.stream(new Prompt("Hi")).blockLast()) : model.call("Hi");
	}

	private void withServer(RawServer.Script script, Consumer<ChatBotKitChatModel> work) {
		try (RawServer server = new RawServer(script)) {
			work.accept(client(http(script)).at(server.port()));
		}
	}

	@TestFactory
	Stream<DynamicNode> aTlsHandshakeThatEndsIsAConnectionThatNeverStood() {
		return Stream
			.of(handshake("an end at once", tls(RawServer.Connection::end), "CONNECTION_FAILED", Verdict.NOT_RUN),
					handshake("an end after the hello", tls((connection) -> {
						connection.readSome();
						connection.end();
					}), "CONNECTION_FAILED", Verdict.NOT_RUN),
					handshake("a reset after the hello", tls((connection) -> {
						connection.readSome();
						connection.reset();
					}), "CONNECTION_FAILED", Verdict.NOT_RUN), handshake("an end within a record", tls((connection) -> {
						connection.readSome();
						connection.write((byte) 22, (byte) 3, (byte) 3, (byte) 0, (byte) 80, (byte) 2, (byte) 0);
						connection.end();
					}), "CONNECTION_FAILED", Verdict.NOT_RUN),
					handshake("a stall", tls(RawServer.Connection::stall).stalling(), "CONNECTION_FAILED",
							Verdict.NOT_RUN))
			.flatMap((faults) -> faults);
	}

	@TestFactory
	Stream<DynamicNode> aTlsHandshakeThatIsRefusedIsALastingFailure() {
		return Stream.of(handshake("an alert", tls((connection) -> {
			connection.readSome();
			connection.write((byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte) 40);
			connection.stall();
		}), "CONNECTION_FAILED", Verdict.LASTING), handshake("an alert and the end", tls((connection) -> {
			connection.readSome();
			connection.write((byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte) 40);
			connection.end();
		}), "CONNECTION_FAILED", Verdict.LASTING), handshake("plain text", tls((connection) -> {
			connection.readSome();
			connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
			connection.stall();
		}), "CONNECTION_FAILED", Verdict.LASTING)).flatMap((faults) -> faults);
	}

	@TestFactory
	Stream<DynamicNode> aProxyThatRefusesATunnelIsAConnectionThatNeverStoodAndIsNamed() {
		return Stream.of(
				refused("with nothing more", 407, "Proxy Authentication Required",
						"Proxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 0\r\n\r\n"),
				refused("without a challenge, as a page", 407, "Proxy Authentication Required",
						"Content-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>no</html>"),
				refused("as a page", 403, "Forbidden",
						"Content-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>no</html>"),
				refused("with a body", 503, "Service Unavailable", "Content-Length: 4\r\n\r\nbusy"),
				refused("in chunks", 502, "Bad Gateway", "Transfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n0\r\n\r\n"),
				refused("as a redirect", 302, "Found", "Location: http://x/\r\nContent-Length: 0\r\n\r\n"),
				refused("as created", 201, "Created", "Content-Length: 0\r\n\r\n"),
				refused("as nothing", 204, "No Content", "\r\n"),
				refused("as a switch", 101, "Switching Protocols", "Connection: upgrade\r\nUpgrade: x\r\n\r\n"),
				refused("as a switch with bytes", 101, "Switching Protocols", "Upgrade: x\r\n\r\nhello"),
				refused("as a part", 206, "Partial Content", "Content-Length: 0\r\n\r\n"),
				refused("as unknown", 404, "Not Found", "Content-Length: 0\r\n\r\n"),
				refused("as too much", 429, "Too Many Requests", "Retry-After: 100\r\nContent-Length: 0\r\n\r\n"),
				refused("as a page that does not end", 403, "Forbidden", "Content-Length: 1000\r\n\r\n<html>"),
				refused("in a chunk that does not end", 502, "Bad Gateway",
						"Transfer-Encoding: chunked\r\n\r\n1000\r\nbusy"),
				refused("as a large page", 407, "Proxy Authentication Required",
						"Content-Type: text/html\r\nContent-Length: 100000\r\n\r\n" + "<p>no</p>\n".repeat(10_000)),
				refused("after interim responses", 403, "Forbidden",
						"HTTP/1.1 100 Continue\r\n\r\n"
								+ "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n%sContent-Length: 0\r\n\r\n",
						false),
				refused("as a page that breaks off", 403, "Forbidden", "%sContent-Length: 10\r\n\r\nno", true));
	}

	@TestFactory
	Stream<DynamicNode> aProxyThatBreaksOffIsAConnectionThatNeverStood() {
		return Stream.of(brokenOff("an end", ""), brokenOff("an end within the status line", "HTTP/1.1 407 Pro"),
				brokenOff("another protocol", "SSH-2.0-OpenSSH\r\n\r\n"),
				brokenOff("an end within the head", "HTTP/1.1 403 Forbidden\r\nContent-Le"),
				brokenOff("an end after the tunnel", "HTTP/1.1 200 OK\r\n\r\n"),
				brokenOff("a head that is too large",
						"HTTP/1.1 403 Forbidden\r\n" + ("X-A: " + "a".repeat(10_000) + "\r\n").repeat(60) + "\r\n"),
				fault("a reset", proxied((connection) -> {
					connection.readRequest();
					connection.reset();
				}), "CONNECTION_FAILED", Verdict.NOT_RUN), fault("a stall",
						proxied(RawServer.Connection::stall).stalling(), "CONNECTION_FAILED", Verdict.NOT_RUN));
	}

	@TestFactory
	Stream<DynamicNode> aTlsHandshakeThatFailsBehindAProxyIsAConnectionThatNeverStood() {
		assumeThat(this.connector).as("The JDK's client sends without waiting for it").isNotEqualTo("jdk");
		return Stream.of(
				handshake("a stall after the tunnel", tunnel(RawServer.Connection::stall).stalling(),
						"CONNECTION_FAILED", Verdict.NOT_RUN),
				handshake("an end after the tunnel", tunnel(RawServer.Connection::end), "CONNECTION_FAILED",
						Verdict.NOT_RUN),
				handshake("an end after the hello", tunnel((connection) -> {
					connection.readSome();
					connection.end();
				}), "CONNECTION_FAILED", Verdict.NOT_RUN), handshake("an alert", tunnel((connection) -> {
					connection.readSome();
					connection.write((byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte) 40);
					connection.end();
				}), "CONNECTION_FAILED", Verdict.LASTING))
			.flatMap((faults) -> faults);
	}

	@TestFactory
	Stream<DynamicNode> aPageInPlaceOfATunnelIsNoSecureConnection() {
		assumeThat(this.connector).as("The JDK's client sends without waiting for it").isNotEqualTo("jdk");
		return Stream.of("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
			.map((interim) -> fault("after '" + interim + "'", proxied((connection) -> {
				connection.readRequest();
				connection.write(interim + "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>no tunnel</html>");
				connection.stall();
			}), "CONNECTION_FAILED", Verdict.LASTING));
	}

	private static Server tunnel(RawServer.Script script) {
		return proxied((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 200 OK\r\n\r\n");
			script.play(connection);
		});
	}

	/** On Jetty only a connection that may be of HTTP/2 waits for the handshake. */
	private Stream<DynamicNode> handshake(String name, Server server, String code, Verdict verdict) {
		return Stream.of(fault(name, server, code, verdict),
				fault(name + ", HTTP/1.1 alone", server.withoutHttp2(), code, verdict));
	}

	private DynamicNode lost(String name, String head) {
		return fault(name, http((connection) -> {
			connection.readRequest();
			connection.write(head);
			connection.end();
		}), "CONNECTION_LOST", Verdict.MAYBE_RUN);
	}

	private DynamicNode nonsense(String name, String head) {
		return fault(name, http((connection) -> {
			connection.readRequest();
			connection.write(head);
			connection.stall();
		}), "REQUEST_FAILED", Verdict.LASTING);
	}

	private DynamicNode brokenOff(String name, String head) {
		return fault(name, proxied((connection) -> {
			connection.readRequest();
			connection.write(head);
			connection.end();
		}), "CONNECTION_FAILED", Verdict.NOT_RUN);
	}

	private DynamicNode refused(String name, int status, String reason, String rest) {
		return refused(name, status, reason, "%s" + rest, false);
	}

	/**
	 * @param answer the proxy's answer, with a %s for its status line
	 * @param ends whether the proxy closes the connection then
	 */
	private DynamicNode refused(String name, int status, String reason, String answer, boolean ends) {
		Server server = proxied((connection) -> {
			connection.readRequest();
			connection.write(answer.formatted("HTTP/1.1 " + status + " " + reason + "\r\n"));
			if (ends) {
				connection.end();
			}
			else {
				connection.stall();
			}
		});
		return fault(status + " " + name, server, "CONNECTION_FAILED", Verdict.NOT_RUN,
				"the proxy 127.0.0.1:%d refused a tunnel to api.example.com:443: " + status + " " + reason
						+ ((status == 407) ? "; give the HTTP client the user name and password that the proxy takes"
								: ""));
	}

	private DynamicNode fault(String name, Server server, String code, Verdict verdict, String... words) {
		return DynamicTest.dynamicTest(name, () -> check(server, code, verdict, words));
	}

	private void check(Server script, String code, Verdict verdict, String... words) {
		try (RawServer server = new RawServer(script.script())) {
			if (script.isProxy()) {
				AtomicInteger attempts = new AtomicInteger();
				behindProxy(script, server).withBean(ChatBotKitWebClientCustomizer.class,
						() -> (builder) -> builder.filter((request, next) -> {
							attempts.incrementAndGet();
							return next.exchange(request);
						}))
					.run((context) -> {
						ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
						if (script.isStalling()) {
							checkAtOnce(model, attempts, code, verdict);
						}
						else {
							check(model, attempts, server, code, verdict, words);
						}
						if (words.length > 0) {
							// Without a body nobody else knows whether it was sent.
							Throwable thrown = catchThrowable(
									() -> context.getBean(ChatBotKitApi.class).checkBot("clx1").block());
							assertFailure(thrown, code, verdict);
							assertThat(thrown).hasMessageContaining(words[0].formatted(server.port()));
						}
					});
			}
			else {
				SharedClient client = client(script);
				ChatBotKitChatModel model = client.at(server.port());
				if (script.isStalling()) {
					checkAtOnce(model, client.attempts, code, verdict);
				}
				else {
					check(model, client.attempts, server, code, verdict, words);
				}
			}
		}
	}

	private static void check(ChatBotKitChatModel model, AtomicInteger attempts, RawServer server, String code,
			Verdict verdict, String... words) {
		for (String selector : List.of("bot/id=clx1", "model/name=gpt-4o")) {
			Prompt prompt = new Prompt("Hi", ChatBotKitChatOptions.builder().model(selector).build());
			for (ThrowingCallable exchange : List.<ThrowingCallable>of(() -> model.call(prompt),
					() -> model.stream(prompt).blockLast())) {
				attempts.set(0);
				Throwable thrown = catchThrowable(exchange);
				assertFailure(thrown, code, verdict);
				for (String word : words) {
					assertThat(thrown).hasMessageContaining(word.formatted(server.port()));
				}
				assertThat(attempts).hasValue(verdict.attempts(selector.startsWith("bot/")));
			}
		}
	}

	/**
	 * All at once, for each waits for its timeouts.
	 */
	private static void checkAtOnce(ChatBotKitChatModel model, AtomicInteger attempts, String code, Verdict verdict) {
		attempts.set(0);
		ExecutorService callers = Executors.newFixedThreadPool(4);
		try {
			int expected = 0;
			List<Future<Throwable>> failures = new ArrayList<>();
			for (String selector : List.of("bot/id=clx1", "model/name=gpt-4o")) {
				Prompt prompt = new Prompt("Hi", ChatBotKitChatOptions.builder().model(selector).build());
				failures.add(callers.submit(() -> catchThrowable(() -> model.call(prompt))));
				failures.add(callers.submit(() -> catchThrowable(() -> model.stream(prompt).blockLast())));
				expected += 2 * verdict.attempts(selector.startsWith("bot/"));
			}
			for (Future<Throwable> failure : failures) {
				assertFailure(failure.get(), code, verdict);
			}
			assertThat(attempts).hasValue(expected);
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static void assertFailure(Throwable thrown, String code, Verdict verdict) {
		assertThat(thrown).isInstanceOf(verdict.type()).hasMessageStartingWith(code + ": ");
		assertThat(thrown.toString()).doesNotContain(Contexts.SECRET);
		assertThat(((ChatBotKitRequestException) thrown).getFailure().status()).isZero();
		assertThat(((ChatBotKitRequestException) thrown).isNotExecuted()).isEqualTo(verdict == Verdict.NOT_RUN);
	}

	private SharedClient client(Server script) {
		return CLIENTS.computeIfAbsent(this.connector + script.connect() + script.host() + script.http2(),
				(key) -> new SharedClient(script.host(), properties(script)));
	}

	private ApplicationContextRunner behindProxy(Server script, RawServer server) {
		return Contexts.configured()
			.withPropertyValues(properties(script))
			.withPropertyValues("spring.ai.chatbotkit.base-url=" + PROXIED)
			.withBean(ClientHttpConnectorBuilderCustomizer.class,
					() -> ProxyTests.customizer(this.connector, server.address())::apply);
	}

	private String[] properties(Server script) {
		return new String[] { "spring.http.clients.reactive.connector=" + this.connector,
				"spring.ai.retry.backoff.initial-interval=1ms", "spring.ai.chatbotkit.timeout.response=30s",
				"spring.ai.chatbotkit.timeout.connect=" + script.connect(),
				"spring.ai.chatbotkit.connections.http2=" + script.http2() };
	}

	private static Server http(RawServer.Script script) {
		return new Server("http://127.0.0.1", "30s", true, script);
	}

	private static Server tls(RawServer.Script script) {
		return new Server("https://localhost", "30s", true, script);
	}

	private static Server proxied(RawServer.Script script) {
		return new Server(PROXIED, "30s", true, script);
	}

	/**
	 * A server, how it is asked for, how long a connection to it may take to stand and
	 * whether HTTP/2 is offered to it.
	 */
	private record Server(String host, String connect, boolean http2, RawServer.Script script) {

		boolean isProxy() {
			return this.host.equals(PROXIED);
		}

		/** With a timeout that passes in any case. */
		Server stalling() {
			return new Server(this.host, STALL, this.http2, this.script);
		}

		Server withoutHttp2() {
			return new Server(this.host, this.connect, false, this.script);
		}

		boolean isStalling() {
			return this.connect.equals(STALL);
		}

	}

	/**
	 * What follows from a fault.
	 */
	private enum Verdict {

		LASTING, MAYBE_RUN, NOT_RUN;

		Class<?> type() {
			return (this == LASTING) ? ChatBotKitNonTransientException.class : ChatBotKitTransientException.class;
		}

		int attempts(boolean bot) {
			return (this == NOT_RUN || (this == MAYBE_RUN && !bot)) ? 3 : 1;
		}

	}

}
