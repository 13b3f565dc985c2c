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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.ChatBotKitTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of {@code @Async} methods that are called on behalf of a tenant: the other thread
 * has the same tenant where Spring Boot propagates the context, and never a wrong one.
 */
@Timeout(60)
class AsyncTenantTests {

	private static final String PROPAGATE = "spring.task.execution.propagate-context=true";

	private static final ChatBotKitTenant TENANT = ChatBotKitTenant.withSecretKey("sk-tenant-0123456789").bot("acme");

	private final TestEndpoint endpoint = TestEndpoint.friendly();

	private final ApplicationContextRunner runner = Contexts.configured()
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(AsyncConfiguration.class)
		.withPropertyValues(this.endpoint.property());

	@AfterEach
	void close() {
		this.endpoint.close();
	}

	@Test
	void theTenantOfTheCallerIsUsed() {
		assertThatTheTenantIsPropagated(this.runner);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads came with Java 21")
	void theTenantOfTheCallerIsUsedOnVirtualThreads() {
		assertThatTheTenantIsPropagated(this.runner.withPropertyValues("spring.threads.virtual.enabled=true"));
	}

	private void assertThatTheTenantIsPropagated(ApplicationContextRunner runner) {
		assumeThat(SpringBootVersion.getVersion()).as("the property came with 4.1").doesNotStartWith("4.0.");
		runner.withPropertyValues(PROPAGATE, "spring.task.execution.pool.core-size=1").run((context) -> {
			AsyncService service = context.getBean(AsyncService.class);
			assertThat(TENANT.call(service::call).get(30, TimeUnit.SECONDS)).isEqualTo("Hello");
			assertThat(this.endpoint.requests.get(0).headers().get("Authorization"))
				.isEqualTo("Bearer sk-tenant-0123456789");
			assertThat(this.endpoint.requests.get(0).body()).contains("bot/id=acme");

			// The same thread has no tenant left over.
			assertThat(service.call().get(30, TimeUnit.SECONDS)).isEqualTo("Hello");
			assertThat(this.endpoint.requests.get(1).headers().get("Authorization"))
				.isEqualTo("Bearer " + Contexts.SECRET);
			assertThat(this.endpoint.requests.get(1).body()).contains("bot/id=clx1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.threads.virtual.enabled=false", "spring.threads.virtual.enabled=true" })
	void withoutPropagationARequestThatNeedsATenantIsRefused(String threads) {
		this.runner.withPropertyValues("spring.ai.chatbotkit.tenants=required", threads).run((context) -> {
			AsyncService service = context.getBean(AsyncService.class);
			assertThatThrownBy(() -> TENANT.call(service::call).join()).isInstanceOf(CompletionException.class)
				.cause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("spring.ai.chatbotkit.tenants=required");
			assertThat(this.endpoint.requests).isEmpty();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		AsyncService asyncService(ChatClient client) {
			return new AsyncService(client);
		}

	}

	static class AsyncService {

		private final ChatClient client;

		AsyncService(ChatClient client) {
			this.client = client;
		}

		@Async
		CompletableFuture<String> call() {
			return CompletableFuture.completedFuture(this.client.prompt("Hi").call().content());
		}

	}

}
