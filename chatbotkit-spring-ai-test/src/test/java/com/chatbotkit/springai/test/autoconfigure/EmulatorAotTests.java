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

package com.chatbotkit.springai.test.autoconfigure;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.ReceivedRequest;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the emulator in an application whose beans are generated ahead of time.
 */
class EmulatorAotTests {

	private final TestGenerationContext generation = new TestGenerationContext();

	@Test
	@CompileWithForkedClassLoader
	void theBotIsNamedWhenTheApplicationRuns() {
		ClassName initializer = process();
		TestCompiler.forSystem().with(this.generation).compile((compiled) -> {
			try (GenericApplicationContext context = start(compiled, initializer)) {
				assertThat(context.getBean(ChatBotKitChatModel.class).call("hi")).isEqualTo("Echo: hi");
				assertThat(context.getBean(ChatBotKitEmulator.class).requests()).extracting(ReceivedRequest::selector)
					.containsExactly("bot/id=" + DefaultBot.ID);
			}
		});
	}

	private ClassName process() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, this.generation);
			this.generation.writeGeneratedContent();
			return initializer;
		}
	}

	@SuppressWarnings("unchecked")
	private static GenericApplicationContext start(Compiled compiled, ClassName initializer) {
		GenericApplicationContext context = new GenericApplicationContext();
		ApplicationContextInitializer<ConfigurableApplicationContext> generated = compiled
			.getInstance(ApplicationContextInitializer.class, initializer.toString());
		generated.initialize(context);
		context.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ChatBotKitEmulatorConfiguration.class)
	static class Application {

	}

}
