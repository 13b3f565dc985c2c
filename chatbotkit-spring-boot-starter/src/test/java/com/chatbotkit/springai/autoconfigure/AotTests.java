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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.InputStreamSource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application whose beans are generated ahead of time.
 */
class AotTests {

	private static final String BOT = "spring.ai.chatbotkit.chat.bot-id=clx1";

	private static final String NAMED_BOT = "spring.ai.chatbotkit.bots.sales.bot-id=clx2";

	private static final String KEY = "spring.ai.chatbotkit.secret-key=" + Contexts.SECRET;

	private final TestGenerationContext generation = new TestGenerationContext();

	@Test
	@CompileWithForkedClassLoader
	void theClientAnswersFromGeneratedCode() {
		ClassName initializer = process(BOT, NAMED_BOT);
		try (TestEndpoint endpoint = TestEndpoint.friendly()) {
			TestCompiler.forSystem().with(this.generation).compile((compiled) -> {
				try (GenericApplicationContext context = start(compiled, initializer, endpoint.property(), BOT,
						NAMED_BOT, KEY)) {
					assertThat(context.getBean(ChatClient.class).prompt("Hi").call().content()).isEqualTo("Hello");
					assertThat(context.getBean("sales", ChatClient.class).prompt("Hi").call().content())
						.isEqualTo("Hello");
				}
			});
			assertThat(endpoint.requests).hasSize(2)
				.allSatisfy((request) -> assertThat(request.headers().get("Authorization"))
					.isEqualTo("Bearer " + Contexts.SECRET));
			assertThat(endpoint.requests.get(1).body()).contains("\"bot/id=clx2\"");
		}
	}

	@Test
	void noSecretIsInTheGeneratedCode() {
		process(BOT, KEY);
		assertThat(this.generation.getGeneratedFiles().getGeneratedFiles(Kind.SOURCE).values()).isNotEmpty()
			.allSatisfy((file) -> assertThat(text(file)).doesNotContain(Contexts.SECRET));
	}

	@Test
	void everyRecordOfPropertiesCanBeBound() {
		process(BOT);
		assertThat(ModuleClasses.all()).filteredOn(AotTests::isBound)
			.isNotEmpty()
			.allMatch((type) -> isConstructed(type, this.generation.getRuntimeHints()));
	}

	@Test
	void failuresCanBeAnalyzed() {
		process(BOT);
		assertThat(isConstructed(InvalidSettingFailureAnalyzer.class, this.generation.getRuntimeHints())).isTrue();
	}

	/**
	 * Generates the code of an application whose build knows these properties.
	 */
	private ClassName process(String... properties) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			context.register(StarterTests.Application.class);
			ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, this.generation);
			this.generation.writeGeneratedContent();
			return initializer;
		}
	}

	@SuppressWarnings("unchecked")
	private static GenericApplicationContext start(Compiled compiled, ClassName initializer, String... properties) {
		GenericApplicationContext context = new GenericApplicationContext();
		TestPropertyValues.of(properties).applyTo(context);
		ApplicationContextInitializer<ConfigurableApplicationContext> generated = compiled
			.getInstance(ApplicationContextInitializer.class, initializer.toString());
		generated.initialize(context);
		context.refresh();
		return context;
	}

	private static boolean isBound(Class<?> type) {
		return type.isRecord() && type.getNestHost().isAnnotationPresent(ConfigurationProperties.class);
	}

	private static boolean isConstructed(Class<?> type, RuntimeHints hints) {
		return RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(type.getDeclaredConstructors()[0])
			.test(hints);
	}

	private static String text(InputStreamSource file) {
		try {
			return new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
