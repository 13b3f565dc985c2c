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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that has the starter and selects another model or none.
 */
@ExtendWith({ OutputCaptureExtension.class, KeepLogLevels.class })
class OtherModelSelectedTests {

	private static final String[] CONFIGURED = { "--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET,
			"--spring.ai.chatbotkit.chat.bot-id=clx1", "--spring.main.log-startup-info=false",
			"--logging.level.com.chatbotkit=trace", "--logging.level.reactor.netty=debug" };

	@Test
	void withNoneThereAreNoBeans(CapturedOutput output) {
		Set<Thread> before = threads();
		try (ConfigurableApplicationContext context = run("none")) {
			assertThat(traces(context)).isEmpty();
			// Others' may end or begin a moment later, ours would stay.
			Awaitility.await()
				.pollInSameThread()
				.untilAsserted(() -> assertThat(threads()).as("threads").isSubsetOf(before));
			assertThat(output.getAll().toLowerCase(Locale.ROOT)).doesNotContain("chatbotkit", "reactor.netty");
		}
	}

	@Test
	void withChatBotKitAllBeansExist(CapturedOutput output) {
		try (TestEndpoint endpoint = TestEndpoint.friendly();
				ConfigurableApplicationContext context = run("chatbotkit", "--" + endpoint.property())) {
			assertThat(context.getBean(ChatClient.class).prompt("Hi").call().content()).isEqualTo("Hello");
			assertThat(traces(context)).contains("chatBotKitApi", "chatBotKitConnections", "chatBotKitChatModel");
			// Those of an earlier test may still be there, and be used again.
			assertThat(threads()).as("threads").anyMatch((thread) -> thread.getName().startsWith("chatbotkit-"));
			assertThat(output).contains("reactor.netty");
		}
	}

	private static ConfigurableApplicationContext run(String model, String... more) {
		return StarterTests.application()
			.run(Stream
				.concat(Stream.of(CONFIGURED),
						Stream.concat(Stream.of("--spring.ai.model.chat=" + model), Stream.of(more)))
				.toArray(String[]::new));
	}

	/**
	 * The beans of ours, whatever they are named or made by.
	 */
	private static List<String> traces(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		return Stream.concat(Arrays.stream(beans.getBeanDefinitionNames()), Arrays.stream(beans.getSingletonNames()))
			.distinct()
			.filter((name) -> isOurs(name) || isOurs(String.valueOf(beans.getType(name, false)))
					|| (beans.containsBeanDefinition(name) && isOurs(beans.getBeanDefinition(name))))
			.filter((name) -> beans.getType(name, false) != StarterTests.Application.class)
			.toList();
	}

	private static boolean isOurs(BeanDefinition bean) {
		return isOurs(String.valueOf(bean.getBeanClassName())) || isOurs(String.valueOf(bean.getFactoryBeanName()))
				|| isOurs(String.valueOf(bean.getResourceDescription()));
	}

	private static boolean isOurs(String name) {
		return name.toLowerCase(Locale.ROOT).contains("chatbotkit");
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces().keySet();
	}

}
