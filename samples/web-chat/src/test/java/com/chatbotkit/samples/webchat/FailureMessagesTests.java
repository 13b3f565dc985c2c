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

package com.chatbotkit.samples.webchat;

import com.chatbotkit.springai.api.ChatBotKitFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailureMessagesTests {

	@ParameterizedTest
	@CsvSource({ "401, NOT_AUTHENTICATED, may not talk", "402, NO_SUBSCRIPTION, no subscription",
			"404, NOT_FOUND, no such bot", "413, PAYLOAD_TOO_LARGE, too long", "429, rate_limit_exceeded, in a minute",
			"429, LIMITS_REACHED, limit of the account", "503, SERVICE_UNAVAILABLE, in a minute",
			"0, CONNECTION_FAILED, cannot be reached", "200, STREAM_IDLE_TIMEOUT, in time",
			"200, EMPTY_STREAM, no such bot", "200, BOOM, could not finish" })
	void saysWhatHappened(int status, String code, String message) {
		ReplyEvent.Failed failed = FailureMessages.of(new ChatBotKitFailure(status, code, null, "", null, ""));
		assertThat(failed.message()).contains(message);
		assertThat(failed.code()).isEqualTo((status > 0) ? status + " " + code : code);
	}

	@Test
	void saysThatAQuestionWasNotSentInWordsForCustomers() {
		ReplyEvent.Failed tooLong = FailureMessages.of(new IllegalArgumentException("1234567 bytes, over 1 MiB"));
		assertThat(tooLong.message()).contains("too long", "begin a new one").doesNotContain("bytes");
		assertThat(tooLong.code()).isEqualTo("TOO_LONG");
		ReplyEvent.Failed other = FailureMessages.of(new IllegalArgumentException("spring.ai.chatbotkit.chat.bot-id"));
		assertThat(other.message()).isEqualTo("This question cannot be asked.");
		assertThat(other.code()).isEqualTo("NOT_SENT");
	}

	@Test
	void keepsToItselfWhatWentWrongInside() {
		ReplyEvent.Failed failed = FailureMessages.of(new IllegalStateException("jdbc:h2:secret"));
		assertThat(failed.message()).isEqualTo("Something went wrong in this application.");
		assertThat(failed.code()).isEqualTo("IllegalStateException");
	}

}
