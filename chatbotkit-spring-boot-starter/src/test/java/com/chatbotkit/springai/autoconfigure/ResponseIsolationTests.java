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
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no response reaches another request, whatever the server sends before,
 * between and after responses, on each connector.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class ResponseIsolationTests {

	private static final int ROUNDS = 30;

	private static final long IN_TIME = TimeUnit.MILLISECONDS.toNanos(8);

	private static final String STRANGER = "somebody else's";

	private static final List<String> INTERIM = List.of("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n",
			"HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 199 Whatever\r\n\r\n",
			"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-A: b\r\n\r\n");

	private static final Map<String, SharedClient> CLIENTS = new HashMap<>();

	private final String connector;

	ResponseIsolationTests(String connector) {
		this.connector = connector;
	}

	@AfterAll
	static void close() {
		CLIENTS.values().forEach(SharedClient::close);
		CLIENTS.clear();
	}

	@Test
	void interimResponsesAreSkipped() {
		for (String interim : INTERIM) {
			answersAreRight((request) -> request.write(interim + request.answerOf(request.text())), 20);
			answersAreRight((request) -> {
				request.write(interim);
				request.write(request.answerOf(request.text()));
			}, 20);
		}
	}

	@Test
	void interimResponsesInSingleBytesAreSkipped() {
		answersAreRight((request) -> {
			String bytes = INTERIM.get(4) + request.answerOf(request.text());
			for (int i = 0; i < bytes.length(); i++) {
				request.write(bytes.substring(i, i + 1));
			}
		}, 2);
	}

	@Test
	void everyUserGetsItsOwnResponseBehindEarlyHints() {
		int questions = 1_000;
		Map<String, Integer> seen = new ConcurrentHashMap<>();
		try (RawEndpoint endpoint = new RawEndpoint(
				(request) -> request.write(INTERIM.get(0) + request.answerOf(request.text())))) {
			run(endpoint, (model) -> Flux.range(0, questions)
				.flatMap((i) -> ask(model, "user " + i, i % 2 == 0).doOnNext((answer) -> {
					assertThat(answer).isEqualTo("user " + i);
					seen.merge(answer, 1, Integer::sum);
				}), 20)
				.blockLast());
			assertThat(seen).hasSize(questions);
			assertThat(endpoint.requests).hasValue(questions);
		}
	}

	@Test
	void aResponseThatBreaksDisturbsNoOtherConnection() {
		int questions = 3_000;
		try (RawEndpoint endpoint = new RawEndpoint((request) -> {
			if (request.text().startsWith("broken")) {
				request.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
						+ "1\r\n \r\nzzz\r\nhello\r\n");
				return;
			}
			for (String piece : RawEndpoint.events(request.text()).split("(?<=\n)")) {
				request.write(piece);
			}
		})) {
			run(endpoint, (model) -> {
				List<String> answers = Flux.range(0, questions)
					.flatMapSequential((i) -> ask(model, (i % 2 == 0) ? "broken" : "user " + i, true)
						.onErrorReturn(ChatBotKitTransientException.class, "none")
						.subscribeOn(Schedulers.boundedElastic()), 12)
					.collectList()
					.block();
				for (int i = 0; i < questions; i++) {
					assertThat(answers.get(i)).isEqualTo((i % 2 == 0) ? "none" : "user " + i);
				}
			});
		}
	}

	@Test
	void bytesAfterTheEndOfAResponseReachNoRequest() {
		for (String more : List.of(RawEndpoint.answer(STRANGER), RawEndpoint.events(STRANGER), "HTTP/1.1 200 OK\r\nX:",
				"xyz", "\r\n", INTERIM.get(0))) {
			// Apache's client keeps a few bytes that are no head, and notices them with
			// the next answer.
			answersAreRight((request) -> request.write(request.answerOf(request.text()) + more), 10,
					"http-components".equals(this.connector));
		}
	}

	/**
	 * A busy machine may hold up a thread of the client for longer than a connection
	 * rests, so that one round may have wrong answers. Without the rest each would.
	 */
	@Test
	void bytesShortlyAfterAResponseReachNoLaterRequest() {
		for (String more : List.of(RawEndpoint.answer(STRANGER), RawEndpoint.events(STRANGER))) {
			List<Integer> wrong = new ArrayList<>();
			do {
				wrong.add(wrongAnswers(more));
			}
			while (wrong.get(wrong.size() - 1) > 0 && wrong.size() < ROUNDS);
			assertThat(wrong).as("wrong answers of each round").contains(0);
		}
	}

	/**
	 * Counts the wrong answers beyond those whose bytes this machine sent later than a
	 * connection rests.
	 */
	private int wrongAnswers(String more) {
		AtomicInteger late = new AtomicInteger();
		AtomicInteger wrong = new AtomicInteger();
		try (RawEndpoint endpoint = new RawEndpoint((request) -> {
			request.write(request.answerOf(request.text()));
			long answered = System.nanoTime();
			pause();
			request.write(more);
			if (System.nanoTime() - answered > IN_TIME) {
				late.incrementAndGet();
			}
		})) {
			run(endpoint, (model) -> {
				for (int i = 0; i < 40; i++) {
					String answer = answerOrNone(model, i);
					if (!("question " + i).equals(answer) && !"none".equals(answer)) {
						wrong.incrementAndGet();
					}
				}
			});
		}
		return Math.max(0, wrong.get() - late.get());
	}

	@Test
	void aConnectionWithUnexpectedBytesIsClosed() {
		try (RawEndpoint endpoint = new RawEndpoint((request) -> request.write(request.answerOf(request.text())))) {
			run(endpoint, (model) -> {
				for (boolean stream : new boolean[] { true, false }) {
					assertThat(ask(model, "first", stream).block()).isEqualTo("first");
					for (Socket connection : endpoint.open) {
						quietly(new RawEndpoint.Request(connection, "", false), RawEndpoint.answer(STRANGER));
						assertThat(closed(endpoint)).isNotNull();
					}
					assertThat(ask(model, "second", stream).block()).isEqualTo("second");
				}
			});
		}
	}

	private static @Nullable Socket closed(RawEndpoint endpoint) {
		try {
			return endpoint.closed.poll(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void pause() {
		long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
		while (System.nanoTime() < until) {
			Thread.onSpinWait();
		}
	}

	private static void quietly(RawEndpoint.Request request, String text) {
		try {
			request.write(text);
		}
		catch (IOException ex) {
			// The client has closed the connection already.
			return;
		}
	}

	private void answersAreRight(RawEndpoint.Script script, int questions) {
		answersAreRight(script, questions, false);
	}

	private void answersAreRight(RawEndpoint.Script script, int questions, boolean orLost) {
		try (RawEndpoint endpoint = new RawEndpoint(script)) {
			run(endpoint, (model) -> {
				for (int i = 0; i < questions; i++) {
					assertThat(answerOrNone(model, i)).isIn("question " + i, orLost ? "none" : "question " + i);
				}
			});
		}
	}

	private static @Nullable String answerOrNone(ChatModel model, int question) {
		return ask(model, "question " + question, question % 2 == 0)
			.onErrorResume(ChatBotKitTransientException.class, (ex) -> Mono.just("none"))
			.onErrorReturn(ChatBotKitNonTransientException.class, "unusable")
			.block();
	}

	private static Mono<String> ask(ChatModel model, String question, boolean stream) {
		if (!stream) {
			return Mono.fromCallable(() -> model.call(question)).subscribeOn(Schedulers.boundedElastic());
		}
		return model.stream(new Prompt(question))
			.map(ResponseIsolationTests::text)
			.collectList()
			.map((pieces) -> String.join("", pieces));
	}

	private static String text(ChatResponse response) {
		String text = (response.getResult() != null) ? response.getResult().getOutput().getText() : null;
		return (text != null) ? text : "";
	}

	private void run(RawEndpoint endpoint, Consumer<ChatBotKitChatModel> work) {
		work.accept(CLIENTS
			.computeIfAbsent(this.connector,
					(key) -> new SharedClient("http://127.0.0.1", "spring.http.clients.reactive.connector=" + key,
							"spring.ai.retry.backoff.initial-interval=1ms", "spring.ai.chatbotkit.timeout.response=5s",
							"spring.ai.chatbotkit.timeout.stream-idle=5s"))
			.at(endpoint.port()));
	}

}
