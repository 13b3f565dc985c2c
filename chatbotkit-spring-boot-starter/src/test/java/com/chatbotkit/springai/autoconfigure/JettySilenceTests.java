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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Jetty's connection is not used again before its own thread has had time to
 * read what came after an answer.
 */
@Timeout(60)
class JettySilenceTests {

	private final CountDownLatch answerRead = new CountDownLatch(1);

	private final CountDownLatch moreSent = new CountDownLatch(1);

	private final CountDownLatch askedAgain = new CountDownLatch(1);

	@Test
	void bytesThatJettyHasNotReadYetReachNoLaterRequest() {
		try (RawEndpoint endpoint = new RawEndpoint((request) -> {
			boolean first = "one".equals(request.text());
			if (!first) {
				this.askedAgain.countDown();
			}
			request.write(request.answerOf(request.text()));
			if (first) {
				await(this.answerRead);
				request.write(request.answerOf("somebody else's"));
				this.moreSent.countDown();
			}
		})) {
			Contexts.configured()
				.withPropertyValues("spring.http.clients.reactive.connector=jetty", endpoint.property())
				.withBean(ClientHttpConnectorBuilderCustomizer.class, this::holdingTheFirst)
				.run((context) -> {
					ChatBotKitChatModel model = context.getBean(ChatBotKitChatModel.class);
					assertThat(model.call("one")).isEqualTo("one");
					await(this.moreSent);
					assertThat(model.call("two")).isEqualTo("two");
				});
		}
	}

	/**
	 * Holds the thread that has read the first answer until the next request has come.
	 */
	private ClientHttpConnectorBuilderCustomizer<JettyClientHttpConnectorBuilder> holdingTheFirst() {
		return (builder) -> builder.withHttpClientCustomizer(
				(client) -> client.getRequestListeners().addQueuedListener((request) -> request.onComplete((result) -> {
					this.answerRead.countDown();
					await(this.askedAgain);
				})));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
