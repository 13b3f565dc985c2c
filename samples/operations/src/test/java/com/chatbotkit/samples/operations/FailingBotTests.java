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

package com.chatbotkit.samples.operations;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a load balancer sees of a running application whose bot does not answer, and what
 * an application says that is not allowed to start with such a bot.
 */
class FailingBotTests {

	@Test
	void theApplicationIsDownUntilItsBotAnswersAgain() throws Exception {
		try (RunningApplication application = new RunningApplication("--spring.ai.retry.max-attempts=1")) {
			assertThat(application.status("/actuator/health")).isEqualTo(200);
			for (int i = 0; i < 3; i++) {
				assertThat(application.status(RunningApplication.ask("down"))).isEqualTo(502);
			}
			assertThat(application.status("/actuator/health")).isEqualTo(503);
			assertThat(application.get("/actuator/health")).contains("\"failuresInARow\":3", "SERVICE_UNAVAILABLE");
			assertThat(application.get(RunningApplication.ask("Hello"))).isEqualTo("Echo: Hello");
			assertThat(application.status("/actuator/health")).isEqualTo(200);
		}
	}

	@Test
	void anUnknownBotIsFoundOutAtStart() {
		assertThatException()
			.isThrownBy(() -> new RunningApplication("--spring.ai.chatbotkit.chat.bot-id=gone").close())
			.withStackTraceContaining("ChatBotKit does not know the bot gone")
			.withStackTraceContaining("Correct spring.ai.chatbotkit.chat.bot-id");
	}

}
