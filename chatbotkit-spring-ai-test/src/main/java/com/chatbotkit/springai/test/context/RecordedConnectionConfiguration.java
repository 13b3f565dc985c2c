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

import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;
import com.chatbotkit.springai.test.record.RecordedEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * Connects the application under test to the endpoint that records or replays.
 */
@Configuration(proxyBeanMethods = false)
class RecordedConnectionConfiguration {

	@Bean
	@Primary
	ChatBotKitConnectionDetails chatBotKitTestRecordedConnectionDetails(RecordedEndpoint endpoint,
			Environment environment) {
		return new RecordedConnectionDetails(endpoint, environment);
	}

	private record RecordedConnectionDetails(RecordedEndpoint endpoint,
			Environment environment) implements ChatBotKitConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.endpoint.baseUrl();
		}

		/** Prefers the application's own key for a recording. */
		@Override
		public @Nullable String getSecretKey() {
			boolean own = RecordedEndpoint.isRecording()
					&& this.environment.containsProperty("spring.ai.chatbotkit.secret-key");
			return own ? null : this.endpoint.secretKey();
		}

	}

}
