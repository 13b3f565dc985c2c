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
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import com.chatbotkit.springai.server.http.EndpointRequest;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.chatbotkit.springai.server.autoconfigure.ScriptedModel.piece;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of keys and what they may use, with the answers that a client reads.
 */
abstract class KeysAndLimitsCases {

	private static final String PREFIX = "spring.ai.chatbotkit.server.keys.test.";

	private static final String BODY = "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

	private static final String STREAM = BODY.replace("\"messages\"", "\"stream\":true,\"messages\"");

	private final Stack stack;

	private ServedApplication application;

	KeysAndLimitsCases(Stack stack) {
		this.stack = stack;
	}

	private ScriptedModel start(Class<?> configuration, String... properties) {
		this.application = ServedApplication.start(this.stack, configuration, properties);
		return this.application.bean(ScriptedModel.class);
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@Test
	void requestsOfAMinuteAreLimited() {
		start(OneAgent.class, PREFIX + "requests-per-minute=2").text("Yes").text("Yes");
		assertThat(this.application.post(BODY).status()).isEqualTo(200);
		assertThat(this.application.post(BODY).status()).isEqualTo(200);
		Answer third = this.application.post(BODY);
		assertThat(third.status()).isEqualTo(429);
		assertThat(Integer.parseInt(third.headers().get("Retry-After"))).isBetween(1, 30);
		assertThat(third.body()).contains("\"code\":\"rate_limit_exceeded\"", "its 2 requests of a minute");
		assertThat(this.application.request("GET", "/v1/models", "").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tokensOfADayAreBookedBeforeTheAnswerEnds(boolean stream) {
		ScriptedModel model = start(OneAgent.class, PREFIX + "tokens-per-day=5");
		model.text("Yes");
		assertThat(this.application.post(stream ? STREAM : BODY).status()).isEqualTo(200);
		Answer second = this.application.post(stream ? STREAM : BODY);
		assertThat(second.status()).isEqualTo(429);
		assertThat(second.body()).contains("\"code\":\"insufficient_quota\"");
		assertThat(Integer.parseInt(second.headers().get("Retry-After"))).isGreaterThan(60);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tokensOfAnAgentThatFailedAreBookedToo(boolean stream) {
		start(OneAgent.class, PREFIX + "tokens-per-day=5").calls(ScriptedModel.call("c1", "nobody", "{}"))
			.stream(Flux.error(new IllegalStateException("broken")));
		assertThat(this.application.post(stream ? STREAM : BODY).body()).contains("agent_failed");
		assertThat(this.application.post(BODY).body()).contains("\"code\":\"insufficient_quota\"");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAgentThatGoesOnWithoutItsClientHasItsPlaceAndItsTokensAreBooked(boolean stream) throws Exception {
		ScriptedModel model = start(OneAgent.class, PREFIX + "tokens-per-day=5", PREFIX + "concurrent=1",
				"spring.ai.chatbotkit.server.keep-alive=20ms",
				"spring.ai.chatbotkit.server.disconnect=finish-after=1m");
		Sinks.Empty<ChatResponse> later = Sinks.empty();
		model.stream(later.asMono().concatWith(Flux.fromArray(ScriptedModel.parts("STOP", List.of(), "Yes"))));
		try (Socket socket = this.application.ask(stream ? STREAM : BODY)) {
			await().until(() -> !model.prompts.isEmpty());
			assertThat(socket.isConnected()).isTrue();
		}
		assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(this.application.post(BODY).body()).contains("\"code\":\"concurrency_limit_exceeded\"");
		later.tryEmitEmpty();
		await().until(() -> {
			// It tells no tokens.
			model.stream(Flux.just(piece("Free")));
			return this.application.post(BODY).body().contains("\"code\":\"insufficient_quota\"");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "stop", "finish-after=50ms" })
	void requestsAtOnceAreLimitedAndEndedOnesMakeRoom(String disconnect) throws Exception {
		ScriptedModel model = start(OneAgent.class, PREFIX + "concurrent=1",
				"spring.ai.chatbotkit.server.keep-alive=20ms", "spring.ai.chatbotkit.server.disconnect=" + disconnect);
		model.stream(Flux.never()).text("Yes");
		try (Socket socket = this.application.ask(STREAM)) {
			assertThat(socket.getInputStream().read()).isNotNegative();
			await().until(() -> !model.prompts.isEmpty());
			Answer second = this.application.post(BODY);
			assertThat(second.status()).isEqualTo(429);
			assertThat(second.headers()).containsEntry("Retry-After", "1");
			assertThat(second.body()).contains("\"code\":\"concurrency_limit_exceeded\"");
		}
		Answer later = this.application.post(BODY);
		while (later.status() == 429) {
			later = this.application.post(BODY);
		}
		assertThat(later.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "requests-per-minute", "tokens-per-day", "concurrent" })
	void whoseLimitsCannotBeLookedUpIsToldToComeAgain(String limit) {
		for (String asynchronous : List.of("true", "false")) {
			start(BrokenStore.class, PREFIX + limit + "=2", "asynchronous=" + asynchronous,
					"spring.ai.chatbotkit.server.keys.free.secret=sk-free-0123456789abcdef0123456789ab")
				.text("Yes");
			for (String body : List.of(BODY, STREAM)) {
				Answer answer = this.application.post(body);
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.headers()).containsEntry("Retry-After", "5");
				assertThat(answer.body()).contains("\"code\":\"limits_not_known\"").doesNotContain("The store is down");
			}
			assertThat(this.application.request("GET", "/v1/models", "").status()).isEqualTo(200);
			assertThat(
					this.application.post(BODY, "Authorization: Bearer sk-free-0123456789abcdef0123456789ab").status())
				.isEqualTo(200);
			this.application.close();
		}
	}

	@Test
	void requestsForWhichNoThreadIsLeftAreRefusedAtOnceAndThoseThatWaitAreAnswered() throws Exception {
		ScriptedModel model = start(OneAgent.class, "spring.ai.chatbotkit.server.max-threads=1",
				"spring.ai.chatbotkit.server.max-waiting=1");
		Sinks.One<ChatResponse> later = Sinks.one();
		model.stream(later.asMono().flux()).text("Second").text("Third").text("Fourth");
		CountingScheduler threads = (CountingScheduler) this.application.bean(AgentThreads.class).scheduler();
		try (Socket first = ask(BODY)) {
			await().until(() -> !model.prompts.isEmpty());
			try (Socket second = ask(BODY)) {
				await().until(() -> threads.waiting() == 1);
				for (String body : List.of(BODY, BODY.replace("\"messages\"", "\"stream\":true,\"messages\""))) {
					Answer refused = this.application.post(body);
					assertThat(refused.status()).isEqualTo(503);
					assertThat(refused.headers()).containsEntry("Retry-After", "1").doesNotContainKey("x-should-retry");
					assertThat(refused.body()).contains("\"code\":\"overloaded\"");
				}
				assertThat(this.application.request("GET", "/v1/models", "").status()).isEqualTo(200);
				later.tryEmitValue(ScriptedModel.parts("STOP", List.of(), "First")[0]);
				assertThat(Answer.read(first.getInputStream()).body()).contains("First");
				assertThat(Answer.read(second.getInputStream()).body()).contains("Second");
			}
		}
		// What the others remembered is forgotten on that thread as well, maybe now.
		await().until(() -> this.application.post(BODY).body().contains("Third"));
		await().until(() -> threads.waiting() == 0);
	}

	private Socket ask(String body) throws IOException {
		Socket socket = this.application.connect();
		socket.getOutputStream()
			.write(ServedApplication.text("POST", "/v1/chat/completions", body).getBytes(StandardCharsets.UTF_8));
		return socket;
	}

	@Test
	void wrongKeysAreThrottledAndTheRightOneStillPasses() {
		start(OneAgent.class);
		Answer answer = this.application.request("GET", "/v1/models", "",
				"Authorization: Bearer sk-wrong-0123456789abcdef0123456789");
		int wrong = 1;
		while (answer.status() == 401) {
			answer = this.application.request("GET", "/v1/models", "",
					"Authorization: Bearer sk-wrong-0123456789abcdef0123456789");
			wrong++;
		}
		assertThat(answer.status()).isEqualTo(429);
		assertThat(answer.headers()).containsKey("Retry-After");
		assertThat(answer.body()).contains("too_many_failed_logins");
		assertThat(wrong).isBetween(101, 300);
		assertThat(this.application.request("GET", "/v1/models", "").status()).isEqualTo(200);
	}

	@Test
	void aSecretMayBeADigestAndTwoOfThemWorkAtOnce() throws Exception {
		String secret = "sk-second-0123456789abcdef0123456789";
		String digest = HexFormat.of()
			.formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
		start(OneAgent.class, PREFIX + "secret=" + ServedApplication.KEY + ",{sha256}" + digest);
		assertThat(this.application.request("GET", "/v1/models", "").status()).isEqualTo(200);
		assertThat(this.application.request("GET", "/v1/models", "", "Authorization: Bearer " + secret).status())
			.isEqualTo(200);
		assertThat(
				this.application.request("GET", "/v1/models", "", "Authorization: Bearer {sha256}" + digest).status())
			.isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization: Basic " + ServedApplication.KEY, "Authorization: " + ServedApplication.KEY,
			"Authorization: Bearer", "Authorization: Bearer " + ServedApplication.KEY + ", Bearer x",
			"x-api-key: " + ServedApplication.KEY + "\nAuthorization:",
			"Authorization: Bearer x\nAuthorization: Bearer " + ServedApplication.KEY,
			"Authorization: Bearer " + ServedApplication.KEY + "x", "X-Forwarded-User: test\nAuthorization:" })
	void aHeaderThatOnlyLooksLikeTheKeyIsNone(String headers) {
		start(OneAgent.class);
		Answer answer = this.application.post(BODY, headers.split("\n"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.headers()).containsKey("WWW-Authenticate");
		assertThat(answer.body()).contains("\"code\":\"invalid_api_key\"").doesNotContain(ServedApplication.KEY);
	}

	/** As a variable leaves it that was taken away after a rotation. */
	@Test
	void anEmptySecretBesideAnotherIsNone() {
		String secret = "sk-fedcba9876543210fedcba9876543210";
		start(OneAgent.class, "spring.ai.chatbotkit.server.keys.a.secret[0]=" + secret,
				"spring.ai.chatbotkit.server.keys.a.secret[1]=${KEY_BEFORE:}")
			.text("Yes");
		assertThat(this.application.post(BODY, "Authorization: Bearer " + secret).status()).isEqualTo(200);
		assertThat(this.application.post(BODY, "Authorization: Bearer ").status()).isEqualTo(401);
		assertThat(this.application.post(BODY, "Authorization: Bearer").status()).isEqualTo(401);
	}

	/** As before a rotation, and with a digest beside the text. */
	@Test
	void aSecretThatAKeyHasTwiceIsOne() throws Exception {
		String secret = "sk-fedcba9876543210fedcba9876543210";
		String digest = HexFormat.of()
			.formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
		start(OneAgent.class, "spring.ai.chatbotkit.server.keys.a.secret[0]=" + secret,
				"spring.ai.chatbotkit.server.keys.a.secret[1]=" + secret,
				"spring.ai.chatbotkit.server.keys.a.secret[2]={sha256}" + digest)
			.text("Yes");
		assertThat(this.application.post(BODY, "Authorization: Bearer " + secret).status()).isEqualTo(200);
	}

	@Test
	void anAccessBeanReplacesTheKeys() {
		start(OwnAccess.class).text("Yes");
		assertThat(this.application.post(BODY).status()).isEqualTo(401);
		assertThat(this.application.post(BODY, "X-Who: ann").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "keys.a.secret=short|shorter than 32 characters",
			"keys.a.secret={sha256}abc|64 hexadecimal digits", "keys.a.models=support|The key 'a' has no secret",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,keys.b.secret=sk-0123456789abcdef0123456789abcdef|have the same secret",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,keys.a.models=nobody|names 'nobody', which is not served",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,keys.a.concurrent=0|keys.a.concurrent with value '0' is invalid: Set it to a number of at least 1",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,agents.x.chat-client=none|There is no ChatClient bean 'none'",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,keys.a.models=|keys.a.models is empty",
			"keys.a.secret=|The key 'a' has no secret",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,models.x=none|There is no ChatModel bean 'none'",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,expose=nobody|There is no ChatClient bean 'nobody' to expose",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,max-threads=0|max-threads with value '0' is invalid: Set it to a number of at least 1",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,max-waiting=0|max-waiting with value '0' is invalid: Set it to a number of at least 1",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,disconnect=later|Set it to 'stop'",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,agents.x.chat-client=support,agents.x.aliases=y,agents.y.chat-client=support,agents.y.aliases=y|belongs to both",
			"keys.a.secret=sk-0123456789abcdef0123456789abcdef,agents.x.chat-client=support,agents.y.chat-client=support,agents.y.aliases=x|belongs to both",
			"path=/v1|no key protects them" })
	void aSettingThatCannotWorkIsRefusedAtTheStart(String properties, String words) {
		String[] all = properties.split(",(?=\\w)");
		for (int i = 0; i < all.length; i++) {
			all[i] = "spring.ai.chatbotkit.server." + all[i];
		}
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ChatBotKitServerAutoConfiguration.class))
			.withUserConfiguration(OneAgent.class)
			.withPropertyValues(all)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(words));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ChatBotKitServerAutoConfiguration.class))
			.withUserConfiguration(OneAgent.class)
			.withPropertyValues(all)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(words));
	}

	@Test
	void whereNothingIsExposedOnlyWhatIsNamedIsServed() {
		start(OneAgent.class, "spring.ai.chatbotkit.server.expose=none",
				"spring.ai.chatbotkit.server.agents.help.chat-client=support");
		assertThat(this.application.request("GET", "/v1/models", "").body()).contains("bot/id=help")
			.doesNotContain("bot/id=support");
	}

	@ParameterizedTest
	@ValueSource(strings = { "false" })
	void nothingIsServedWhereTheServerIsOff(String enabled) {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ChatBotKitServerAutoConfiguration.class))
			.withUserConfiguration(OneAgent.class)
			.withPropertyValues("spring.ai.chatbotkit.server.enabled=" + enabled)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("chatBotKitServerRoutes"));
	}

	/** A store of limits that is asked, and does not answer. */
	@Configuration(proxyBeanMethods = false)
	static class BrokenStore extends OneAgent {

		@Bean
		@SuppressWarnings("unchecked")
		ProxyManager<String> store(@Value("${asynchronous}") boolean asynchronous) {
			return (ProxyManager<String>) broken(ProxyManager.class, asynchronous);
		}

		private static Object broken(Class<?> type, boolean asynchronous) {
			return Proxy.newProxyInstance(BrokenStore.class.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> {
						Class<?> result = method.getReturnType();
						IllegalStateException failure = new IllegalStateException("The store is down");
						if (method.getName().equals("isAsyncModeSupported")) {
							return asynchronous;
						}
						if (method.getName().equals("hashCode")) {
							return System.identityHashCode(proxy);
						}
						if (result == CompletableFuture.class) {
							return CompletableFuture.failedFuture(failure);
						}
						if (result.isInterface()) {
							return broken(result, asynchronous);
						}
						throw failure;
					});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAccess extends OneAgent {

		@Bean
		ChatBotKitServerAccess access() {
			return new ChatBotKitServerAccess() {

				@Override
				public Mono<ServerCaller> identify(EndpointRequest request) {
					return Mono.justOrEmpty(request.header("x-who"))
						.map((name) -> new ServerCaller(name, Set.of(), true));
				}

			};
		}

	}

}
