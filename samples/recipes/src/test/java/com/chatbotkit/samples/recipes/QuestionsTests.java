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

package com.chatbotkit.samples.recipes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/spring-mvc.md says. */
class QuestionsTests {

	private static HttpResponse<String> get(int port, String path) {
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
					.timeout(Duration.ofSeconds(30))
					.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
			properties = { "spring.threads.virtual.enabled=true", "spring.mvc.async.request-timeout=15m" })
	@EmulatedChatBotKit
	class WithVirtualThreads {

		private ChatBotKitEmulator emulator;

		@Test
		void anAnswerInOnePiece(@LocalServerPort int port) {
			this.emulator.any().reply("Nine to five.");
			assertThat(get(port, "/answer?question=When").body()).isEqualTo("Nine to five.");
		}

		@Test
		void anAnswerAsEvents(@LocalServerPort int port) {
			this.emulator.any().stream("Nine", " to", " five.");
			assertThat(get(port, "/stream?question=When").body())
				.isEqualTo("data:{\"text\":\"Nine\"}\n\ndata:{\"text\":\" to\"}\n\ndata:{\"text\":\" five.\"}\n\n");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
			properties = "spring.mvc.async.request-timeout=100ms")
	@EmulatedChatBotKit
	class WithAShortTimeout {

		private ChatBotKitEmulator emulator;

		@Test
		void aStreamOutlastsTheTimeoutOfAsynchronousRequests(@LocalServerPort int port) {
			// Tomcat looks for timeouts once a second.
			this.emulator.any().stream(Duration.ofMillis(1200), "Nine", " to", " five.");
			assertThat(get(port, "/stream?question=When").body()).endsWith("data:{\"text\":\" five.\"}\n\n");
		}

	}

}
