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

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of servers that send the request back in any part of a response: on no connector
 * an exception, its causes or a warning contain the key or the prompt.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(60)
class EchoedSecretTests {

	private static final String PROMPT = "My doctor says that I have a rare illness";

	private static final String GATEWAY_KEY = "gateway-0123456789";

	private final String connector;

	private final Logger logger = (Logger) LoggerFactory.getLogger("com.chatbotkit");

	private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

	EchoedSecretTests(String connector) {
		this.connector = connector;
	}

	@BeforeEach
	void listen() {
		this.logged.start();
		this.logger.addAppender(this.logged);
		this.logger.setLevel(Level.INFO);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.logged);
		this.logger.setLevel(null);
	}

	@Test
	void anInvalidStatusLine() throws Exception {
		assertNothingIsTold((request) -> request + "\r\n\r\n");
	}

	@Test
	void anInvalidHeader() throws Exception {
		assertNothingIsTold((request) -> "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n "
				+ request.replaceAll("\\s", " ") + "\r\nContent-Length: x\r\n\r\n");
	}

	@Test
	void anErrorPage() throws Exception {
		assertNothingIsTold(
				(request) -> answer(503, "text/html", "<html><body><pre>" + request + "</pre></body></html>"));
	}

	@Test
	void anErrorInJson() throws Exception {
		assertNothingIsTold((request) -> answer(400, "application/json", "{\"error\":{\"message\":\"bad: "
				+ json(request) + "\",\"code\":\"" + Contexts.SECRET + "\",\"type\":\"" + PROMPT + "\"}}"));
	}

	@Test
	void aRedirect() throws Exception {
		assertNothingIsTold((request) -> "HTTP/1.1 302 Found\r\nLocation: https://user:" + Contexts.SECRET
				+ "@example.com/?q=" + PROMPT.replace(' ', '+') + "x".repeat(3000)
				+ "\r\nX-Failure-Code: a\tb\r\nContent-Length: 0\r\n\r\n");
	}

	@Test
	void aResponseThatIsNotJson() throws Exception {
		assertNothingIsTold((request) -> answer(200, "application/json", "{\"choices\": " + request));
		assertNothingIsTold((request) -> answer(200, "text/plain", request));
	}

	@Test
	void anEventThatIsNotJson() throws Exception {
		assertNothingIsTold((request) -> answer(200, "text/event-stream", "data: {\"choices\": " + request + "\n\n"));
		assertNothingIsTold(
				(request) -> answer(200, "text/event-stream", "event: error\ndata: {\"error\":{\"message\":\""
						+ json(request) + "\",\"code\":\"" + Contexts.SECRET + "\"}}\n\n"));
	}

	@Test
	void controlAndBidirectionalCharacters() throws Exception {
		Throwable failed = fail((request) -> answer(404, "application/json",
				"{\"message\":\"gone\\u202e\\u0007\\u001b[2J\\u2028\",\"code\":\"A\\u202eB\"}"), true);
		assertThat(failed).message().startsWith("404 A\\u202eB: gone\\u202e [2J\\u2028 [");
		assertThat(failed).message().doesNotContainPattern("[\\p{Cc}\\p{Cf}\u2028]");
	}

	@Test
	void theWireLogHasTheRequestWithoutKeyAndControlCharacters() throws Exception {
		((Logger) LoggerFactory.getLogger("com.chatbotkit.springai.wire")).setLevel(Level.TRACE);
		try {
			fail((request) -> answer(404, "text/plain", "gone\u202e\u001b[2J " + request), false);
		}
		finally {
			((Logger) LoggerFactory.getLogger("com.chatbotkit.springai.wire")).setLevel(null);
		}
		assertThat(this.logged.list).extracting(ILoggingEvent::getFormattedMessage)
			.filteredOn((line) -> line.startsWith("-->"))
			.singleElement()
			.asString()
			.contains("POST http://127.0.0.1:", "Authorization: ***", PROMPT);
		assertThat(this.logged.list)
			.allSatisfy((event) -> assertThat(event.getFormattedMessage()).doesNotContain(Contexts.SECRET)
				.doesNotContainPattern("[\\p{Cc}\\p{Cf}\u2028]"));
	}

	private void assertNothingIsTold(Echo echo) throws Exception {
		for (boolean stream : List.of(false, true)) {
			Throwable failed = fail(echo, stream);
			StringWriter trace = new StringWriter();
			failed.printStackTrace(new PrintWriter(trace));
			assertThat(trace.toString()).doesNotContain(Contexts.SECRET, GATEWAY_KEY, "doctor", "illness")
				.hasSizeLessThan(100_000);
			assertThat(failed).message().hasSizeLessThan(5000);
		}
		assertThat(this.logged.list).allSatisfy((event) -> assertThat(event.getFormattedMessage())
			.doesNotContain(Contexts.SECRET, GATEWAY_KEY, "doctor", "illness"));
	}

	private Throwable fail(Echo echo, boolean stream) throws Exception {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			new Thread(() -> serve(server, echo)).start();
			Throwable[] failed = new Throwable[1];
			Contexts.configured()
				.withPropertyValues("spring.http.clients.reactive.connector=" + this.connector,
						"spring.ai.chatbotkit.base-url=http://127.0.0.1:" + server.getLocalPort(),
						"spring.ai.chatbotkit.headers.x-gateway-key=" + GATEWAY_KEY,
						"spring.ai.chatbotkit.timeout.response=5s", "spring.ai.chatbotkit.timeout.stream-idle=5s",
						"spring.ai.retry.backoff.initial-interval=1ms", "spring.ai.retry.max-attempts=2")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					failed[0] = catchThrowable(() -> {
						if (stream) {
							model.stream(new Prompt(PROMPT)).blockLast();
						}
						else {
							model.call(PROMPT);
						}
					});
				});
			assertThat(failed[0]).isNotNull();
			return failed[0];
		}
	}

	private static void serve(ServerSocket server, Echo echo) {
		while (!server.isClosed()) {
			try (Socket connection = server.accept()) {
				connection.setSoTimeout(5000);
				String request = read(connection.getInputStream());
				connection.getOutputStream().write(echo.of(request).getBytes(StandardCharsets.UTF_8));
				connection.shutdownOutput();
				while (connection.getInputStream().read() >= 0) {
					continue;
				}
			}
			catch (IOException ex) {
				// The client has gone, or the test has ended.
				continue;
			}
		}
	}

	private static String read(InputStream in) throws IOException {
		StringBuilder request = new StringBuilder();
		while (request.indexOf("\"}]") < 0) {
			int b = in.read();
			if (b < 0) {
				return request.toString();
			}
			request.append((char) b);
		}
		return request.toString();
	}

	private static String answer(int status, String contentType, String body) {
		return "HTTP/1.1 " + status + " Whatever\r\nContent-Type: " + contentType + "\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
	}

	private static String json(String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r").replace("\n", "\\n");
	}

	@FunctionalInterface
	private interface Echo {

		String of(String request);

	}

}
