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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.Connection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests that an answer which comes before Jetty has written the request's body fails as
 * it does on the other connectors, which write head and body together.
 */
@Timeout(60)
class JettyEarlyAnswerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					HTTP/1.1 200 OK\\r\\nX-Long:                                 |  500 | ANSWER_TOO_LARGE: | the answer's headers
					HTTP/1.1 103 Early Hints\\r\\n\\r\\n                         | 3000 | ANSWER_TOO_LARGE: | too many interim responses
					HTTP/1.1 abc\\r\\n\\r\\n                                     |    1 | REQUEST_FAILED:   | bad
					HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n                 |    1 | REQUEST_FAILED:   | switches to another protocol
					HTTP/1.1 200 OK\\r\\nContent-Ty                              |    1 | CONNECTION_LOST:  | lost before the answer
					HTTP/1.1 401 Unauthorized\\r\\nContent-Length: 0\\r\\n\\r\\n |    1 | 401 UNAUTHORIZED: | the server gave no reason
					""")
	void fails(String answer, int times, String code, String words) {
		String written = answer.strip().replace("\\r", "\r").replace("\\n", "\n");
		// An interim response again, or more of the same header.
		String more = written.endsWith("\n") ? written : "x".repeat(1000);
		for (boolean stream : new boolean[] { false, true }) {
			AtomicInteger answers = new AtomicInteger();
			try (RawServer server = new RawServer((connection) -> answer(connection, written, more, times, answers))) {
				Contexts.configured()
					.withUserConfiguration(LateBody.class)
					.withPropertyValues("spring.http.clients.reactive.connector=jetty",
							"spring.ai.chatbotkit.base-url=http://127.0.0.1:" + server.port())
					.run((context) -> {
						ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
						assertThatThrownBy(() -> ask(model, stream)).isInstanceOf(ChatBotKitRequestException.class)
							.hasMessageStartingWith(code)
							.hasMessageContaining(words);
						assertThat(answers).hasValue(1);
						assertThat(context.getBean(LateBody.class).heldBack.tryAcquire(10, TimeUnit.SECONDS))
							.as("the body was held back until the response ended")
							.isTrue();
					});
			}
		}
	}

	private static void ask(ChatBotKitChatModel model, boolean stream) {
		if (stream) {
			model.stream(new Prompt("Hi")).blockLast();
		}
		else {
			model.call("Hi");
		}
	}

	private static void answer(RawServer.Connection connection, String first, String more, int times,
			AtomicInteger answers) throws IOException {
		connection.readSome();
		answers.incrementAndGet();
		connection.write(first);
		for (int i = 1; i < times; i++) {
			connection.write(more);
		}
		if (times == 1 && !first.endsWith("\n")) {
			connection.end();
		}
		connection.stall();
	}

	/**
	 * Lets Jetty write the body only after the response has ended.
	 */
	@Configuration(proxyBeanMethods = false)
	static class LateBody {

		private final Semaphore heldBack = new Semaphore(0);

		@Bean
		ClientHttpConnectorBuilderCustomizer<JettyClientHttpConnectorBuilder> lateBody() {
			return (builder) -> builder.withHttpClientCustomizer(this::delayBodies);
		}

		private void delayBodies(HttpClient client) {
			Semaphore ended = new Semaphore(0);
			client.getRequestListeners().addBeginListener((request) -> {
				ended.drainPermits();
				request.onResponseSuccess((response) -> ended.release())
					.onResponseFailure((response, ex) -> ended.release())
					.onRequestFailure((failed, ex) -> {
						// It may fail before it is committed: then its body is never
						// written.
						this.heldBack.release();
						ended.release();
					});
			});
			client.getRequestListeners().addCommitListener((request) -> await(ended));
			client.addBean(new Connection.Listener() {

				@Override
				public void onClosed(Connection connection) {
					ended.release();
				}

			});
		}

		private void await(Semaphore ended) {
			try {
				if (ended.tryAcquire(5, TimeUnit.SECONDS)) {
					this.heldBack.release();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
