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

package com.chatbotkit.springai.server.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.chatbotkit.springai.server.autoconfigure.ScriptedModel.piece;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever an agent throws, an {@link Error} too, is the failure of its request. The key,
 * which may run one request at a time, can ask again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ErrorCases {

	private static final int KEYS = 100;

	private final Stack stack;

	/** The number of the key of this test, which no other uses. */
	private int key;

	private ServedApplication application;

	private ScriptedModel model;

	private static volatile @Nullable Throwable thrown;

	ErrorCases(Stack stack) {
		this.stack = stack;
	}

	@BeforeAll
	void start() {
		this.application = ServedApplication.start(this.stack, Agents.class,
				IntStream.range(0, KEYS)
					.boxed()
					.flatMap((i) -> Stream.of("k" + i + ".secret=" + secret(i), "k" + i + ".concurrent=1"))
					.map((key) -> "spring.ai.chatbotkit.server.keys." + key)
					.toArray(String[]::new));
		this.model = this.application.bean(ScriptedModel.class);
	}

	@BeforeEach
	void reset() {
		this.model.drop();
		this.model.asked((context) -> {
		});
		thrown = null;
		this.key++;
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	static Stream<Arguments> requests() {
		return Stream
			.<Throwable>of(new NoClassDefFoundError("gone"), new ExceptionInInitializerError("gone"),
					new AssertionError("gone"), new StackOverflowError("gone"), new OutOfMemoryError("gone"),
					new InternalError("gone"), new IllegalStateException("gone"))
			.flatMap((ex) -> Stream.of(Arguments.of(ex, false), Arguments.of(ex, true)));
	}

	/**
	 * Without the errors that Reactor throws: Spring AI (2.0.0) reads a model's stream by
	 * publishOn and doOnError, which lose such an error.
	 */
	static Stream<Arguments> requestsWithSignals() {
		return requests().filter(
				(request) -> request.get()[1].equals(false) || !Exceptions.isJvmFatal((Throwable) request.get()[0]));
	}

	@ParameterizedTest
	@MethodSource("requests")
	void aModelThatThrows(Throwable ex, boolean stream) throws Exception {
		this.model.text("never");
		this.model.asked((context) -> sneakyThrow(ex));
		assertFails("support", stream);
	}

	@ParameterizedTest
	@MethodSource("requestsWithSignals")
	void aModelThatFails(Throwable ex, boolean stream) throws Exception {
		this.model.stream(Flux.just(piece("One")).concatWith(Flux.error(ex)));
		assertFails("support", stream);
	}

	@ParameterizedTest
	@MethodSource("requestsWithSignals")
	void aModelThatFailsOnAnotherThread(Throwable ex, boolean stream) throws Exception {
		this.model
			.stream(Flux.create((sink) -> Schedulers.parallel().schedule(() -> sink.next(piece("One")).error(ex))));
		assertFails("support", stream);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void aToolThatThrows(Throwable ex, boolean stream) throws Exception {
		thrown = ex;
		this.model.calls(ScriptedModel.call("c1", "lookup", "{}")).text("told");
		Answer answer = ask("support", stream);
		if (ex instanceof RuntimeException) {
			assertThat(answer.body()).contains("told");
		}
		else {
			assertFailed(answer, stream);
		}
		assertNext();
	}

	@ParameterizedTest
	@MethodSource("requests")
	void anAdvisorThatThrows(Throwable ex, boolean stream) throws Exception {
		this.model.text("never");
		thrown = ex;
		assertFails("advised", stream);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void anAdvisorThatFails(Throwable ex, boolean stream) throws Exception {
		this.model.text("One", "two");
		thrown = ex;
		assertFails("mapped", stream);
	}

	private void assertFails(String agent, boolean stream) throws Exception {
		assertFailed(ask(agent, stream), stream);
		assertNext();
	}

	private static void assertFailed(Answer answer, boolean stream) {
		if (answer.status() == 200) {
			assertThat(stream).isTrue();
			assertThat(answer.body()).contains("event: error").doesNotContain("[DONE]");
		}
		else {
			assertThat(answer.status()).isEqualTo(500);
		}
		assertThat(answer.body()).contains("\"error\":{\"message\":").doesNotContain("gone");
	}

	private void assertNext() throws Exception {
		thrown = null;
		this.model.drop();
		this.model.asked((context) -> {
		});
		this.model.text("again");
		assertThat(ask("support", false).body()).contains("again");
	}

	private Answer ask(String agent, boolean stream) throws IOException {
		try (Socket socket = this.application.ask("{\"model\":\"" + agent
				+ "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":" + stream + "}",
				"Authorization: Bearer " + secret(this.key))) {
			socket.setSoTimeout(10_000);
			return Answer.read(socket.getInputStream());
		}
	}

	private static String secret(int key) {
		return "sk-0123456789abcdef0123456789abcdef" + key;
	}

	private static void throwIfSet() {
		Throwable ex = thrown;
		if (ex != null) {
			sneakyThrow(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneakyThrow(Throwable ex) throws E {
		throw (E) ex;
	}

	/**
	 * Three agents on one model.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		ScriptedModel scriptedModel() {
			return new ScriptedModel();
		}

		@Bean
		ChatClient support(ScriptedModel model) {
			return ChatClient.builder(model).defaultTools(new ThrowingTool()).build();
		}

		@Bean
		ChatClient advised(ScriptedModel model) {
			return ChatClient.builder(model).defaultAdvisors(new ThrowingAdvisor(false)).build();
		}

		@Bean
		ChatClient mapped(ScriptedModel model) {
			return ChatClient.builder(model).defaultAdvisors(new ThrowingAdvisor(true)).build();
		}

	}

	/**
	 * A tool that throws what is set.
	 */
	static class ThrowingTool {

		@Tool(name = "lookup", description = "Looks something up")
		String lookup() {
			throwIfSet();
			return "found";
		}

	}

	/**
	 * An advisor that throws what is set, before or with a response.
	 */
	private record ThrowingAdvisor(boolean after) implements CallAdvisor, StreamAdvisor {

		@Override
		public String getName() {
			return "throwing";
		}

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
			if (!this.after) {
				throwIfSet();
			}
			ChatClientResponse response = chain.nextCall(request);
			throwIfSet();
			return response;
		}

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			if (!this.after) {
				throwIfSet();
			}
			return chain.nextStream(request).doOnNext((response) -> throwIfSet());
		}

	}

}
