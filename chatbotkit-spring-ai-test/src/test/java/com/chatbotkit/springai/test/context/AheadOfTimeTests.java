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

package com.chatbotkit.springai.test.context;

import java.util.stream.Stream;

import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.chatbotkit.springai.test.junit.RecordedChatBotKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.AotDetector;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.aot.TestContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;

class AheadOfTimeTests {

	@AfterEach
	void forget() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
	}

	@ParameterizedTest
	@CsvSource({ "Emulated,EmulatorConfiguration,ConnectionConfiguration",
			"Recorded,RecordingConfiguration,RecordedConnectionConfiguration",
			"Slice,EmulatorConfiguration,ConnectionConfiguration" })
	void whatTheKitAddsIsProcessed(String testClass, String server, String connection) throws ClassNotFoundException {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(files)
			.processAheadOfTime(Stream.of(Class.forName(AheadOfTimeTests.class.getName() + "$" + testClass)));
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet()).anyMatch((name) -> name.contains("/" + server + "__"))
			.anyMatch((name) -> name.contains("/" + connection + "__"));
	}

	@ParameterizedTest
	@MethodSource("customizers")
	void aContextThatWasProcessedIsGivenItsPropertiesOnly(ContextCustomizer customizer, String bot) {
		SpringProperties.setFlag(AotDetector.AOT_ENABLED);
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			customizer.customizeContext(context,
					new MergedContextConfiguration(AheadOfTimeTests.class, null, null, null, null));
			assertThat(context.getBeanDefinitionNames()).isEmpty();
			assertThat(context.getEnvironment().getProperty("spring.ai.chatbotkit.chat.bot-id")).isEqualTo(bot);
		}
	}

	static Stream<Object[]> customizers() {
		return Stream.of(new Object[] { new EmulatorContextCustomizer(true), "emulated" },
				new Object[] { new RecordingContextCustomizer(), "recorded" });
	}

	@SpringBootTest(classes = Application.class)
	@EmulatedChatBotKit
	static class Emulated {

	}

	@SpringBootTest(classes = Application.class)
	@RecordedChatBotKit
	static class Recorded {

	}

	@ChatBotKitTest
	@ContextConfiguration(classes = Application.class)
	static class Slice {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
