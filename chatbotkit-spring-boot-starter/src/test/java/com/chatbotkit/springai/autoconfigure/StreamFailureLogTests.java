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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of the log of a failed stream: it has no stack trace if a subscriber receives the
 * failure, and one if no subscriber handles it, with any number of advisors.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(120)
class StreamFailureLogTests {

	private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n";

	private static final String TEXT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n";

	private static final String TOOL_CALL = "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
			+ "\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}";

	private static final String END = "0\r\n\r\n";

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

	private final String connector;

	StreamFailureLogTests(String connector) {
		this.connector = connector;
	}

	@BeforeEach
	void listen() {
		this.logged.start();
		// As if no application had run in this JVM before.
		((Logger) LoggerFactory.getLogger(AggregatorLogSuppressor.LOGGER)).setLevel(null);
	}

	@AfterEach
	void stop() {
		this.root.detachAppender(this.logged);
	}

	@Test
	void aFailureThatASubscriberReceivesIsNotLogged() throws Exception {
		Map<String, RawEndpoint.Script> scripts = withAndWithoutATool(shapes());
		try (RawEndpoint endpoint = new RawEndpoint((request) -> scripts.get(request.text()).answer(request));
				ConfigurableApplicationContext context = run(endpoint)) {
			this.root.addAppender(this.logged);
			for (String shape : scripts.keySet()) {
				assertFails(context, shape);
				assertThat(traces()).as(shape).isEmpty();
			}
		}
		assertThat(traces()).isEmpty();
	}

	/** All at the same time, for each takes as long as the timeouts. */
	@Test
	void aTimeoutThatASubscriberReceivesIsNotLogged() throws Exception {
		Map<String, RawEndpoint.Script> scripts = withAndWithoutATool(silences());
		ExecutorService subscribers = Executors.newFixedThreadPool(scripts.size());
		try (RawEndpoint endpoint = new RawEndpoint((request) -> scripts.get(request.text()).answer(request));
				ConfigurableApplicationContext context = run(endpoint)) {
			this.root.addAppender(this.logged);
			for (Future<Boolean> fails : subscribers.invokeAll(scripts.keySet().stream().map((shape) -> {
				Callable<Boolean> failing = () -> assertFails(context, shape);
				return failing;
			}).toList())) {
				assertThat(fails.get()).isTrue();
			}
		}
		finally {
			subscribers.shutdown();
		}
		assertThat(traces()).isEmpty();
	}

