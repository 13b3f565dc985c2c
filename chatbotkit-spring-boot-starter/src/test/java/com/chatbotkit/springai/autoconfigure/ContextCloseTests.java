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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitNonTransientException;
import io.netty.channel.Channel;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of closing an application context: its requests fail with the same failure on
 * each connector, and other contexts in the JVM are unaffected.
 */
@ParameterizedClass
@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
@Timeout(60)
class ContextCloseTests {

	private static final Prompt PROMPT = new Prompt("Hi");

	private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

	private final ApplicationContextRunner runner;

	private final String connector;

	ContextCloseTests(String connector) {
		this.connector = connector;
		this.runner = Contexts.configured()
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"spring.ai.chatbotkit.bots.help.bot-id=clx2");
	}

	@Test
	void everyCallAndStreamFailsAndItsConnectionIsClosed() throws Exception {
		int streams = 20;
		int calls = 3;
		CountDownLatch asked = new CountDownLatch(calls);
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
			if (request.isStream()) {
				return begin(response);
			}
			asked.countDown();
			return Mono.never();
		})) {
			run(endpoint, (context) -> {
				ChatModel model = context.getBean(ChatBotKitChatModel.class);
				for (int i = 0; i < streams; i++) {
					model.stream(PROMPT).subscribe(this.seen::add, this.seen::add);
				}
				for (int i = 0; i < calls; i++) {
					call(model).subscribe(this.seen::add, this.seen::add);
				}
				for (int i = 0; i < streams; i++) {
					assertThat(next()).isNotInstanceOf(Throwable.class);
				}
				assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
			});
			for (int i = 0; i < streams + calls; i++) {
				assertClosed(next());
			}
			assertThat(this.seen).isEmpty();
			assertThat(endpoint.connections).hasSizeGreaterThanOrEqualTo(streams + calls)
				.allMatch(ContextCloseTests::isClosed);
		}
	}

	@Test
	void aTlsHandshakeIsNotWaitedFor() {
		CountDownLatch reached = new CountDownLatch(1);
		AtomicLong begun = new AtomicLong();
		try (RawServer server = new RawServer((connection) -> {
			connection.readSome();
			reached.countDown();
			connection.stall();
		})) {
			this.runner.withPropertyValues("spring.ai.chatbotkit.base-url=https://localhost:" + server.port())
				.run((context) -> {
					ChatModel model = context.getBean(ChatBotKitChatModel.class);
					call(model).subscribe(this.seen::add, this.seen::add);
					model.stream(PROMPT).subscribe(this.seen::add, this.seen::add);
					assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
					begun.set(System.nanoTime());
				});
			assertThat(Duration.ofNanos(System.nanoTime() - begun.get())).isLessThan(Duration.ofSeconds(4));
			assertClosed(next());
			assertClosed(next());
		}
	}

	@Test
	void requestsOfNamedBotsFailToo() {
		try (TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> begin(response))) {
			run(endpoint, (context) -> {
				context.getBean("help", ChatClient.class)
					.prompt("Hi")
					.stream()
					.content()
					.subscribe(this.seen::add, this.seen::add);
				assertThat(next()).isEqualTo("Hello");
			});
			assertClosed(next());
			assertThat(endpoint.connections).allMatch(ContextCloseTests::isClosed);
		}
	}

	@Test
	void requestsThatWaitForAConnectionOrARetryFail() throws Exception {
		CountDownLatch refused = new CountDownLatch(1);
		try (TestEndpoint busy = TestEndpoint.scripted((request, response) -> {
			refused.countDown();
			return response.status(503).header("Retry-After", "50").send();
		}); TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> begin(response))) {
			run(this.runner.withPropertyValues("spring.ai.chatbotkit.connections.max=1"), endpoint, (context) -> {
				ChatModel model = context.getBean(ChatBotKitChatModel.class);
				model.stream(PROMPT).subscribe(this.seen::add, this.seen::add);
				assertThat(next()).isNotInstanceOf(Throwable.class);
				if (!this.connector.equals("jdk")) {
					for (int i = 0; i < 10; i++) {
						model.stream(PROMPT).subscribe(this.seen::add, this.seen::add);
					}
				}
			});
			for (int i = 0; i < (this.connector.equals("jdk") ? 1 : 11); i++) {
				assertClosed(next());
			}
			assertThat(endpoint.requests).hasSize(1);
			run(busy, (context) -> {
				call(context.getBean(ChatBotKitChatModel.class)).subscribe(this.seen::add, this.seen::add);
				assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
			});
			assertClosed(next());
			assertThat(busy.requests).hasSize(1);
		}
	}

	@Test
	void laterRequestsAreRefused() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			List<ChatModel> kept = new ArrayList<>();
			run(endpoint, (context) -> {
				kept.addAll(context.getBeansOfType(ChatModel.class).values());
				kept.forEach((model) -> assertThat(model.call("Hi")).isEqualTo("Hello"));
			});
			assertThat(kept).hasSize(2);
			int asked = endpoint.requests.size();
			for (ChatModel model : kept) {
				for (Flux<?> exchange : List.of(call(model).flux(), model.stream(PROMPT))) {
					assertThatExceptionOfType(ChatBotKitNonTransientException.class).isThrownBy(exchange::blockLast)
						.withMessageStartingWith("CLIENT_CLOSED: nothing was sent");
				}
			}
			assertThat(endpoint.requests).hasSize(asked);
		}
	}

	@Test
	void anotherContextInTheJvmIsUnaffected() {
		try (TestEndpoint endpoint = TestEndpoint
			.scripted((request, response) -> request.isStream() ? begin(response) : TestEndpoint.answer(response))) {
			run(endpoint, (context) -> {
				ChatModel model = context.getBean(ChatBotKitChatModel.class);
				model.stream(PROMPT).subscribe(this.seen::add, this.seen::add);
				assertThat(next()).isNotInstanceOf(Throwable.class);
				run(endpoint, (sibling) -> assertThat(sibling.getBean(ChatBotKitChatModel.class).call("Hi"))
					.isEqualTo("Hello"));
				assertThat(model.call("Hi")).isEqualTo("Hello");
				assertThat(this.seen).isEmpty();
				assertThat(endpoint.requests.get(0).connection().isOpen()).isTrue();
			});
			assertClosed(next());
		}
	}

	/**
	 * The first piece of a stream that does not go on.
	 */
	private static Mono<Void> begin(HttpServerResponse response) {
		return TestEndpoint.events(response, Flux.concat(
				Mono.just("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n"), Mono.never()));
	}

	private static Mono<String> call(ChatModel model) {
		return Mono.fromCallable(() -> model.call("Hi")).subscribeOn(Schedulers.boundedElastic());
	}

	private @Nullable Object next() {
		try {
			return this.seen.poll(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isClosed(Channel connection) {
		return connection.closeFuture().awaitUninterruptibly(Duration.ofSeconds(10).toMillis());
	}

	private static void assertClosed(@Nullable Object ex) {
		assertThat(ex).asInstanceOf(InstanceOfAssertFactories.type(ChatBotKitNonTransientException.class))
			.satisfies((failure) -> assertThat(failure.getFailure().code()).isEqualTo("CLIENT_CLOSED"));
	}

	private void run(TestEndpoint endpoint, Check check) {
		run(this.runner, endpoint, check);
	}

	private static void run(ApplicationContextRunner runner, TestEndpoint endpoint, Check check) {
		runner.withPropertyValues(endpoint.property()).run(check::of);
	}

	/**
	 * What is done with a context.
	 */
	private interface Check {

		void of(AssertableApplicationContext context) throws Throwable;

	}

}
