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

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests that the answer of a server is read which closes the connection before it has
 * read the request. Linux keeps what has arrived before a reset.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class EarlyAnswerTests {

	/** More than the kernel takes at once. */
	private static final String LARGE = "x".repeat(900_000);

	/** So many that a write fails before the answer is read in some of them. */
	private static final int TIMES = 15;

	private static final String BODY = "{\"error\":{\"message\":\"too many words\",\"code\":\"TOO_LARGE\"}}";

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "http-components" })
	void isReadAfterAWriteThatFails(String connector) {
		String answer = "HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\nContent-Length: "
				+ BODY.length() + "\r\nConnection: close\r\n\r\n" + BODY;
		fails(connector, answer, "413 TOO_LARGE: too many words");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "http-components" })
	void isALostConnectionIfItBreaksOffInItsHead(String connector) {
		fails(connector, "HTTP/1.1 503 Service Unavailable\r\nContent-Ty", "CONNECTION_LOST: ");
	}

	private static void fails(String connector, String answer, String message) {
		AtomicInteger asked = new AtomicInteger();
		try (RawServer server = new RawServer((connection) -> answer(connection, answer, asked))) {
			Contexts.configured()
				.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
						"spring.ai.chatbotkit.base-url=http://127.0.0.1:" + server.port())
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					for (int i = 0; i < TIMES; i++) {
						assertThatThrownBy(() -> model.call(LARGE)).isInstanceOf(ChatBotKitRequestException.class)
							.hasMessageStartingWith(message);
						assertThatThrownBy(() -> model.stream(new Prompt(LARGE)).blockLast())
							.isInstanceOf(ChatBotKitRequestException.class)
							.hasMessageStartingWith(message);
					}
					assertThat(asked).hasValue(2 * TIMES);
				});
		}
	}

	private static void answer(RawServer.Connection connection, String answer, AtomicInteger asked) throws IOException {
		connection.readSome();
		asked.incrementAndGet();
		connection.write(answer);
		// The kernel resets a connection that is closed with bytes unread.
		connection.end();
	}

}
