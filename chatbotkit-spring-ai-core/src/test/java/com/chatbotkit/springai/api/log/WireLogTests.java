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

package com.chatbotkit.springai.api.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitLimits;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.api.ChatBotKitTransientException;
import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.api.HeldExchange;
import com.chatbotkit.springai.api.Requests;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link WireLog}: what is logged of calls and of streams, and what never is.
 */
class WireLogTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final String KEY = "pk_0123456789abcdef";

	private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final Logger logger = (Logger) LoggerFactory.getLogger("com.chatbotkit.springai.wire");

	private final Lines lines = new Lines();

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey(KEY)
		.header("X-Gateway-Key", "gateway-secret")
		.limits(new ChatBotKitLimits(100_000, 1000, 200, 1_000, 20_000_000, 40))
		.retryPolicy(ChatBotKitRetryPolicy.never())
		.build();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.logger.setAdditive(false);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.lines);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
		this.api.close();
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLoggedUnlessAskedFor(Way way) {
		this.logger.setLevel(Level.INFO);
		this.server.next(way.answer("Hello"));
		ask(way, "Hi");
		assertThat(this.lines.texts()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void debugTellsWhatPassedAndNotWhatWasSaid(Way way) throws Exception {
		this.logger.setLevel(Level.DEBUG);
		this.server.next(way.answer("The answer"));
		ask(way, "A question");
		assertThat(this.lines.await(3)).satisfiesExactly(
				(sent) -> assertThat(sent)
					.matches("--> #\\d+ POST http://127.*/v1/openai/chat/completions .*, \\d+ bytes")
					.contains("Content-Type: application/json", "Authorization: ***", "X-Gateway-Key: ***"),
				(headers) -> assertThat(headers).matches("<-- #\\d+ 200 after \\d+ ms \\{.*\\}")
					.contains("Content-Type: " + way.contentType),
				(end) -> assertThat(end).matches("<-- #\\d+ end after \\d+ ms, \\d+ bytes"));
		assertThat(this.lines.texts().toString()).doesNotContain("question", "answer\"", "gateway-secret", KEY);
	}

	@ParameterizedTest
	@EnumSource
	void traceShowsHowBodiesBegin(Way way) throws Exception {
		this.logger.setLevel(Level.TRACE);
		this.server.next(way.answer("The answer" + "x".repeat(3000)));
		ask(way, "A question" + "y".repeat(3000));
		List<String> logged = this.lines.await(3);
		assertThat(logged.get(0)).contains("A question").endsWith("yyy …").hasSizeLessThan(1000);
		assertThat(logged.get(2)).contains("The answer").endsWith("xxx …").hasSizeLessThan(1000);
		assertThat(logged).noneMatch((line) -> line.contains("\n"));
	}

	@ParameterizedTest
	@EnumSource
	void aKeyIsLeftOutWhereverItStands(Way way) throws Exception {
		this.logger.setLevel(Level.TRACE);
		for (int before = 60; before < 200; before += 7) {
			this.lines.clear();
			this.server.next(way.answer("z".repeat(before) + KEY + "z".repeat(300)));
			ask(way, "my key is sk-abcdefgh12345678");
			assertThat(this.lines.await(3).toString()).doesNotContain(KEY, KEY.substring(0, 6), "abcdefgh12345678");
		}
	}

	@Test
	void aStreamIsNotHeldBack() throws Exception {
		this.logger.setLevel(Level.TRACE);
		CountDownLatch firstSeen = new CountDownLatch(1);
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(piece("one"));
			exchange.await(firstSeen);
			exchange.chunk(piece("two") + END);
			exchange.endChunks();
		});
		List<String> texts = stream("Hi").doOnNext((piece) -> firstSeen.countDown())
			.mapNotNull(ChatCompletion::content)
			.collectList()
			.block(SOON);
		assertThat(texts).contains("one", "two");
		this.lines.await(3);
	}

	@Test
	void aCancelIsToldAndPassedOn() throws Exception {
		this.logger.setLevel(Level.DEBUG);
		HeldExchange exchange = new HeldExchange(piece("one"));
		this.server.next(exchange);
		CountDownLatch seen = new CountDownLatch(1);
		Disposable stream = stream("Hi").subscribe((piece) -> seen.countDown());
		assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
		stream.dispose();
		exchange.awaitClosed();
		assertThat(this.lines.await(3).get(2)).contains("cancelled after");
	}

	@ParameterizedTest
	@EnumSource
	void aRefusalIsLoggedWithItsWordsAtTrace(Way way) throws Exception {
		this.logger.setLevel(Level.TRACE);
		this.server.next(WireServer.answer(404, "application/json", "{\"message\":\"No bot\",\"code\":\"NOT_FOUND\"}",
				"Set-Cookie: session=secret"));
		assertThat(catchThrowable(() -> ask(way, "Hi"))).hasMessageStartingWith("404 NOT_FOUND");
		List<String> logged = this.lines.await(3);
		assertThat(logged.get(1)).contains(" 404 after", "Set-Cookie: ***").doesNotContain("session");
		assertThat(logged.get(2)).contains("No bot");
	}

	@Test
	void aFailedConnectIsTold() throws Exception {
		this.logger.setLevel(Level.DEBUG);
		this.server.close();
		assertThat(catchThrowable(() -> ask(Way.CALL, "Hi"))).hasMessageStartingWith("CONNECTION_FAILED");
		assertThat(this.lines.await(1).get(0)).contains("no answer to POST http://127");
	}

	@Test
	void aCutIsTold() throws Exception {
		this.logger.setLevel(Level.DEBUG);
		this.server.next((exchange) -> {
			exchange.startEvents();
			exchange.chunk(piece("one"));
			exchange.close();
		});
		assertThat(catchThrowable(() -> ask(Way.STREAM, "Hi"))).isInstanceOf(ChatBotKitTransientException.class);
		assertThat(this.lines.await(3).get(2)).contains("broken off by");
	}

	private static String piece(String text) {
		return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
	}

	private Flux<ChatCompletion> stream(String text) {
		return this.api.chatCompletionStream(Requests.to(ChatBotKitSelector.bot("b1"), text));
	}

	private void ask(Way way, String text) {
		if (way == Way.STREAM) {
			stream(text).blockLast(SOON);
		}
		else {
			this.api.chatCompletion(Requests.to(ChatBotKitSelector.bot("b1"), text)).block(SOON);
		}
	}

	enum Way {

		CALL("application/json") {
			@Override
			WireServer.Script answer(String text) {
				return WireServer
					.json("{\"choices\":[{\"message\":{\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}");
			}
		},

		STREAM("text/event-stream") {
			@Override
			WireServer.Script answer(String text) {
				return WireServer.events(piece(text) + END);
			}
		};

		private final String contentType;

		Way(String contentType) {
			this.contentType = contentType;
		}

		abstract WireServer.Script answer(String text);

	}

	/**
	 * What was logged, on whichever thread.
	 */
	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			synchronized (this.texts) {
				this.texts.add(event.getFormattedMessage());
				this.texts.notifyAll();
			}
		}

		List<String> texts() {
			return this.texts;
		}

		void clear() {
			this.texts.clear();
		}

		/**
		 * Waits for so many lines: the end of a body is seen after the answer is read.
		 */
		List<String> await(int count) throws InterruptedException {
			synchronized (this.texts) {
				long end = System.nanoTime() + SOON.toNanos();
				while (this.texts.size() < count) {
					long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
					assertThat(left).as("Only these lines came: " + this.texts).isPositive();
					this.texts.wait(left);
				}
				return List.copyOf(this.texts);
			}
		}

	}

}
