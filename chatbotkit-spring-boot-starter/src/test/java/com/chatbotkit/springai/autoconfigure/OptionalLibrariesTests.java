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

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tests of applications without the optional libraries of this module.
 */
@Tag("once")
class OptionalLibrariesTests {

	@ParameterizedTest
	@MethodSource("optionalLibraries")
	void eachLibraryIsOptional(String library) throws Exception {
		askWithout(List.of(library));
	}

	@Test
	void allLibrariesAreOptional() throws Exception {
		askWithout(optionalLibraries());
	}

	@Test
	void reactorNettyIsOptional() throws Exception {
		askWithout(List.of("reactor-netty-http", "reactor-netty-core"));
	}

	@Test
	void nettysNativeTransportIsOptional() throws Exception {
		askWithout(List.of("netty-transport-classes-epoll", "netty-transport-native-epoll"));
	}

	private static void askWithout(List<String> libraries) throws Exception {
		try (TestEndpoint endpoint = TestEndpoint.friendly();
				ReducedClassPath classPath = ReducedClassPath.without(libraries)) {
			classPath.run(Question.class, endpoint.origin());
		}
	}

	static List<String> optionalLibraries() {
		return ReducedClassPath.optionalLibraries();
	}

	/**
	 * An application that asks one question.
	 */
	static class Question {

		public static void main(String[] arguments) {
			try (ConfigurableApplicationContext context = StarterTests.application()
				.run("--spring.ai.chatbotkit.base-url=" + arguments[0],
						"--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
						"--spring.ai.chatbotkit.chat.bot-id=clx1")) {
				String answer = context.getBean(ChatClient.class).prompt("Hi").call().content();
				if (!"Hello".equals(answer)) {
					throw new AssertionError(answer);
				}
			}
		}

	}

}
