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

package com.chatbotkit.springai.api;

import java.time.Duration;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of {@link ChatBotKitApi#checkBot}.
 */
class BotCheckTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final String KEY = "sk-secret-0123456789";

	private static final String BOT = "{\"id\":\"b1\",\"backstory\":\"Nobody must know\"}";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = api(this.server.baseUrl());

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void aBotOfTheAccountIsFine() {
		this.server.next(WireServer.json(BOT));
		this.api.checkBot("b1").block(SOON);
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.head()).startsWith("GET /v1/bot/b1/fetch HTTP/1.1");
			assertThat(request.header("Authorization")).isEqualTo("Bearer " + KEY);
			assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
			assertThat(request.header("X-Tenant")).isEqualTo("acme");
			assertThat(request.header("Content-Type")).isNull();
		});
	}

	@Test
	void connectionsAreUsedAgain() {
		this.server.always(WireServer.json(BOT));
		for (int i = 0; i < 50; i++) {
			this.api.checkBot("b1").block(SOON);
		}
		// One that is asked for before the last one is back in the pool is new.
		assertThat(this.server.connections()).isLessThan(25);
	}

	@Test
	void anIdOfAnyCharactersStaysOneSegment() {
		this.server.next(WireServer.json(BOT));
		this.api.checkBot("a/b?c d").block(SOON);
		assertThat(this.server.requests().get(0).head()).startsWith("GET /v1/bot/a%2Fb%3Fc%20d/fetch HTTP/1.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", "..", "%2e", "%2E%2e", ".%2e", " ", "" })
	void anIdThatLeadsOutOfThePathIsRefused(String id) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.api.checkBot(id).block(SOON))
			.withMessageContaining("copy it from ChatBotKit");
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "..;x,..%3Bx", "../b,..%2Fb", "..\\b,..%5Cb", "a#b,a%23b", "...,...", "%2e%2e%2e,%252e%252e%252e" })
	void anIdOfManySpellingsStaysOneSegment(String id, String segment) {
		this.server.next(WireServer.json(BOT));
		this.api.checkBot(id).block(SOON);
		assertThat(this.server.requests().get(0).head()).startsWith("GET /v1/bot/" + segment + "/fetch HTTP/1.1");
	}

	@Test
	void aStatusThatIsNoneIsAFailureToo() {
		this.server.next((exchange) -> exchange.write("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"));
		assertThat(check()).isInstanceOf(ChatBotKitNonTransientException.class)
			.hasMessageStartingWith("REQUEST_FAILED: ");
	}

	@ParameterizedTest
	@CsvSource({ "401,NOT_AUTHENTICATED", "403,NOT_AUTHORIZED", "404,NOT_FOUND" })
	void aRefusalIsAFailureOfItsStatus(int status, String code) {
		this.server
			.next(WireServer.answer(status, "application/json", "{\"message\":\"No\",\"code\":\"" + code + "\"}"));
		Throwable thrown = check();
		assertThat(thrown).isInstanceOf(ChatBotKitNonTransientException.class)
			.hasMessageStartingWith(status + " " + code + ": No")
			.hasMessageContaining("GET " + this.server.baseUrl().replace("/openai", "") + "/bot/b1/fetch")
			.hasMessageNotContaining(KEY);
	}

	@Test
	void whatPassesByItselfIsTriedAgain() {
		this.server.next(WireServer.answer(500, null, "")).next(WireServer.json(BOT));
		this.api.checkBot("b1").block(SOON);
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void aPageIsNoBotAndIsNotShown() {
		this.server.next(WireServer.answer(200, "text/html", "<h1>Nobody must know</h1>"));
		assertThat(check()).isInstanceOf(ChatBotKitNonTransientException.class)
			.hasMessageStartingWith("200 UNEXPECTED_CONTENT")
			.hasMessageNotContaining("Nobody");
	}

	@Test
	void aContentTypeThatIsNoneIsAFailureToo() {
		this.server.next(WireServer.answer(200, "json", "{}"));
		assertThat(check()).isInstanceOf(ChatBotKitNonTransientException.class)
			.hasMessageStartingWith("200 UNEXPECTED_CONTENT: the response is json");
	}

	@Test
	void silenceIsAFailure() {
		this.server.always((exchange) -> exchange.awaitClosedByClient());
		try (ChatBotKitApi impatient = this.api.mutate()
			.timeouts(ChatBotKitTimeouts.defaults().withResponse(Duration.ofMillis(50)))
			.build()) {
			assertThat(catchThrowable(() -> impatient.checkBot("b1").block(SOON)))
				.isInstanceOf(ChatBotKitTransientException.class)
				.hasMessageStartingWith("RESPONSE_TIMEOUT");
		}
	}

	@Test
	void nobodyKnowsTheNativeApiOfAGatewaysOwnPath() {
		try (ChatBotKitApi gateway = api(this.server.baseUrl().replace("/v1/openai", "/gateway/llm"))) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> gateway.checkBot("b1").block(SOON))
				.withMessageContaining("spring.ai.chatbotkit.base-url");
		}
	}

	@Test
	void aModelChecksTheBotOfItsOptions() {
		this.server.next(WireServer.json(BOT));
		model("bot/id=b2").checkBot().block(SOON);
		assertThat(this.server.requests().get(0).head()).startsWith("GET /v1/bot/b2/fetch ");
	}

	@Test
	void aPlainModelCannotBeChecked() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> model("model/name=gpt-4o").checkBot().block(SOON))
			.withMessageContaining("model/name=gpt-4o");
	}

	private @Nullable Throwable check() {
		return catchThrowable(() -> this.api.checkBot("b1").block(SOON));
	}

	private ChatBotKitChatModel model(String selector) {
		return ChatBotKitChatModel.builder()
			.api(this.api)
			.options(ChatBotKitChatOptions.builder().model(selector).build())
			.build();
	}

	private static ChatBotKitApi api(String baseUrl) {
		return ChatBotKitApi.builder()
			.baseUrl(baseUrl)
			.secretKey(KEY)
			.header("X-Tenant", "acme")
			.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMillis(1)).build())
			.build();
	}

}
