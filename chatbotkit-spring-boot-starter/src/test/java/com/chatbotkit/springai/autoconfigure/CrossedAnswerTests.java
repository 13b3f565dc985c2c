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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no user gets anything of another user's answer, neither as an answer nor in
 * the words of a failure, where many ask at the same time and the server breaks HTTP.
 * Every second question is answered as it should be, and each answer names its question.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(180)
class CrossedAnswerTests {

	private static final int USERS = 8;

	private static final int ROUNDS = 20;

	private static final long IN_TIME = TimeUnit.MILLISECONDS.toNanos(5);

	private static final Pattern QUESTION = Pattern.compile("q\\d+\\.");

	private final String connector;

	CrossedAnswerTests(String connector) {
		this.connector = connector;
	}

	@Test
	void whateverTheServerWritesBehindAnAnswer() {
		Map<String, RawEndpoint.Script> scripts = scripts();
		List<String> names = List.copyOf(scripts.keySet());
		List<String> crossed = crossed(4 * names.size(), (request) -> {
			if (request.text().isEmpty()) {
				// The JDK's client speaks HTTP/2 after a 101.
				return;
			}
			int question = Integer.parseInt(request.text().substring(1, request.text().length() - 1));
			if (question % 2 == 0) {
				scripts.get(names.get(question / 4)).answer(request);
			}
			else {
				request.write(request.answerOf(request.text()));
			}
		});
		assertThat(crossed).isEmpty();
	}

	/**
	 * A busy machine may hold up a thread of the client for longer than a connection
	 * rests, so that one round may have wrong answers. Without the rest each would.
	 */
	@Test
	void whatTheServerWritesShortlyAfterAnAnswer() {
		List<List<String>> rounds = new ArrayList<>();
		do {
			rounds.add(crossed(160, (request) -> {
				request.write(request.answerOf(request.text()));
				long answered = System.nanoTime();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
				if (System.nanoTime() - answered < IN_TIME) {
					request.write(request.answerOf(request.text()));
				}
			}));
		}
		while (!rounds.get(rounds.size() - 1).isEmpty() && rounds.size() < ROUNDS);
		assertThat(rounds).anySatisfy((crossed) -> assertThat(crossed).isEmpty());
	}

	/**
	 * What the server may make of an answer and one more.
	 */
	private static Map<String, RawEndpoint.Script> scripts() {
		Map<String, RawEndpoint.Script> scripts = new LinkedHashMap<>();
		for (String interim : List.of("100 Continue", "102 Processing", "103 Early Hints")) {
			String head = "HTTP/1.1 " + interim + "\r\n\r\n";
			scripts.put(interim, (request) -> request.write(head + own(request)));
			scripts.put(interim + " with a body", (request) -> request
				.write("HTTP/1.1 " + interim + "\r\nContent-Length: 5\r\n\r\nhello" + own(request)));
			scripts.put(interim + " after it", (request) -> request.write(own(request) + head + own(request)));
		}
		scripts.put("two", (request) -> request.write(own(request) + own(request)));
		scripts.put("two in two packets", (request) -> {
			request.write(own(request));
			request.write(own(request));
		});
		scripts.put("one and a half", (request) -> request.write(own(request) + own(request).substring(0, 80)));
		scripts.put("a body without a head",
				(request) -> request.write(head(request, "Content-Length: 0") + body(request)));
		for (int wrong : new int[] { -20, -1, 1, 20 }) {
			scripts.put("a length that is wrong by " + wrong,
					(request) -> request.write(head(request, "Content-Length: " + (body(request).length() + wrong))
							+ body(request) + own(request)));
		}
		for (String length : List.of("-1", "+0", "0, 0", "", "0;x", "00", "0\r\nContent-Length: 5",
				"0\r\nTransfer-Encoding: chunked", "18446744073709551616")) {
			scripts.put("a length of " + length,
					(request) -> request.write(head(request, "Content-Length: " + length) + own(request)));
		}
		for (String size : List.of("0", "00000", "0;x=y", "0 ", " 0", "+0", "-0", "0x5", "5;x", " 5", "+5", "5g", "",
				"g", "FFFFFFFFFFFFFFFFF")) {
			for (String rest : List.of("\r\n", "\r\n\r\n")) {
				scripts.put("a chunk of '" + size + "' and " + rest.length(),
						(request) -> request.write(chunked(request) + size + rest + own(request)));
				scripts.put("a chunk of '" + size + "' alone and " + rest.length(), (request) -> request
					.write(head(request, "Transfer-Encoding: chunked") + size + rest + own(request)));
			}
		}
		scripts.put("trailers", (request) -> request.write(chunked(request) + "0\r\nX-T: a\r\n\r\n" + own(request)));
		scripts.put("trailers like a head",
				(request) -> request.write(chunked(request) + "0\r\nX-T: a\r\n" + own(request)));
		for (String status : List.of("204 No Content", "304 Not Modified", "205 Reset Content", "503 Busy",
				"101 Switching", "099 Odd", "2000 OK")) {
			scripts.put(status, (request) -> request.write("HTTP/1.1 " + status + "\r\n\r\n" + own(request)));
			scripts.put(status + " of no length",
					(request) -> request.write("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n" + own(request)));
			scripts.put(status + " with a body", (request) -> request
				.write("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\nhello" + own(request)));
		}
		return scripts;
	}

