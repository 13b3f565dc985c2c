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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.chatbotkit.springai.agent.AgentToolCallback;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where each request has to be made for a tenant, one that is not never reaches the wire;
 * and one that is keeps it on its way through threads.
 */
class RequiredTenantTests {

	private static final String ANSWER = """
			{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"choices":[{"delta":{"content":"Hello"},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final String CALLS_A_TOOL = """
			{"choices":[{"message":{"tool_calls":[{"id":"c1","type":"function","function":\
			{"name":"ask","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";

	private static final String STREAM_CALLS_A_TOOL = """
			data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":\
			{"name":"ask","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}

			data: [DONE]

			""";

	private static final ChatBotKitTenant TENANT = ChatBotKitTenant.withSecretKey("sk-tenant");

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.withoutSecretKey()
		.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMillis(1)).build())
		.build();

	private final ChatBotKitChatModel model = model(this.api, (builder) -> builder.tenantRequired(true));

	private final ChatClient client = ChatClient.create(this.model);

	@AfterEach
	void close() {
		Hooks.disableAutomaticContextPropagation();
		this.api.close();
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("requests")
	void withoutATenantNothingIsSent(String name, Request request) {
		ChatBotKitApi withKey = this.api.mutate().secretKey("sk-main").build();
		for (ChatBotKitApi api : List.of(this.api, withKey)) {
			ChatBotKitChatModel asked = model(api,
					(builder) -> builder.tenantRequired(true).fallbacks("model/name=m1"));
			assertThatIllegalStateException().isThrownBy(() -> request.make(asked))
				.withMessageContaining("spring.ai.chatbotkit.tenants=required")
				.withMessageContaining("spring.reactor.context-propagation=auto")
				.withMessageContaining("contextWrite(tenant::writeTo)");
		}
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("requests")
	void withATenantItsKeyIsSent(String name, Request request) {
		this.server.always(name.equals("stream") ? WireServer.events(STREAM) : WireServer.json(ANSWER));
		TENANT.call(() -> request.make(this.model));
		assertThatEachWasSentWith("sk-tenant", 1);
	}

	@ParameterizedTest
	@MethodSource("places")
	void aTenantThatIsLostOnTheWayIsNotReplacedByTheMainKey(String name, Place place) {
		ChatClient withKey = ChatClient
			.create(model(this.api.mutate().secretKey("sk-main").build(), (builder) -> builder.tenantRequired(true)));
		assertThatIllegalStateException()
			.isThrownBy(() -> place.call(() -> withKey.prompt("Hi").call().content(), UnaryOperator.identity()))
			.withMessageContaining("tenant.call(");
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("places")
	void contextPropagationCarriesIt(String name, Place place) throws Exception {
		Hooks.enableAutomaticContextPropagation();
		this.server.always(WireServer.json(ANSWER));
		place.call(() -> this.client.prompt("Hi").call().content(), (call) -> {
			ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
			return snapshot.wrap(call);
		});
		assertThatEachWasSentWith("sk-tenant", 1);
	}

	@Test
	void aToolInACallAndInAStreamAsksOnItsBehalf() {
		FunctionToolCallback<Map<String, Object>, String> tool = FunctionToolCallback
			.<Map<String, Object>, String>builder("ask",
					(input) -> String.valueOf(this.client.prompt("Inner").call().content())
							+ this.client.prompt("Inner").stream().content().collectList().block())
			.description("Asks")
			.inputType(Map.class)
			.build();
		this.server.next(WireServer.json(CALLS_A_TOOL))
			.next(WireServer.json(ANSWER))
			.next(WireServer.events(STREAM))
			.next(WireServer.json(ANSWER))
			.next(WireServer.events(STREAM_CALLS_A_TOOL))
			.next(WireServer.json(ANSWER))
			.next(WireServer.events(STREAM))
			.next(WireServer.events(STREAM));

		TENANT.run(() -> this.client.prompt("Hi").tools(tool).call().content());
		this.client.prompt("Hi").tools(tool).stream().content().contextWrite(TENANT::writeTo).blockLast();

		assertThatEachWasSentWith("sk-tenant", 8);
	}

	@Test
	void aRetryAFallbackAndAMemoryKeepIt() {
		ChatClient asked = ChatClient
			.builder(model(this.api, (builder) -> builder.tenantRequired(true).fallbacks("model/name=m1")))
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "c1"))
			.build();
		for (int i = 0; i < 2; i++) {
			this.server.next(WireServer.answer(503, null, "busy")).next(WireServer.answer(404, null, "unknown"));
			this.server.next((i == 0) ? WireServer.json(ANSWER) : WireServer.events(STREAM));
		}

		TENANT.run(() -> asked.prompt("Hi").call().content());
		asked.prompt("Hi").stream().content().contextWrite(TENANT::writeTo).blockLast();

		assertThatEachWasSentWith("sk-tenant", 6);
		assertThat(this.server.requests().get(2).body()).contains("model/name=m1");
	}

	@Test
	void aTenantWithoutAKeyNeedsTheMainOne() {
		ChatBotKitTenant keyless = ChatBotKitTenant.withBot("b2");
		assertThatIllegalStateException().isThrownBy(() -> keyless.call(() -> this.model.call("Hi")))
			.withMessageContaining("no secret key");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.model.stream(new Prompt("Hi")).contextWrite(keyless::writeTo).blockLast())
			.withMessageContaining("no secret key");
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void aKeyInTheCallsOwnOptionsSaysOnWhoseBehalfItIsToo() {
		this.server.always(WireServer.json(ANSWER));
		this.client.prompt("Hi")
			.options(ChatBotKitChatOptions.builder().secretKey(new SimpleApiKey("sk-own")))
			.call()
			.content();
		assertThatEachWasSentWith("sk-own", 1);
	}

	@Test
	void aBotThatIsTheSameForAllNeedsNone() {
		this.server.always(WireServer.json(ANSWER));
		ChatBotKitChatModel shared = model(this.api.mutate().secretKey("sk-main").build(),
				(builder) -> builder.tenantRequired(true).tenantReplaces(ChatBotKitTenant.Replaces.NOTHING));
		shared.call("Hi");
		TENANT.call(() -> shared.call("Hi"));
		assertThatEachWasSentWith("sk-main", 2);
	}

	@Test
	void whereNoneIsRequiredACallThatMayHaveLostItIsWarnedOfOnce() {
		ChatBotKitChatModel optional = model(this.api.mutate().secretKey("sk-main").build(), UnaryOperator.identity());
		this.server.always(WireServer.json(ANSWER));
		Logger logger = (Logger) LoggerFactory.getLogger(TenantPolicy.class);
		ListAppender<ILoggingEvent> warnings = new ListAppender<>();
		warnings.start();
		logger.addAppender(warnings);
		logger.setLevel(Level.WARN);
		try {
			for (int i = 0; i < 3; i++) {
				Mono.fromCallable(() -> optional.call("Hi"))
					.subscribeOn(Schedulers.boundedElastic())
					.contextWrite(TENANT::writeTo)
					.block();
			}
		}
		finally {
			logger.detachAppender(warnings);
			logger.setLevel(null);
		}
		assertThat(warnings.list).singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage())
				.contains("spring.reactor.context-propagation=auto", "spring.ai.chatbotkit.tenants=required"));
	}

	private void assertThatEachWasSentWith(String key, int times) {
		assertThat(this.server.requests()).hasSize(times)
			.allSatisfy((request) -> assertThat(request.header("Authorization")).isEqualTo("Bearer " + key));
	}

	private static ChatBotKitChatModel model(ChatBotKitApi api, UnaryOperator<ChatBotKitChatModel.Builder> with) {
		return with
			.apply(ChatBotKitChatModel.builder().api(api).options(ChatBotKitChatOptions.builder().bot("b1").build()))
			.build();
	}

	static List<Arguments> requests() {
		return List.of(request("call", (model) -> model.call("Hi")),
				request("client", (model) -> ChatClient.create(model).prompt("Hi").call().content()),
				request("stream", (model) -> model.stream(new Prompt("Hi")).blockLast()),
				request("check", (model) -> model.checkBot().block()), request("agent", (model) -> {
					try {
						return AgentToolCallback.builder(ChatClient.create(model))
							.name("expert")
							.description("Knows")
							.build()
							.call("{\"message\":\"Hi\"}");
					}
					catch (RuntimeException ex) {
						throw (RuntimeException) Objects.requireNonNull(ex.getCause());
					}
				}));
	}

	private static Arguments request(String name, Request request) {
		return Arguments.of(name, request);
	}

	/**
	 * Where an application makes a call for a tenant, and on which threads.
	 */
	static List<Arguments> places() {
		return List.of(
				place("within a pipeline",
						(call, propagated) -> Mono.fromCallable(call)
							.subscribeOn(Schedulers.boundedElastic())
							.contextWrite(TENANT::writeTo)
							.block()),
				place("within a pipeline on the same thread",
						(call, propagated) -> Mono.fromCallable(call).contextWrite(TENANT::writeTo).block()),
				place("behind another thread",
						(call, propagated) -> Mono.just("")
							.publishOn(Schedulers.boundedElastic())
							.map((text) -> String.valueOf(called(call)))
							.contextWrite(TENANT::writeTo)
							.block()),
				place("another thread",
						(call, propagated) -> on(Executors.newSingleThreadExecutor(),
								TENANT.call(() -> propagated.apply(call)))),
				place("a fork-join pool",
						(call, propagated) -> on(new ForkJoinPool(1), TENANT.call(() -> propagated.apply(call)))));
	}

	private static Arguments place(String name, Place place) {
		return Arguments.of(name, place);
	}

	private static @Nullable String called(Callable<@Nullable String> call) {
		try {
			return call.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static @Nullable String on(ExecutorService threads, Callable<@Nullable String> call) {
		try {
			return CompletableFuture.supplyAsync(() -> called(call), threads).join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) Objects.requireNonNull(ex.getCause());
		}
		finally {
			threads.shutdown();
		}
	}

	@FunctionalInterface
	interface Request {

		@Nullable Object make(ChatBotKitChatModel model);

	}

	@FunctionalInterface
	interface Place {

		@Nullable String call(Callable<@Nullable String> call, UnaryOperator<Callable<@Nullable String>> propagated);

	}

}
