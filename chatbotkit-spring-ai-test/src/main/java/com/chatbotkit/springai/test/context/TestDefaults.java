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

import java.util.Map;

import com.chatbotkit.springai.test.autoconfigure.EmulatedBots;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets properties for tests that the application does not set itself.
 */
final class TestDefaults {

	private TestDefaults() {
	}

	static void addTo(ConfigurableEnvironment environment, String bot) {
		environment.getPropertySources()
			.addLast(new MapPropertySource("chatBotKitTestDefaults", Map.of("spring.ai.retry.backoff.initial-interval",
					"5ms", "spring.ai.retry.backoff.max-interval", "20ms")));
		EmulatedBots.addTo(environment, bot);
	}

}