	private static String own(RawEndpoint.Request request) {
		return request.answerOf(request.text());
	}

	private static String head(RawEndpoint.Request request, String header) {
		return "HTTP/1.1 200 OK\r\nContent-Type: " + (request.isStream() ? "text/event-stream" : "application/json")
				+ "\r\n" + header + "\r\n\r\n";
	}

	private static String body(RawEndpoint.Request request) {
		String answer = RawEndpoint.answer(request.text());
		String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
		return request.isStream() ? "data: " + body.replace("message", "delta") + "\n\ndata: [DONE]\n\n" : body;
	}

	private static String chunked(RawEndpoint.Request request) {
		String body = body(request);
		return head(request, "Transfer-Encoding: chunked") + Integer.toHexString(body.length()) + "\r\n" + body
				+ "\r\n";
	}

	/**
	 * Asks questions, half of them streamed, and returns what came of an answer to
	 * another one.
	 */
	private List<String> crossed(int questions, RawEndpoint.Script script) {
		List<String> crossed = new ArrayList<>();
		try (RawEndpoint endpoint = new RawEndpoint(script)) {
			Contexts.configured()
				.withPropertyValues("spring.http.clients.reactive.connector=" + this.connector, endpoint.property(),
						"spring.ai.retry.backoff.initial-interval=1ms", "spring.ai.chatbotkit.timeout.response=2s",
						"spring.ai.chatbotkit.timeout.stream-idle=1s")
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					List<String> heard = Flux.range(0, questions)
						.flatMap((i) -> heard(model, "q" + i + ".", i % 4 < 2), USERS)
						.collectList()
						.block();
					assertThat(heard).hasSize(questions);
					heard.stream().filter((text) -> !text.isEmpty()).forEach(crossed::add);
				});
		}
		return crossed;
	}

	/**
	 * What was heard of other questions, as an answer or as a failure.
	 */
	private static Mono<String> heard(ChatBotKitChatModel model, String question, boolean stream) {
		Mono<String> answer = stream
				? model.stream(new Prompt(question)).map(CrossedAnswerTests::text).collectList().map(List::toString)
				: Mono.fromCallable(() -> model.call(question)).subscribeOn(Schedulers.boundedElastic());
		return answer.onErrorResume(CrossedAnswerTests::isOurs, (ex) -> Mono.just(words(ex)))
			.map((text) -> QUESTION.matcher(text)
				.results()
				.map((found) -> found.group())
				.anyMatch((found) -> !found.equals(question)) ? question + ": " + text : "");
	}

	private static boolean isOurs(Throwable ex) {
		return ex instanceof ChatBotKitTransientException || ex instanceof ChatBotKitNonTransientException
		// Where assertions are on, one within the JDK's client fails.
				|| Exceptions.unwrap(ex) instanceof AssertionError;
	}

	private static String words(@Nullable Throwable ex) {
		return (ex != null) ? ex + "\n" + words(ex.getCause()) : "";
	}

	private static String text(ChatResponse response) {
		return (response.getResult() != null) ? String.valueOf(response.getResult().getOutput().getText()) : "";
	}

}
