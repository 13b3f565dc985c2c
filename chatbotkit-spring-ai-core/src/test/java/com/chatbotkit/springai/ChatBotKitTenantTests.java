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

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link ChatBotKitTenant} and of the secret key in a call's own options.
 */
class ChatBotKitTenantTests {

	private static final String ANSWER = """
			{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"choices":[{"delta":{"content":"Hello"},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final String CALL = """
			data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function",\
			"function":{"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}

			data: [DONE]

			""";

	private static final ChatBotKitTenant TENANT = ChatBotKitTenant.withSecretKey("sk-tenant").bot("b2");

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-shared")
		.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMillis(1)).build())
		.build();

	private final ChatClient client = ChatClient.create(ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.build());

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void aCallOfAThreadIsMadeOnTheTenantsBehalf() {
		this.server.next(WireServer.json(ANSWER)).next(WireServer.json(ANSWER));

		assertThat(TENANT.call(() -> this.client.prompt("Hi").call().content())).isEqualTo("Hello");
		this.client.prompt("Hi").call().content();

		assertThatWereSent("sk-tenant bot/id=b2", "sk-shared bot/id=b1");
	}

	@Test
	void aStreamTakesTheTenantOfItsContextOnWhateverThread() {
		this.server.next(WireServer.events(STREAM)).next(WireServer.events(STREAM));

		this.client.prompt("Hi")
			.stream()
			.content()
			.subscribeOn(Schedulers.boundedElastic())
			.contextWrite(TENANT::writeTo)
			.blockLast();
		this.client.prompt("Hi").stream().content().blockLast();

		assertThatWereSent("sk-tenant bot/id=b2", "sk-shared bot/id=b1");
	}

	@Test
	void aStreamTakesTheTenantOfItsThread() {
		this.server.next(WireServer.events(STREAM));
		TENANT.run(() -> this.client.prompt("Hi").stream().content().blockLast());
		assertThatWereSent("sk-tenant bot/id=b2");
	}

	/**
	 * The advisor of the memory and the tool take the stream to other threads.
	 */
	@ParameterizedTest
	@EnumSource
	void aStreamOfTheThreadKeepsItOnOtherThreads(Subscribing subscribing) {
		MessageChatMemoryAdvisor memory = MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build())
			.build();
		FunctionToolCallback<?, ?> asksAgain = FunctionToolCallback
			.builder("look", () -> this.client.prompt("And?").call().content())
			.build();
		for (ChatBotKitTenant tenant : new ChatBotKitTenant[] { TENANT, ChatBotKitTenant.nobody() }) {
			this.server.next(WireServer.events(CALL)).next(WireServer.json(ANSWER)).next(WireServer.events(STREAM));
			tenant.run(() -> subscribing.subscribe(this.client.prompt("Hi")
				.tools(asksAgain)
				.advisors(memory)
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, tenant.toString()))
				.stream()
				.content()
				.publishOn(Schedulers.boundedElastic())));
		}
		String own = "sk-tenant bot/id=b2";
		String shared = "sk-shared bot/id=b1";
		assertThatWereSent(own, own, own, shared, shared, shared);
	}

	@Test
	void theContextOfAStreamWinsOverItsThread() {
		this.server.next(WireServer.events(STREAM)).next(WireServer.events(STREAM));
		ChatBotKitTenant other = ChatBotKitTenant.withSecretKey("sk-other");
		Flux<String> stream = this.client.prompt("Hi").stream().content();
		TENANT.run(() -> stream.contextWrite(other::writeTo).blockLast());
		TENANT.run(() -> Flux.just(1).flatMap((one) -> stream).contextWrite(other::writeTo).blockLast());
		assertThatWereSent("sk-other bot/id=b1", "sk-other bot/id=b1");
	}

	/**
	 * As a controller returns it: nothing is sent before somebody else subscribes.
	 */
	@Test
	void aStreamThatTheWorkReturnsIsTheTenantsWhereverItIsSubscribedTo() {
		for (int i = 0; i < 4; i++) {
			this.server.next(WireServer.events(STREAM));
		}
		ChatBotKitTenant other = ChatBotKitTenant.withSecretKey("sk-other");
		Flux<String> stream = TENANT.call(() -> this.client.prompt("Hi").stream().content());
		Mono<List<String>> mono = TENANT.call(() -> this.client.prompt("Hi").stream().content().collectList());
		Flux<String> own = TENANT.call(() -> this.client.prompt("Hi").stream().content().contextWrite(other::writeTo));

		other.run(() -> stream.subscribeOn(Schedulers.boundedElastic()).blockLast());
		mono.block();
		own.blockLast();
		ChatBotKitTenant.nobody()
			.call(() -> this.client.prompt("Hi").stream().content())
			.contextWrite(TENANT::writeTo)
			.blockLast();

		assertThatWereSent("sk-tenant bot/id=b2", "sk-tenant bot/id=b2", "sk-other bot/id=b1", "sk-shared bot/id=b1");
	}

	@Test
	void aResultThatIsNoStreamIsReturnedAsItIs() {
		ConnectableFlux<Integer> shared = Flux.just(1).publish();
		assertThat(TENANT.<ConnectableFlux<Integer>>call(() -> shared)).isSameAs(shared);
		assertThat(TENANT.<@Nullable String>call(() -> null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n" })
	void aBlankKeyIsRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitTenant.withSecretKey(key))
			.withMessageContaining("secret key of the tenant is blank");
	}

	@Test
	void aRetryKeepsTheTenantsKey() {
		this.server.next(WireServer.answer(503, null, "busy"))
			.next(WireServer.json(ANSWER))
			.next(WireServer.answer(503, null, "busy"))
			.next(WireServer.events(STREAM));

		TENANT.run(() -> this.client.prompt("Hi").call().content());
		TENANT.run(() -> this.client.prompt("Hi").stream().content().blockLast());

		assertThatWereSent("sk-tenant bot/id=b2", "sk-tenant bot/id=b2", "sk-tenant bot/id=b2", "sk-tenant bot/id=b2");
	}

	@Test
	void aTenantWithoutABotTalksToTheCommonOne() {
		this.server.next(WireServer.json(ANSWER));
		ChatBotKitTenant.withSecretKey("sk-tenant").run(() -> this.client.prompt("Hi").call().content());
		assertThatWereSent("sk-tenant bot/id=b1");
	}

	@Test
	void aTenantWithoutAKeyTakesTheCommonOne() {
		this.server.next(WireServer.json(ANSWER)).next(WireServer.json(ANSWER));
		ChatBotKitTenant.withBot("b2").run(() -> this.client.prompt("Hi").call().content());
		ChatBotKitTenant.withBot("b2").modelName("gpt-4o").run(() -> this.client.prompt("Hi").call().content());
		assertThatWereSent("sk-shared bot/id=b2", "sk-shared model/name=gpt-4o");
	}

	@Test
	void whatACallItselfSaysWins() {
		this.server.next(WireServer.json(ANSWER)).next(WireServer.events(STREAM));
		ChatBotKitChatOptions.Builder own = ChatBotKitChatOptions.builder()
			.bot("b3")
			.secretKey(new SimpleApiKey("sk-own"));

		TENANT.run(() -> this.client.prompt("Hi").options(own).call().content());
		this.client.prompt("Hi").options(own).stream().content().contextWrite(TENANT::writeTo).blockLast();

		assertThatWereSent("sk-own bot/id=b3", "sk-own bot/id=b3");
	}

	@Test
	void anInnerTenantIsInForceUntilItsEnd() {
		for (int i = 0; i < 3; i++) {
			this.server.next(WireServer.json(ANSWER));
		}
		TENANT.run(() -> {
			this.client.prompt("Hi").call().content();
			ChatBotKitTenant.withSecretKey("sk-inner").run(() -> this.client.prompt("Hi").call().content());
			this.client.prompt("Hi").call().content();
		});
		assertThatWereSent("sk-tenant bot/id=b2", "sk-inner bot/id=b1", "sk-tenant bot/id=b2");
	}

	@Test
	void contextPropagationCarriesItToAnotherThread() throws Exception {
		this.server.next(WireServer.json(ANSWER));
		ContextSnapshot snapshot = TENANT.call(() -> ContextSnapshotFactory.builder().build().captureAll());

		Thread other = new Thread(snapshot.wrap(() -> {
			this.client.prompt("Hi").call().content();
		}));
		other.start();
		other.join();

		assertThatWereSent("sk-tenant bot/id=b2");
	}

	@Test
	void neitherShowsItsSecret() {
		assertThat(TENANT).hasToString("ChatBotKitTenant[own key, bot/id=b2]");
		assertThat(String
			.valueOf(ChatBotKitChatOptions.builder().secretKey(new SimpleApiKey("sk-own")).build().getSecretKey()))
			.doesNotContain("sk-own");
	}

	private void assertThatWereSent(String... keysAndSelectors) {
		assertThat(this.server.requests()).zipSatisfy(List.of(keysAndSelectors), (request, expected) -> {
			String[] words = expected.split(" ", -1);
			assertThat(request.header("Authorization")).isEqualTo("Bearer " + words[0]);
			assertThat(request.body()).contains("\"model\":\"" + words[1] + "\"");
		});
	}

	/**
	 * How the work reads a stream.
	 */
	enum Subscribing {

		BLOCK {

			@Override
			void subscribe(Flux<String> stream) {
				stream.blockLast();
			}

		},

		ITERABLE {

			@Override
			void subscribe(Flux<String> stream) {
				assertThat(stream.toIterable()).containsExactly("Hello");
			}

		},

		STREAM {

			@Override
			void subscribe(Flux<String> stream) {
				assertThat(stream.toStream()).containsExactly("Hello");
			}

		},

		MONO {

			@Override
			void subscribe(Flux<String> stream) {
				stream.collectList().block();
			}

		},

		NESTED {

			@Override
			void subscribe(Flux<String> stream) {
				Flux.just(1).publishOn(Schedulers.parallel()).flatMap((one) -> stream).blockLast();
			}

		};

		abstract void subscribe(Flux<String> stream);

	}

}
