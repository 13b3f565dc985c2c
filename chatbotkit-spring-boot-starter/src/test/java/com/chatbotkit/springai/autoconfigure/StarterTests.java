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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of the starter in an application without other dependencies.
 */
@ExtendWith({ OutputCaptureExtension.class, KeepLogLevels.class })
class StarterTests {

	@Test
	void anApplicationHasAClientMemoryAndTools() {
		try (ConfigurableApplicationContext context = application()
			.run("--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET, "--spring.ai.chatbotkit.chat.bot-id=clx1")) {
			assertThat(context.getBean(ChatClient.class)).isNotNull();
			assertThat(context.getBean(ChatClient.Builder.class)).isNotNull();
			assertThat(context.getBean(ChatBotKitChatModel.class)).isNotNull();
			assertThat(context.getBean(ChatMemory.class)).isNotNull();
			assertThat(context.getBean(ToolCallingManager.class)).isNotNull();
		}
	}

	@Test
	void theStarterDoesNotCreateAWebApplication() {
		assertThat(WebApplicationType.deduce()).isEqualTo(WebApplicationType.NONE);
	}

	@Test
	void noRetryTemplateBeanIsPublished() {
		assertThat(ClassUtils.isPresent("org.springframework.ai.retry.autoconfigure.SpringAiRetryAutoConfiguration",
				getClass().getClassLoader()))
			.isFalse();
		try (ConfigurableApplicationContext context = application()
			.run("--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET, "--spring.ai.chatbotkit.chat.bot-id=clx1")) {
			assertThat(context.getBeanProvider(RetryTemplate.class).stream()).isEmpty();
		}
	}

	@Test
	void aFailureIsAnalyzed(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> application().run("--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET).close());
		assertThat(output).contains("APPLICATION FAILED TO START", "Set spring.ai.chatbotkit.chat.bot-id")
			.doesNotContain(Contexts.SECRET);
	}

	@Test
	void noSecretIsLoggedEvenInDetail(CapturedOutput output) {
		application()
			.run("--spring.ai.chatbotkit.secret-key=" + Contexts.SECRET, "--spring.ai.chatbotkit.chat.bot-id=clx1",
					"--debug", "--logging.level.com.chatbotkit=trace", "--logging.level.org.springframework.boot=debug")
			.close();
		assertThat(output).doesNotContain(Contexts.SECRET);
	}

	static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(Application.class).bannerMode(Banner.Mode.OFF);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
