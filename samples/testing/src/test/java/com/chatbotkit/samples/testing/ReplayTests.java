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

package com.chatbotkit.samples.testing;

import java.nio.file.Path;

import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;
import com.chatbotkit.springai.test.record.ExchangeReplayer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** Real exchanges, recorded once by RecordingTests and replayed here without network. */
// tag::replay[]
@SpringBootTest(properties = "spring.ai.chatbotkit.chat.bot-id=shop")
class ReplayTests {

	@Autowired
	private Support support;

	@Autowired
	private ExchangeReplayer replayer;

	@Test
	void answersAsItDidThen() {
		assertThat(this.support.answer("Where is A-1042?")).isEqualTo("Your order is on shelf 6.");
		assertThat(this.support.stream("Are you open?").collectList().block()).containsExactly("Until", " five.");
		this.replayer.verify();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Replayed {

		@Bean
		ExchangeReplayer replayer() {
			return ExchangeReplayer.of(Path.of("src/test/resources/exchanges.json")).start();
		}

		@Bean
		ChatBotKitConnectionDetails replayedConnectionDetails(ExchangeReplayer replayer) {
			return new ChatBotKitConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return replayer.baseUrl();
				}

				@Override
				public String getSecretKey() {
					return replayer.secretKey();
				}

			};
		}

	}

}
// end::replay[]
