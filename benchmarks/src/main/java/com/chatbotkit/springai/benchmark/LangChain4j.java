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

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/**
 * LangChain4j's models for OpenAI.
 */
final class LangChain4j implements Contender {

	private final OpenAiChatModel model;

	private final OpenAiStreamingChatModel streamingModel;

	LangChain4j(String baseUrl) {
		this.model = OpenAiChatModel.builder().baseUrl(baseUrl).apiKey(KEY).modelName(MODEL).build();
		this.streamingModel = OpenAiStreamingChatModel.builder().baseUrl(baseUrl).apiKey(KEY).modelName(MODEL).build();
	}

	@Override
	public String call(String prompt) {
		return this.model.chat(prompt);
	}

	@Override
	public CompletableFuture<Void> start(String prompt, Consumer<String> onText) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.streamingModel.chat(prompt, new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(String text) {
				onText.accept(text);
			}

			@Override
			public void onCompleteResponse(ChatResponse response) {
				done.complete(null);
			}

			@Override
			public void onError(Throwable ex) {
				done.completeExceptionally(ex);
			}

		});
		return done;
	}

}
