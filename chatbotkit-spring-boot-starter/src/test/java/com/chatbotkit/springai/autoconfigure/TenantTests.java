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

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@code spring.ai.chatbotkit.tenants} and of what a tenant replaces of each
 * bot.
 */
class TenantTests {

	private static final String EVENTS = """
			data: {"choices":[{"delta":{"content":"Hello"},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private static final String ASKS = """
			{"choices":[{"message":{"tool_calls":[{"id":"c1","type":"function","function":\
			{"name":"billing","arguments":"{\\"message\\":\\"Hi\\"}"}}]},"finish_reason":"tool_calls"}]}""";

	private static final ChatBotKitTenant TENANT = ChatBotKitTenant.withSecretKey("sk-tenant-0123456789");

	private final TestEndpoint endpoint = TestEndpoint.scripted((request, response) -> {
		if (request.isStream()) {
			return TestEndpoint.events(response, Flux.just(EVENTS));
		}
		boolean asks = request.body().contains("\"name\":\"billing\"") && !request.body().contains("\"tool\"");
		return asks ? response.header("Content-Type", "application/json").sendString(Mono.just(ASKS)).then()
				: TestEndpoint.answer(response);
	});

	private final ApplicationContextRunner required = Contexts.bare()
		.withPropertyValues(this.endpoint.property(), "spring.ai.chatbotkit.tenants=required",
				"spring.ai.chatbotkit.chat.bot-id=b-default");

	@AfterEach
	void close() {
		Hooks.disableAutomaticContextPropagation();
		this.endpoint.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void aRequiredTenantIsCheckedBeforeTheRequestAndNoSharedKeyIsNeeded(String connector) {
		this.required.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			assertThat(context).hasNotFailed();
			ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
			ChatClient client = context.getBean(ChatClient.class);
			assertThatIllegalStateException().isThrownBy(() -> client.prompt("Hi").call().content())
				.withMessageContaining("spring.ai.chatbotkit.tenants=required");
			assertThatIllegalStateException().isThrownBy(() -> client.prompt("Hi").stream().content().blockLast())
				.withMessageContaining("spring.ai.chatbotkit.tenants=required");
			assertThatIllegalStateException().isThrownBy(() -> model.checkBot().block());
			assertThat(this.endpoint.requests).isEmpty();

			assertThat(TENANT.call(() -> client.prompt("Hi").call().content())).isEqualTo("Hello");
			assertThat(client.prompt("Hi").stream().content().contextWrite(TENANT::writeTo).blockLast())
				.isEqualTo("Hello");
			assertSent("sk-tenant-0123456789 bot/id=b-default", "sk-tenant-0123456789 bot/id=b-default");
		});
	}

	@Test
	void theSharedKeyIsNeverUsedIfATenantIsRequired() {
		this.required.withPropertyValues("spring.ai.chatbotkit.secret-key=" + Contexts.SECRET).run((context) -> {
			ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
			assertThatIllegalStateException()
				.isThrownBy(() -> Mono.fromCallable(() -> model.call("Hi"))
					.subscribeOn(Schedulers.boundedElastic())
					.contextWrite(TENANT::writeTo)
					.block())
				.withMessageContaining("spring.reactor.context-propagation=auto");
			assertThatIllegalStateException().isThrownBy(() -> ChatBotKitTenant.nobody().call(() -> model.call("Hi")));
			assertThat(this.endpoint.requests).isEmpty();
		});
	}

	@Test
	void automaticContextPropagationCarriesATenantIntoACall() {
		this.required.withConfiguration(AutoConfigurations.of(ReactorAutoConfiguration.class))
			.withPropertyValues("spring.reactor.context-propagation=auto")
			.run((context) -> {
				ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
				Mono.fromCallable(() -> model.call("Hi"))
					.subscribeOn(Schedulers.boundedElastic())
					.contextWrite(TENANT::writeTo)
					.block();
				assertSent("sk-tenant-0123456789 bot/id=b-default");
			});
	}

	@Test
	void aTenantWithoutAKeyIsRefusedIfThereIsNoSharedKey() {
		this.required.run((context) -> {
			ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
			assertThatIllegalStateException()
				.isThrownBy(() -> ChatBotKitTenant.withBot("acme").call(() -> model.call("Hi")))
				.withMessageContaining("spring.ai.chatbotkit.secret-key")
				.withMessageContaining("withSecretKey");
			assertThatIllegalStateException().isThrownBy(() -> model.stream(new Prompt("Hi"))
				.contextWrite(ChatBotKitTenant.withBot("acme")::writeTo)
				.blockLast());
			assertThat(this.endpoint.requests).isEmpty();
		});
	}

	@Test
	void aBotThatNoTenantReplacesNeedsAKey() {
		this.required
			.withPropertyValues("spring.ai.chatbotkit.bots.shared.bot-id=b1",
					"spring.ai.chatbotkit.bots.shared.tenant-replaces=nothing")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.secret-key"));
		this.required
			.withPropertyValues("spring.ai.chatbotkit.bots.shared.bot-id=b1",
					"spring.ai.chatbotkit.bots.shared.secret-key=sk-shared-0123456789",
					"spring.ai.chatbotkit.bots.shared.tenant-replaces=nothing")
			.run((context) -> {
				ChatClient shared = context.getBean("shared", ChatClient.class);
				shared.prompt("Hi").call().content();
				TENANT.call(() -> shared.prompt("Hi").call().content());
				assertSent("sk-shared-0123456789 bot/id=b1", "sk-shared-0123456789 bot/id=b1");
			});
		this.required.withPropertyValues("spring.ai.chatbotkit.chat.tenant-replaces=nothing")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.secret-key"));
	}

	@Test
	void startupAndHealthChecksAreSkippedIfATenantIsRequired() {
		this.required.withConfiguration(AutoConfigurations.of(ChatBotKitHealthContributorAutoConfiguration.class))
			.withPropertyValues("spring.ai.chatbotkit.validate-on-startup=true",
					"spring.ai.chatbotkit.health.mode=active")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				ReactiveHealthIndicator health = (ReactiveHealthIndicator) context
					.getBean(ReactiveHealthContributor.class);
				TENANT.run(() -> assertThat(health.health().contextWrite(TENANT::writeTo).block())
					.satisfies((result) -> assertThat(result.getStatus()).isNotEqualTo(Status.DOWN)));
				assertThat(this.endpoint.requests).isEmpty();
			});
	}

	@Test
	void byDefaultATenantReplacesOnlyTheBotThatIsCalled() {
		agents().run((context) -> {
			ask(context);
			assertSent("sk-tenant-0123456789 bot/id=acme", "sk-billing-0123456789 bot/id=b-billing",
					"sk-tenant-0123456789 bot/id=acme", "sk-tenant-0123456789 bot/id=acme");
		});
	}

	@Test
	void anAgentWithoutAKeyUsesTheKeyOfTheTenant() {
		agents().withPropertyValues("spring.ai.chatbotkit.bots.billing.secret-key=").run((context) -> {
			ask(context);
			assertSent("sk-tenant-0123456789 bot/id=acme", "sk-tenant-0123456789 bot/id=b-billing",
					"sk-tenant-0123456789 bot/id=acme", "sk-tenant-0123456789 bot/id=acme");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "always=sk-tenant-0123456789 bot/id=acme", "key=sk-tenant-0123456789 bot/id=b-billing",
			"nothing=sk-billing-0123456789 bot/id=b-billing" })
	void tenantReplacesIsSetForEachBot(String valueAndAsked) {
		String[] parts = valueAndAsked.split("=", 2);
		agents().withPropertyValues("spring.ai.chatbotkit.bots.billing.tenant-replaces=" + parts[0]).run((context) -> {
			ask(context);
			assertSent("sk-tenant-0123456789 bot/id=acme", parts[1], "sk-tenant-0123456789 bot/id=acme", parts[1]);
		});
	}

	@Test
	void theLimitOfAgentCallsMustBePositive() {
		agents().withPropertyValues("spring.ai.chatbotkit.agents.max-calls=0")
			.run((context) -> assertThat(Contexts.report(context)).contains("spring.ai.chatbotkit.agents.max-calls"));
	}

	private ApplicationContextRunner agents() {
		return Contexts.withKey()
			.withPropertyValues(this.endpoint.property(), "spring.ai.chatbotkit.bots.support.bot-id=b-support",
					"spring.ai.chatbotkit.bots.support.agents=billing",
					"spring.ai.chatbotkit.bots.billing.bot-id=b-billing",
					"spring.ai.chatbotkit.bots.billing.secret-key=sk-billing-0123456789",
					"spring.ai.chatbotkit.bots.billing.description=Knows invoices");
	}

	/**
	 * The support asks billing, and then the application asks billing itself.
	 */
	private static void ask(AssertableApplicationContext context) {
		ChatBotKitTenant acme = TENANT.bot("acme");
		acme.run(() -> context.getBean("support", ChatClient.class).prompt("Hi").call().content());
		acme.run(() -> context.getBean("billing", ChatClient.class).prompt("Hi").call().content());
	}

	private void assertSent(String... keysAndSelectors) {
		assertThat(this.endpoint.requests)
			.extracting((request) -> request.headers().get("Authorization").substring("Bearer ".length()) + " "
					+ request.body().replaceAll("(?s).*\"model\":\"([^\"]+)\".*", "$1"))
			.containsExactly(keysAndSelectors);
	}

}