	@Test
	void aFailureThatNoSubscriberHandlesIsLoggedOnce() throws Exception {
		try (RawEndpoint endpoint = new RawEndpoint(StreamFailureLogTests::fail);
				ConfigurableApplicationContext context = run(endpoint)) {
			this.root.addAppender(this.logged);
			CountDownLatch ended = new CountDownLatch(1);
			prompt(context, "nobody").stream().content().doFinally((signal) -> ended.countDown()).subscribe();
			assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(traces()).singleElement().asString().contains("200 BOOM: no");
	}

	private static Map<String, RawEndpoint.Script> shapes() {
		Map<String, RawEndpoint.Script> shapes = new LinkedHashMap<>();
		shapes.put("a cut", (request) -> {
			request.write(STREAM + chunk(TEXT));
			request.socket().close();
		});
		shapes.put("a reset", (request) -> {
			request.write(STREAM + chunk(TEXT));
			request.socket().setSoLinger(true, 0);
			request.socket().close();
		});
		shapes.put("an event that is an error", StreamFailureLogTests::fail);
		shapes.put("an end without a reason", (request) -> request.write(STREAM + chunk(TEXT) + END));
		shapes.put("an end before the first word", (request) -> request.write(STREAM + END));
		shapes.put("an event that is no JSON",
				(request) -> request.write(STREAM + chunk(TEXT) + chunk("data: {\"choices\n\n") + END));
		shapes.put("an end before the head", (request) -> request.socket().close());
		shapes.put("a reset before the head", (request) -> {
			request.socket().setSoLinger(true, 0);
			request.socket().close();
		});
		shapes.put("a page", (request) -> request
			.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>no</html>"));
		shapes.put("a status", (request) -> request.write("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"));
		return shapes;
	}

	private static Map<String, RawEndpoint.Script> silences() {
		return Map.of("silence before the head", (request) -> {
		}, "silence after the head", (request) -> request.write(STREAM + chunk(TEXT)));
	}

	private static Map<String, RawEndpoint.Script> withAndWithoutATool(Map<String, RawEndpoint.Script> shapes) {
		Map<String, RawEndpoint.Script> all = new LinkedHashMap<>();
		shapes.forEach((shape, script) -> {
			all.put(shape, script);
			all.put(shape + " after a tool", afterATool(script));
		});
		return all;
	}

	private static boolean assertFails(ConfigurableApplicationContext context, String shape)
			throws InterruptedException {
		assertThat(catchThrowable(() -> prompt(context, shape).call().content())).as(shape).isNotNull();
		assertThat(catchThrowable(() -> prompt(context, shape).stream().content().blockLast())).as(shape).isNotNull();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CountDownLatch ended = new CountDownLatch(1);
		prompt(context, shape).stream()
			.chatResponse()
			.doFinally((signal) -> ended.countDown())
			.subscribe((response) -> {
			}, failure::set);
		assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(failure.get()).as(shape).isNotNull();
		return true;
	}

	/**
	 * Returns the log events with stack frames. Reactor Netty warns of a connection that
	 * ends before the response with an exception that has none.
	 */
	private List<String> traces() {
		return List.copyOf(this.logged.list)
			.stream()
			.filter((event) -> hasStack(event.getThrowableProxy()) && !isOfSending(event))
			.map((event) -> event + ": " + event.getThrowableProxy().getMessage())
			.toList();
	}

	/**
	 * Jetty (12.1.10) logs a trace at INFO where an exchange ends while the last callback
	 * of its request still runs, which a server that answers at once makes possible.
	 */
	private static boolean isOfSending(ILoggingEvent event) {
		return event.getLevel() == Level.INFO
				&& event.getLoggerName().equals("org.eclipse.jetty.client.transport.ResponseListeners");
	}

	private static boolean hasStack(@Nullable IThrowableProxy thrown) {
		return thrown != null && (thrown.getStackTraceElementProxyArray().length > 0 || hasStack(thrown.getCause()));
	}

	private ConfigurableApplicationContext run(RawEndpoint endpoint) {
		return new SpringApplicationBuilder(StarterTests.Application.class, Observed.class).bannerMode(Banner.Mode.OFF)
			.run("--" + endpoint.property(), "--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
					"--spring.ai.chatbotkit.chat.bot-id=clx1", "--spring.ai.retry.max-attempts=1",
					"--spring.ai.chatbotkit.timeout.response=1s", "--spring.ai.chatbotkit.timeout.stream-idle=1s",
					"--spring.http.clients.reactive.connector=" + this.connector);
	}

	/**
	 * A question whose text tells the server what it is to do, in a conversation of that
	 * name.
	 */
	private static ChatClient.ChatClientRequestSpec prompt(ConfigurableApplicationContext context, String shape) {
		return context.getBean(ChatClient.class)
			.prompt(shape)
			.tools(new Weather())
			.advisors(MessageChatMemoryAdvisor.builder(context.getBean(ChatMemory.class)).build())
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, shape));
	}

	private static void fail(RawEndpoint.Request request) throws IOException {
		request
			.write(STREAM + chunk(TEXT) + chunk("data: {\"error\":{\"message\":\"no\",\"code\":\"BOOM\"}}\n\n") + END);
	}

	/**
	 * Asks for the tool first.
	 */
	private static RawEndpoint.Script afterATool(RawEndpoint.Script script) {
		AtomicInteger requests = new AtomicInteger();
		return (request) -> {
			if (requests.getAndIncrement() % 2 == 1) {
				script.answer(request);
			}
			else if (request.isStream()) {
				request.write(STREAM + chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + TOOL_CALL
						+ "]}}]}\n\n"
						+ "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
						+ "data: [DONE]\n\n") + END);
			}
			else {
				String body = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\","
						+ "\"tool_calls\":[" + TOOL_CALL + "]},\"finish_reason\":\"tool_calls\"}]}";
				request.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
						+ "\r\n\r\n" + body);
			}
		};
	}

	private static String chunk(String text) {
		return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
	}

	@Configuration(proxyBeanMethods = false)
	static class Observed {

		@Bean
		ObservationRegistry observationRegistry() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler((context) -> true);
			return registry;
		}

	}

	static class Weather {

		@Tool
		String weather() {
			return "sunny";
		}

	}

}
