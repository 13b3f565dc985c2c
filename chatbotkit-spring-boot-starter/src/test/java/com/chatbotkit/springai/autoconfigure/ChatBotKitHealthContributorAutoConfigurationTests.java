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
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.autoconfigure.health.RequestHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link ChatBotKitHealthContributorAutoConfiguration} and its indicators.
 */
class ChatBotKitHealthContributorAutoConfigurationTests {

	private static final String BOT = "{\"id\":\"clx1\",\"backstory\":\"Nobody must know\"}";

	private static final String ACTIVE = "spring.ai.chatbotkit.health.mode=active";

	private final ApplicationContextRunner bare = Contexts.configured()
		.withPropertyValues("spring.ai.retry.max-attempts=1")
		.withConfiguration(AutoConfigurations.of(ChatBotKitHealthContributorAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.bare
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	@Test
	void aBotWithoutRequestsIsUpAndNoRequestIsSent() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				assertThat(health(context)).isEqualTo(
						Health.up().withDetail("selector", "bot/id=clx1").withDetail("requests", "none yet").build());
				assertThat(endpoint.requests).isEmpty();
			});
		}
	}

	@Test
	void aBotThatHasAnsweredIsUp() {
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				ask(context, false);
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(health(context).getDetails()).containsKey("lastSuccess").doesNotContainKey("lastFailure");
				assertThat(endpoint.requests).hasSize(1);
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "404,NOT_FOUND,false,DOWN", "404,NOT_FOUND,true,DOWN", "401,NOT_AUTHENTICATED,false,DOWN",
			"402,NO_SUBSCRIPTION,false,OUT_OF_SERVICE", "429,insufficient_quota,true,OUT_OF_SERVICE",
			"429,rate_limit_exceeded,false,UP", "400,BAD_REQUEST,true,UP", "503,SERVICE_UNAVAILABLE,false,UP" })
	void theKindOfAFailureDeterminesTheHealth(int status, String code, boolean stream, String expected) {
		String body = "{\"message\":\"Words of the server\",\"code\":\"" + code + "\"}";
		try (TestEndpoint endpoint = TestEndpoint.answering(status, body)) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				ask(context, stream);
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(new Status(expected));
				assertThat(health.toString()).doesNotContain("Words", Contexts.SECRET);
			});
		}
	}

	@Test
	void threeTransientFailuresInARowMeanDown() {
		try (TestEndpoint endpoint = TestEndpoint.answering(503, "{}")) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				ask(context, false);
				ask(context, true);
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				ask(context, false);
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				assertThat(health(context).getDetails()).containsEntry("failuresInARow", 3);
			});
		}
	}

	@Test
	void aFailingBotOfATenantDoesNotAffectTheDefaultBot() {
		try (TestEndpoint endpoint = TestEndpoint.answering(404, "{\"code\":\"NOT_FOUND\"}")) {
			this.runner.withPropertyValues(endpoint.property()).run((context) -> {
				catchThrowable(() -> context.getBean(ChatBotKitChatModel.class)
					.call(new Prompt("Hi", ChatBotKitChatOptions.builder().bot("tenant").build())));
				assertThat(health(context).getDetails()).containsEntry("requests", "none yet");
			});
		}
	}

	@Test
	void theFailureWindowIsAProperty() {
		try (TestEndpoint endpoint = TestEndpoint.answering(404, "{}")) {
			this.runner.withPropertyValues(endpoint.property(), "spring.ai.chatbotkit.health.failure-window=1ns")
				.run((context) -> {
					ask(context, false);
					assertThat(health(context).getStatus()).isEqualTo(Status.UP);
					assertThat(health(context).getDetails()).containsKey("lastFailure");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "management.observations.enable.gen_ai=false" })
	void theHealthIsUnknownWithoutObservations(String property) {
		ApplicationContextRunner unobserved = property.isEmpty() ? this.bare : this.runner;
		unobserved.withPropertyValues(property).run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health(context).getDetails().get("requests").toString()).contains("not observed");
		});
	}

	@Test
	void activeModeChecksTheBotOncePerInterval() {
		try (TestEndpoint endpoint = TestEndpoint.answering(200, BOT)) {
			this.runner.withPropertyValues(endpoint.property(), ACTIVE).run((context) -> {
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(health(context).getDetails()).containsEntry("check", Map.of("status", 200, "code", "ok"));
				assertThat(health(context).toString()).doesNotContain("Nobody must know", "backstory");
				assertThat(endpoint.requests).singleElement()
					.satisfies((request) -> assertThat(request.uri()).isEqualTo("/api/v1/bot/clx1/fetch"));
			});
		}
	}

	@Test
	void theCheckIntervalIsAProperty() {
		try (TestEndpoint endpoint = TestEndpoint.answering(200, BOT)) {
			this.runner
				.withPropertyValues(endpoint.property(), ACTIVE, "spring.ai.chatbotkit.health.check-interval=1ms")
				.run((context) -> {
					for (int i = 0; endpoint.requests.size() < 2 && i < 10_000; i++) {
						health(context);
					}
					assertThat(endpoint.requests).hasSizeGreaterThan(1);
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "401,DOWN", "403,DOWN", "404,DOWN", "402,OUT_OF_SERVICE", "503,DOWN", "429,UP" })
	void activeModeReportsAMissingBotBeforeAnyRequest(int status, String expected) {
		String body = "{\"message\":\"Words of the server\",\"code\":\"SOME_CODE\"}";
		try (TestEndpoint endpoint = TestEndpoint.answering(status, body)) {
			this.runner.withPropertyValues(endpoint.property(), ACTIVE).run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(new Status(expected));
				assertThat(health.getDetails()).containsEntry("check", Map.of("status", status, "code", "SOME_CODE"));
				assertThat(health.toString()).doesNotContain("Words", Contexts.SECRET);
			});
		}
	}

	@Test
	void anUnreachableServerIsDownInActiveMode() {
		TestEndpoint gone = TestEndpoint.friendly();
		gone.close();
		this.runner.withPropertyValues(gone.property(), ACTIVE)
			.run((context) -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
	}

	@Test
	void theHealthOfAPlainModelDependsOnRequestsInActiveModeToo() {
		try (TestEndpoint endpoint = TestEndpoint.answering(404, "{}")) {
			this.runner
				.withPropertyValues(endpoint.property(), ACTIVE, "spring.ai.chatbotkit.chat.bot-id=",
						"spring.ai.chatbotkit.chat.model-name=gpt-4o")
				.run((context) -> {
					assertThat(health(context).getStatus()).isEqualTo(Status.UP);
					assertThat(endpoint.requests).isEmpty();
					ask(context, false);
					assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				});
		}
	}

	@Test
	void eachModelHasItsOwnHealth() {
		this.runner.withPropertyValues("spring.ai.chatbotkit.bots.support.bot-id=clx2").run((context) -> {
			ReactiveHealthContributor contributor = context.getBean("chatBotKitHealthContributor",
					ReactiveHealthContributor.class);
			assertThat(contributor).isInstanceOf(CompositeReactiveHealthContributor.class);
			CompositeReactiveHealthContributor composite = (CompositeReactiveHealthContributor) contributor;
			assertThat(composite.stream().map((entry) -> entry.name())).containsExactlyInAnyOrder("chatBotKit",
					"support");
			assertThat(context.getBeanFactory().containsSingleton("supportChatModel")).as("lazy").isFalse();
			ReactiveHealthIndicator support = (ReactiveHealthIndicator) composite.getContributor("support");
			assertThat(Objects.requireNonNull(support).health().block(Duration.ofSeconds(10)).getDetails())
				.containsEntry("selector", "bot/id=clx2");
		});
	}

	@Test
	void theContributorCanBeDisabled() {
		this.runner.withPropertyValues("management.health.chatbotkit.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveHealthContributor.class)
				.doesNotHaveBean(RequestHistory.class));
	}

	@Test
	void aContributorOfTheApplicationReplacesOurs() {
		this.runner
			.withBean("chatBotKitHealthIndicator", ReactiveHealthIndicator.class,
					() -> () -> Mono.just(Health.up().build()))
			.run((context) -> assertThat(context.getBeanNamesForType(ReactiveHealthContributor.class))
				.containsExactly("chatBotKitHealthIndicator"));
	}

	@Test
	void thereAreNoBeansIfAnotherModelIsSelected() {
		this.runner.withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ReactiveHealthContributor.class)
				.doesNotHaveBean(RequestHistory.class));
	}

	@Test
	void springBootsHealthModuleIsOptional() {
		this.runner.withClassLoader(new FilteredClassLoader(ReactiveHealthContributor.class)).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ChatBotKitChatModel.class);
			assertThat(Arrays.stream(context.getBeanDefinitionNames()))
				.noneMatch((name) -> name.contains("Health") || name.contains("RequestHistory"));
		});
	}

	private static void ask(ApplicationContext context, boolean stream) {
		ChatBotKitChatModel model = context.getBean("chatBotKitChatModel", ChatBotKitChatModel.class);
		catchThrowable(() -> {
			if (stream) {
				model.stream(new Prompt("Hi")).blockLast(Duration.ofSeconds(10));
			}
			else {
				model.call(new Prompt("Hi"));
			}
		});
	}

	private static Health health(ApplicationContext context) {
		ReactiveHealthIndicator indicator = context.getBean("chatBotKitHealthContributor",
				ReactiveHealthIndicator.class);
		return Objects.requireNonNull(indicator.health().block(Duration.ofSeconds(30)));
	}

}
