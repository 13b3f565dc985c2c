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

import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;
import com.chatbotkit.springai.test.ChatBotKitEmulator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Connects an application to the emulator of its context.
 */
@Configuration(proxyBeanMethods = false)
public class EmulatorConnectionConfiguration {

	@Bean
	@Primary
	ChatBotKitConnectionDetails chatBotKitEmulatorConnectionDetails(ChatBotKitEmulator emulator) {
		return new EmulatorConnectionDetails(emulator);
	}

	private record EmulatorConnectionDetails(ChatBotKitEmulator emulator) implements ChatBotKitConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.emulator.baseUrl();
		}

		@Override
		public String getSecretKey() {
			return this.emulator.secretKey();
		}

	}

}
