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

package com.chatbotkit.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitApiBuilder;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The secret key is read for each attempt, and is told to nobody but the endpoint.
 */
class SecretKeyTests {

	private static final String SECRET = "sk-secret-that-nobody-may-see";

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";

	private static final String STREAM = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final List<ChatBotKitApi> apis = new ArrayList<>();

	@AfterEach
	void close() {
		this.apis.forEach(ChatBotKitApi::close);
		this.server.close();
	}

	@Test
	void aRotatedKeyIsUsedFromTheNextRequestOn() {
		BlockingQueue<String> keys = new LinkedBlockingQueue<>(List.of("sk-one", "sk-two"));
		ChatBotKitChatModel model = model(api(keys::remove));
		this.server.next(WireServer.json(ANSWER)).next(WireServer.events(STREAM));
		model.call(new Prompt("Hi"));
		model.stream(new Prompt("Hi")).blockLast();
		assertThat(this.server.requests()).extracting((request) -> request.header("Authorization"))
			.containsExactly("Bearer sk-one", "Bearer sk-two");
	}

	@Test
	void aKeyIsReadForEachAttempt() {
		AtomicInteger number = new AtomicInteger();
		ChatBotKitChatModel model = model(api(() -> "sk-" + number.incrementAndGet()));
		this.server.next(WireServer.answer(503, null, "")).next(WireServer.json(ANSWER));
		model.call(new Prompt("Hi"));
		assertThat(this.server.requests()).extracting((request) -> request.header("Authorization"))
			.containsExactly("Bearer sk-1", "Bearer sk-2");
	}

	@Test
	void aKeyIsNeverReadOnAnEventLoop() throws Exception {
		List<Boolean> nonBlocking = new CopyOnWriteArrayList<>();
		ChatBotKitChatModel model = model(api(() -> {
			nonBlocking.add(Schedulers.isInNonBlockingThread());
			return "sk-1";
		}));
		this.server.next(WireServer.answer(503, null, ""))
			.next(WireServer.events(STREAM))
			.next(WireServer.events(STREAM));
		CountDownLatch completed = new CountDownLatch(1);
		model.stream(new Prompt("Hi"))
			.thenMany(model.stream(new Prompt("Hi")))
			.subscribeOn(Schedulers.parallel())
			.doOnComplete(completed::countDown)
			.subscribe();
		assertThat(completed.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(nonBlocking).containsExactly(false, false, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\u0001", "sk-1\r\nX-Evil: 1", "sk-ü" })
	void aKeyThatCannotBeSentIsRefusedWithoutBeingShown(String key) {
		ChatBotKitChatModel model = model(api(() -> key));
		assertThatThrownBy(() -> model.call(new Prompt("Hi"))).isInstanceOf(IllegalStateException.class)
			.hasMessageStartingWith("The secret key ")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("Evil", "ü"));
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void theSecretIsInNoToString() {
		ChatBotKitApiBuilder builder = ChatBotKitApi.builder()
			.baseUrl(this.server.baseUrl())
			.secretKey(SECRET)
			.header("X-Other", SECRET);
		ChatBotKitApi api = builder.build();
		this.apis.add(api);
		assertThat(List.of(builder, api, api.mutate(), model(api), model(api).getOptions()))
			.allSatisfy((type) -> assertThat(type.toString()).doesNotContain(SECRET));
	}

	@Test
	void theSecretIsNotInOptionsThatAreWrittenAsJson() {
		ChatBotKitChatOptions options = ChatBotKitChatOptions.builder()
			.bot("b1")
			.secretKey(new SimpleApiKey(SECRET))
			.build();
		assertThat(JsonMapper.shared().writeValueAsString(options)).contains("bot/id=b1").doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://" + SECRET + "@host/v1", "https://user:" + SECRET + "@host", SECRET + "@host",
			"https://host/v1?key=" + SECRET, "https://host/v1#" + SECRET, "ftp://host?" + SECRET,
			"https://api.chatbotkit.com/v2?" + SECRET, "http://host?k=" + SECRET })
	void theSecretIsNotShownWhereItStandsInTheBaseUrl(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder(baseUrl).build())
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(SECRET));
	}

	@Test
	void theSecretIsInNoLogAtTrace() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		ListAppender<ILoggingEvent> appender = new SafeAppender();
		appender.start();
		List<ch.qos.logback.core.Appender<ILoggingEvent>> others = new ArrayList<>();
		root.iteratorForAppenders().forEachRemaining(others::add);
		others.forEach(root::detachAppender);
		root.addAppender(appender);
		root.setLevel(Level.TRACE);
		try {
			exchanges();
		}
		finally {
			root.setLevel(Level.ERROR);
			root.detachAppender(appender);
			others.forEach(root::addAppender);
		}
		assertThat(appender.list).hasSizeGreaterThan(50);
		assertThat(appender.list).allSatisfy((event) -> {
			assertThat(event.getFormattedMessage()).doesNotContain(SECRET);
			if (event.getThrowableProxy() != null) {
				assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy())).doesNotContain(SECRET);
			}
		});
	}

	private void exchanges() {
		ChatBotKitApi api = api(() -> SECRET);
		ChatBotKitChatModel model = model(api);
		List<WireServer.Script> scripts = List.of(WireServer.json(ANSWER), WireServer.events(STREAM),
				WireServer.answer(401, "application/json", "{\"message\":\"no\",\"code\":\"NOT_AUTHENTICATED\"}"),
				WireServer.answer(400, "text/plain", "Bearer " + SECRET), WireServer.answer(503, null, ""),
				WireServer.Exchange::reset, WireServer.Exchange::close, WireServer.events("data: nonsense\n\n"),
				(exchange) -> exchange.write("nonsense\r\n\r\n"));
		for (WireServer.Script script : scripts) {
			this.server.always(script);
			Mono.fromCallable(() -> model.call(new Prompt("Hi"))).onErrorComplete().block();
			model.stream(new Prompt("Hi")).onErrorComplete().blockLast();
			model.stream(new Prompt("Hi")).take(1).onErrorComplete().blockLast();
		}
	}

	private ChatBotKitApi api(ApiKey key) {
		ChatBotKitApi api = builder(this.server.baseUrl()).apiKey(key).build();
		this.apis.add(api);
		return api;
	}

	private static ChatBotKitApiBuilder builder(String baseUrl) {
		return ChatBotKitApi.builder()
			.baseUrl(baseUrl)
			.secretKey("sk-1")
			.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(java.time.Duration.ofMillis(1)).build());
	}

	private static ChatBotKitChatModel model(ChatBotKitApi api) {
		return ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.build();
	}

	/**
	 * Is written to by many threads.
	 */
	private static final class SafeAppender extends ListAppender<ILoggingEvent> {

		private SafeAppender() {
			this.list = new CopyOnWriteArrayList<>();
		}

	}

}
