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

import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a connection is not used again after a response whose head the endpoint does
 * not send, called and streamed.
 */
@Timeout(120)
class ConnectionReuseTests {

	private static final String GOOD = "Hello";

	private static final String JSON = "Content-Type: application/json\r\n";

	private static final String EVENTS = "Content-Type: text/event-stream\r\n";

	private static final String PAGE = "Content-Type: text/html\r\n";

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void anUnexpectedHeadIsTheLastOnItsConnection(String connector) {
		assertThat(reused(connector, unexpectedHeads())).isEmpty();
	}

	/** An HTTP client may have read a body, and ended its exchange, long before. */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void itIsTheLastForAReaderWhoIsLateToo(String connector) {
		assertThat(reused(connector, unexpectedHeads(), LateReader.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void aConnectionThatTheServerWillCloseIsNotUsedAgain(String connector) {
		Map<String, RawEndpoint.Script> scripts = new LinkedHashMap<>();
		for (String options : List.of("close", "Close", "close, te", "te, close", "te,CLOSE", "keep-alive, close",
				"te\r\nConnection: close", "te\r\nConnection: close, te")) {
			String header = "\r\nConnection: " + options + "\r\n";
			scripts.put("an answer, " + options.replace("\r\n", "; "),
					(request) -> request.write(request.answerOf("Hi").replaceFirst("\r\n", header)));
			scripts.put("an error, " + options.replace("\r\n", "; "),
					body("400 Bad Request", PAGE + header.substring(2), "<p>No</p>"));
		}
		assertThat(reused(connector, scripts)).isEmpty();
	}

	/** A request may come before the connection of the one before is back. */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void anAnswerAndAnErrorLeaveTheConnectionForMore(String connector) {
		Map<String, RawEndpoint.Script> scripts = new LinkedHashMap<>();
		for (int i = 0; i < 10; i++) {
			scripts.put("an answer " + i, (request) -> request.write(request.answerOf("Hi")));
			scripts.put("an error " + i, body("400 Bad Request", PAGE, "<p>No</p>"));
		}
		assertThat(reused(connector, scripts)).anyMatch((name) -> name.matches("an answer ., called"))
			.anyMatch((name) -> name.matches("an answer ., streamed"))
			.anyMatch((name) -> name.matches("an error ., called"))
			.anyMatch((name) -> name.matches("an error ., streamed"));
	}

	/**
	 * Asks for each answer and then for a good one.
	 * @return the answers whose connection brought another one later. On the JDK's client
	 * that is not always the next one, see {@code RestedClients}
	 */
	private static Set<String> reused(String connector, Map<String, RawEndpoint.Script> scripts,
			Class<?>... configuration) {
		Set<String> reused = ConcurrentHashMap.newKeySet();
		Map<Socket, String> latest = new ConcurrentHashMap<>();
		try (RawEndpoint endpoint = new RawEndpoint((request) -> {
			String before = latest.put(request.socket(),
					request.text() + (request.isStream() ? ", streamed" : ", called"));
			if (before != null && !before.startsWith(GOOD)) {
				reused.add(before);
			}
			scripts.getOrDefault(request.text(), (other) -> other.write(other.answerOf("good"))).answer(request);
		})) {
			Contexts.configured()
				.withUserConfiguration(configuration)
				.withPropertyValues("spring.http.clients.reactive.connector=" + connector, endpoint.property(),
						"spring.ai.retry.max-attempts=1")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					for (String name : scripts.keySet()) {
						for (boolean stream : new boolean[] { false, true }) {
							ask(model, name, stream).onErrorComplete(ConnectionReuseTests::isOurs).blockLast();
							assertThat(ask(model, GOOD, stream).collectList().block()).contains("good");
						}
					}
				});
		}
		return reused;
	}

	private static boolean isOurs(Throwable ex) {
		return Exceptions.unwrap(ex) instanceof ChatBotKitRequestException;
	}

	/**
	 * Streams as a WebFlux controller does that returns a {@code Mono}: the writer of it
	 * releases what is discarded.
	 */
	private static Flux<String> ask(ChatBotKitChatModel model, String question, boolean stream) {
		return stream
				? model.stream(new Prompt(question))
					.map((response) -> String.valueOf(response.getResult().getOutput().getText()))
					.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
				: Mono.fromSupplier(() -> String.valueOf(model.call(question))).flux();
	}

	private static Map<String, RawEndpoint.Script> unexpectedHeads() {
		Map<String, RawEndpoint.Script> heads = new LinkedHashMap<>();
		heads.put("no content type",
				(request) -> request.write(request.answerOf("Hi").replaceFirst("Content-Type: .*\r\n", "")));
		heads.put("an empty content type", (request) -> request
			.write(request.answerOf("Hi").replaceFirst("Content-Type: .*\r\n", "Content-Type:\r\n")));
		heads.put("the other content type",
				(request) -> request.write(request.isStream() ? RawEndpoint.answer("Hi") : RawEndpoint.events("Hi")));
		heads.put("another status",
				(request) -> request.write(request.answerOf("Hi").replaceFirst("200 OK", "202 Accepted")));
		heads.put("a compressed body", (request) -> request
			.write(request.answerOf("Hi").replaceFirst("\r\n", "\r\nContent-Encoding: gzip\r\n")));
		heads.put("a type that begins like JSON", body("200 OK", "Content-Type: application/json-seq\r\n", "{}"));
		heads.put("a page", body("200 OK", PAGE, "<p>Sign in</p>"));
		heads.put("a large page", body("200 OK", PAGE, "<p>Sign in</p>".repeat(20_000)));
		heads.put("a page in chunks", chunked(PAGE, "<p>Sign", " in</p>"));
		heads.put("an error in chunks",
				chunked("Content-Type: application/problem+json\r\n", "{\"message\":", "\"No\"}"));
		heads.put("a part", body("206 Partial Content", JSON, "{\"choices\":"));
		heads.put("a redirect", body("302 Found", "Location: /login\r\n", "<p>Go</p>"));
		heads.put("nothing", body("204 No Content", "", ""));
		heads.put("nothing, without a length", (request) -> request.write("HTTP/1.1 204 No Content\r\n\r\n"));
		heads.put("nothing to show", body("205 Reset Content", EVENTS, ""));
		heads.put("nothing new", (request) -> request.write("HTTP/1.1 304 Not Modified\r\n\r\n"));
		heads.put("a page of nothing", body("200 OK", PAGE, ""));
		heads.put("nothing of no type", body("200 OK", "", ""));
		return heads;
	}

	private static RawEndpoint.Script body(String status, String headers, String body) {
		return (request) -> request
			.write("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
	}

	private static RawEndpoint.Script chunked(String headers, String... chunks) {
		return (request) -> {
			StringBuilder text = new StringBuilder(
					"HTTP/1.1 200 OK\r\n" + headers + "Transfer-Encoding: chunked\r\n\r\n");
			for (String chunk : chunks) {
				text.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
			}
			request.write(text + "0\r\n\r\n");
		};
	}

	/**
	 * Takes the head and each buffer of a body later than a connection rests.
	 */
	@Configuration(proxyBeanMethods = false)
	static class LateReader {

		@Bean
		ChatBotKitWebClientCustomizer late() {
			return (builder) -> builder.filter((request, next) -> next.exchange(request)
				.publishOn(Schedulers.boundedElastic())
				.doOnNext((response) -> pause())
				.map((response) -> response.mutate()
					.body((body) -> body.publishOn(Schedulers.boundedElastic()).doOnNext((buffer) -> pause()))
					.build()));
		}

		private static void pause() {
			LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
		}

	}

}
