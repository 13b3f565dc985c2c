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

package com.chatbotkit.springai.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Tests of the kit where only some of the libraries are there that it knows.
 */
@Tag("once")
class OptionalLibrariesTests {

	private static final String STARTER = "chatbotkit-spring-boot-starter";

	private static final String JUNIT = "junit-jupiter-api";

	@ParameterizedTest
	@MethodSource("optionalLibraries")
	void theEmulatorNeedsNoneOfThem(String library) throws Exception {
		run(Emulator.class, List.of(library));
	}

	@Test
	void theEmulatorNeedsNoSpringEither() throws Exception {
		List<String> libraries = new ArrayList<>(optionalLibraries().toList());
		libraries.addAll(List.of("spring-core", "spring-context", "spring-boot", "spring-boot-autoconfigure",
				"chatbotkit-spring-ai-core"));
		run(Emulator.class, libraries);
	}

	@ParameterizedTest
	@MethodSource("optionalForJUnit")
	void plainTestsNeedOnlyJUnit(String library) throws Exception {
		run(PlainTest.class, List.of(library));
	}

	@Test
	void plainTestsNeedOnlyJUnit() throws Exception {
		run(PlainTest.class, optionalForJUnit().toList());
	}

	@ParameterizedTest
	@MethodSource("optionalForAnApplication")
	void anApplicationNeedsOnlyTheStarter(String library) throws Exception {
		// Spring Boot's support for Testcontainers does not work without them.
		List<String> absent = library.equals("testcontainers") ? List.of(library, "spring-boot-testcontainers")
				: List.of(library);
		run(Application.class, absent, "--spring.ai.chatbotkit.emulator.enabled=true");
	}

	@Test
	void anApplicationNeedsOnlyTheStarter() throws Exception {
		run(Application.class, optionalForAnApplication().toList(), "--spring.ai.chatbotkit.emulator.enabled=true");
	}

	@Test
	void anApplicationWithoutTheStarterHasNoEmulator() throws Exception {
		run(OtherApplication.class, List.of(STARTER), "--spring.ai.chatbotkit.emulator.enabled=true");
	}

	@Test
	void springTestsNeedNoStarter() throws Exception {
		run(SpringTest.class, List.of(STARTER));
	}

	private static void run(Class<?> type, List<String> without, String... arguments) throws Exception {
		try (ReducedClassPath classPath = ReducedClassPath.without(without)) {
			classPath.run(type, arguments);
		}
	}

	static Stream<String> optionalLibraries() {
		return ReducedClassPath.optionalLibraries().stream();
	}

	static Stream<String> optionalForJUnit() {
		return optionalLibraries().filter((library) -> !library.equals(JUNIT));
	}

	static Stream<String> optionalForAnApplication() {
		return optionalLibraries().filter((library) -> !library.equals(STARTER));
	}

	private static void check(boolean condition, String what) {
		if (!condition) {
			throw new AssertionError(what);
		}
	}

	private static void runTests(Class<?> type) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request().selectors(DiscoverySelectors.selectClass(type)).build(),
					listener);
		listener.getSummary().getFailures().forEach((failure) -> {
			throw new AssertionError(failure.getTestIdentifier().getDisplayName(), failure.getException());
		});
		check(listener.getSummary().getTestsSucceededCount() == 1, "No test was run");
	}

	private static String ask(ChatBotKitEmulator emulator) throws Exception {
		return new RawClient(emulator).post(RawClient.body("bot/id=b", "hi", false)).body();
	}

	/**
	 * The emulator in a program.
	 */
	static class Emulator {

		static void main(String[] arguments) throws Exception {
			try (ChatBotKitEmulator emulator = ChatBotKitEmulator.start()) {
				check(ask(emulator).contains("Echo: hi"), "No answer");
			}
		}

	}

	/**
	 * A test without Spring.
	 */
	static class PlainTest {

		static void main(String[] arguments) {
			runTests(Case.class);
		}

		@EmulatedChatBotKit
		static class Case {

			@Test
			void answers(ChatBotKitEmulator emulator) throws Exception {
				check(ask(emulator).contains("Echo: hi"), "No answer");
			}

		}

	}

	/**
	 * An application that has the emulator at development time.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static void main(String[] arguments) {
			try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
				check("Echo: hi".equals(context.getBean(ChatBotKitChatModel.class).call("hi")), "No answer");
			}
		}

	}

	/**
	 * An application that has the emulator on its class path and no client for it.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OtherApplication {

		static void main(String[] arguments) {
			try (ConfigurableApplicationContext context = SpringApplication.run(OtherApplication.class, arguments)) {
				check(context.getBeanNamesForType(ChatBotKitEmulator.class).length == 0, "An emulator");
			}
		}

	}

	/**
	 * A test with Spring of an application that talks to the emulator in its own way.
	 */
	static class SpringTest {

		static void main(String[] arguments) {
			runTests(Case.class);
		}

		@SpringBootTest(classes = OtherApplication.class)
		@EmulatedChatBotKit
		static class Case {

			@Test
			void answers(ChatBotKitEmulator emulator) throws Exception {
				check(ask(emulator).contains("Echo: hi"), "No answer");
			}

		}

	}

}
