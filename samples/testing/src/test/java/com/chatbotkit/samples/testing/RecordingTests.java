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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.record.ExchangeRecorder;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records what ReplayTests replays. Here the emulator stands in for ChatBotKit; a
 * recording of the real one uses {@code https://api.chatbotkit.com/v1/openai} and a real
 * key.
 */
// tag::record[]
@SpringBootTest(properties = "spring.ai.chatbotkit.chat.bot-id=shop")
class RecordingTests {

	@Autowired
	private Support support;

	@Autowired
	private ChatBotKitEmulator real;

	@Autowired
	private ExchangeRecorder recorder;

	@Test
	void records() throws Exception {
		this.real.bot("shop")
			.when("A-1042")
			.call("orderState", Map.of("number", "A-1042"))
			.thenReply("Your order is on shelf 6.")
			.when("open")
			.stream("Until", " five.");
		this.support.answer("Where is A-1042?");
		this.support.stream("Are you open?").blockLast();
		Path file = Path.of("target/exchanges.json");
		this.recorder.save(file);
		assertThat(Files.readString(file)).contains("A-1042").doesNotContain(this.real.secretKey());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Recorded {

		@Bean
		ChatBotKitEmulator real() {
			return ChatBotKitEmulator.start();
		}

		@Bean
		ExchangeRecorder recorder(ChatBotKitEmulator real) {
			return ExchangeRecorder.of(real.baseUrl()).start();
		}

		@Bean
		ChatBotKitConnectionDetails recordedConnectionDetails(ChatBotKitEmulator real, ExchangeRecorder recorder) {
			return new ChatBotKitConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return recorder.baseUrl();
				}

				@Override
				public String getSecretKey() {
					return real.secretKey();
				}

			};
		}

	}

}
// end::record[]
