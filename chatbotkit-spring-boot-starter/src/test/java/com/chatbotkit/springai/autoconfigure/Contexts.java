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

import java.util.Objects;

import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Creates the application contexts of the tests, and analyzes their failures.
 */
final class Contexts {

	static final String SECRET = "sk-test-very-secret-0123456789";

	/** The environment of the latest context. A failed context does not return it. */
	private static final ThreadLocal<ConfigurableEnvironment> ENVIRONMENT = new ThreadLocal<>();

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			ChatBotKitAutoConfiguration.class, ChatClientAutoConfiguration.class, ToolCallingAutoConfiguration.class,
			SslAutoConfiguration.class, HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			WebClientAutoConfiguration.class);

	/** The properties of {@link #configured()}. */
	static final String[] CONFIGURED = { "spring.ai.chatbotkit.secret-key=" + SECRET,
			"spring.ai.chatbotkit.chat.bot-id=clx1" };

	private Contexts() {
	}

	/**
	 * The classes of {@link #bare()}.
	 */
	static Class<?>[] autoConfigurations() {
		return Configurations.getClasses(AUTO_CONFIGURATIONS);
	}

	/**
	 * A context without any property.
	 */
	static ApplicationContextRunner bare() {
		return new ApplicationContextRunner().withInitializer((context) -> ENVIRONMENT.set(context.getEnvironment()))
			.withConfiguration(AUTO_CONFIGURATIONS);
	}

	/**
	 * A context with a key and nothing to talk to.
	 */
	static ApplicationContextRunner withKey() {
		return bare().withPropertyValues("spring.ai.chatbotkit.secret-key=" + SECRET);
	}

	/**
	 * A context as an application has it.
	 */
	static ApplicationContextRunner configured() {
		return bare().withPropertyValues(CONFIGURED);
	}

	/**
	 * Returns what Spring Boot prints for a context that did not start.
	 */
	static String report(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
			.and(Environment.class, Objects.requireNonNullElseGet(ENVIRONMENT.get(), StandardEnvironment::new));
		Throwable failure = Objects.requireNonNull(context.getStartupFailure());
		FailureAnalysis analysis = SpringFactoriesLoader.forDefaultResourceLocation()
			// As Spring Boot does: one of its analyzers needs a library that is not here.
			.load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, cause) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analyzer knows this failure", failure));
		String report = analysis.getDescription() + "\n" + analysis.getAction();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET);
		}
		assertThat(report).doesNotContain(SECRET);
		return report;
	}

}
