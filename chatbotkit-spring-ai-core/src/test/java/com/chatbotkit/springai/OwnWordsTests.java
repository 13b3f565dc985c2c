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

package com.chatbotkit.springai;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a user writes is hidden in the words of a server, but changes neither the codes
 * nor the words of this client's own failures, which applications act on.
 */
class OwnWordsTests extends AbstractChatModelTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aConnectionThatFails(boolean stream) {
		try (ChatBotKitApi unreachable = ChatBotKitApi.builder()
			.baseUrl("http://127.0.0.1:1")
			.secretKey("sk-1")
			.retryPolicy(ChatBotKitRetryPolicy.builder().maxAttempts(1).build())
			.build()) {
			ChatBotKitRequestException failed = ask(unreachable, "CONNECTION FAILED", stream);
			assertThat(failed.getFailure().code()).isEqualTo("CONNECTION_FAILED");
			assertThat(failed.isNotExecuted()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aClosedClient(boolean stream) {
		this.api.close();
		for (String prompt : new String[] { "CLIENT CLOSED",
				"the client is closed, for example because the app stops" }) {
			ChatBotKitRequestException failed = ask(this.api, prompt, stream);
			assertThat(failed.getFailure().code()).isEqualTo("CLIENT_CLOSED");
			assertThat((Throwable) failed).hasMessageContaining(
					"nothing was sent: the client is closed, for example because the application stops");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAnswerThatCannotBeRead(boolean stream) {
		this.server.next(WireServer.answer(200, "text/html", "<html>You said UNEXPECTED CONTENT to me</html>"));
		ChatBotKitRequestException failed = ask(this.api, "UNEXPECTED CONTENT", stream);
		assertThat(failed.getFailure().code()).isEqualTo("UNEXPECTED_CONTENT");
		assertThat((Throwable) failed).hasMessageContaining("You said *** to me");
	}

	private static ChatBotKitRequestException ask(ChatBotKitApi api, String prompt, boolean stream) {
		ChatBotKitChatModel model = ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.build();
		Throwable failed = catchThrowable(() -> {
			if (stream) {
				model.stream(new Prompt(prompt)).blockLast();
			}
			else {
				model.call(new Prompt(prompt));
			}
		});
		return (ChatBotKitRequestException) failed;
	}

}
