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

package com.chatbotkit.springai.benchmark;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

import org.springframework.ai.openai.http.okhttp.SpringAiOpenAiHttpClient;

/**
 * OpenAI's own client, over OkHttp as Spring AI sets it up: a stream is read by the
 * caller's thread, many by the asynchronous client.
 */
final class OpenAiJava implements Contender {

	private final OpenAIClient client;

	OpenAiJava(String baseUrl) {
		this.client = new OpenAIClientImpl(ClientOptions.builder()
			.httpClient(SpringAiOpenAiHttpClient.builder().timeout(Duration.ofMinutes(1)).build())
			.baseUrl(baseUrl)
			.apiKey(KEY)
			.build());
	}

	@Override
	public String call(String prompt) {
		return this.client.chat().completions().create(params(prompt)).choices().get(0).message().content().orElse("");
	}

	@Override
	public void stream(String prompt, Consumer<String> onText) {
		try (StreamResponse<ChatCompletionChunk> chunks = this.client.chat()
			.completions()
			.createStreaming(params(prompt))) {
			chunks.stream().forEach((chunk) -> take(chunk, onText));
		}
	}

	@Override
	public CompletableFuture<Void> start(String prompt, Consumer<String> onText) {
		return this.client.async()
			.chat()
			.completions()
			.createStreaming(params(prompt))
			.subscribe((chunk) -> take(chunk, onText))
			.onCompleteFuture()
			.thenApply((unused) -> null);
	}

	private static void take(ChatCompletionChunk chunk, Consumer<String> onText) {
		if (!chunk.choices().isEmpty()) {
			chunk.choices().get(0).delta().content().filter((text) -> !text.isEmpty()).ifPresent(onText);
		}
	}

	private static ChatCompletionCreateParams params(String prompt) {
		return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(prompt).build();
	}

}
