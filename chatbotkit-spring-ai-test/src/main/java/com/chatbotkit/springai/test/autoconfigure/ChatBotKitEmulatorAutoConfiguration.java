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

import com.chatbotkit.springai.autoconfigure.ChatBotKitAutoConfiguration;
import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that starts an emulator of
 * ChatBotKit if {@code spring.ai.chatbotkit.emulator.enabled} is true and no secret key
 * is set.
 * <p>
 * With a secret key, the application talks to ChatBotKit and a warning is logged. Backs
 * off if the application defines its own {@link ChatBotKitConnectionDetails}.
 */
@AutoConfiguration(before = ChatBotKitAutoConfiguration.class)
@ConditionalOnClass(ChatBotKitConnectionDetails.class)
@Conditional(OnEmulatorEnabled.class)
public final class ChatBotKitEmulatorAutoConfiguration {

	static final String ENABLED = EmulatorProperty.PREFIX + "emulator.enabled";

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnSecretKey.Missing.class)
	@ConditionalOnMissingBean(ChatBotKitConnectionDetails.class)
	@Import(ChatBotKitEmulatorConfiguration.class)
	static class WithoutSecretKey {

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnSecretKey.class)
	@ConditionalOnMissingBean(ChatBotKitEmulator.class)
	static class WithSecretKey {

		WithSecretKey() {
			LogFactory.getLog(ChatBotKitEmulatorAutoConfiguration.class)
				.warn(ENABLED + " is true, but " + EmulatorProperty.PREFIX
						+ "secret-key is set too: nothing is emulated, this application talks to ChatBotKit.");
		}

	}

}
