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

import java.util.List;

import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is sent for a prompt, and what comes back of an answer, called and streamed.
 */
class ChatBotKitChatModelTests extends AbstractChatModelTests {

	private static final String ANSWER = """
			{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"bot/id=b1","choices":[{"index":0,\
			"logprobs":null,"message":{"role":"assistant","refusal":null,"content":"Hello there"},"finish_reason":"stop"}],\
			"usage":{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5}}""";

	private static final String STREAM = """
			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"bot/id=b1","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}

			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"bot/id=b1","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}

			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"bot/id=b1","choices":[{"index":0,"delta":{"content":" there"},"finish_reason":null}]}

			data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"bot/id=b1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	@Test
	void aCallAnswersWithTextFinishReasonUsageIdAndModel() {
		this.server.next(WireServer.json(ANSWER));
		ChatResponse response = this.model.call(new Prompt("Hi"));
		assertThat(response.getResult().getOutput().getText()).isEqualTo("Hello there");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(5);
		assertThat(response.getMetadata().getId()).isEqualTo("chatcmpl-1");
		assertThat(response.getMetadata().getModel()).isEqualTo("bot/id=b1");
	}

	@Test
	void aStreamAnswersWithTheTextPieceByPieceAndTheFinishReasonAtItsEnd() {
		this.server.next(WireServer.events(STREAM));
		List<ChatResponse> responses = this.model.stream(new Prompt("Hi")).collectList().block();
		assertThat(responses).extracting((response) -> response.getResult().getOutput().getText())
			.containsExactly("Hello", " there", "");
		assertThat(responses.get(2).getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(responses).allSatisfy((response) -> {
			assertThat(response.getMetadata().getId()).isEqualTo("chatcmpl-1");
			assertThat(response.getMetadata().getModel()).isEqualTo("bot/id=b1");
		});
	}

	@Test
	void theRequestHoldsTheSelectorAndTheMessagesAndNoNulls() {
		this.server.next(WireServer.json(ANSWER));
		this.model.call(new Prompt(new SystemMessage("Be kind"), new UserMessage("Hi")));
		assertThat(this.server.requests().get(0).body()).isEqualTo(
				"""
						{"model":"bot/id=b1","messages":[{"role":"system","content":"Be kind"},{"role":"user","content":"Hi"}]}""");
	}

	@Test
	void aStreamedRequestIsTheSameButForTheStreamFlag() {
		this.server.next(WireServer.events(STREAM));
		this.model.stream(new Prompt("Hi")).blockLast();
		assertThat(this.server.requests().get(0).body()).isEqualTo(
				"{\"model\":\"bot/id=b1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true}");
	}

	@Test
	void theRequestCarriesTheKeyAndAsksForNoCompression() {
		this.server.next(WireServer.json(ANSWER)).next(WireServer.events(STREAM));
		this.model.call(new Prompt("Hi"));
		this.model.stream(new Prompt("Hi")).blockLast();
		assertThat(this.server.requests()).hasSize(2).allSatisfy((request) -> {
			assertThat(request.head()).startsWith("POST /v1/openai/chat/completions HTTP/1.1");
			assertThat(request.header("Authorization")).isEqualTo("Bearer sk-1");
			assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
			assertThat(request.header("Content-Type")).isEqualTo("application/json");
		});
	}

	@Test
	void portableOptionsOfAPromptKeepTheConfiguredSelector() {
		this.server.next(WireServer.json(ANSWER));
		this.model.call(new Prompt("Hi", ChatOptions.builder().temperature(0.5).build()));
		assertThat(this.server.requests().get(0).body()).startsWith("{\"model\":\"bot/id=b1\",")
			.doesNotContain("temperature");
	}

	@Test
	void aPromptMaySelectAnotherBot() {
		this.server.next(WireServer.json(ANSWER));
		this.model.call(new Prompt("Hi", ChatOptions.builder().model("bot/id=other").build()));
		assertThat(this.server.requests().get(0).body()).startsWith("{\"model\":\"bot/id=other\",");
	}

}
