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

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A chat model of Spring AI.
 */
record SpringAiModel(ChatModel model) implements Contender {

	@Override
	public String call(String prompt) {
		Generation generation = Objects.requireNonNull(this.model.call(new Prompt(prompt)).getResult());
		return Objects.requireNonNull(generation.getOutput().getText());
	}

	@Override
	public CompletableFuture<Void> start(String prompt, Consumer<String> onText) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.model.stream(new Prompt(prompt))
			.subscribe((response) -> take(response, onText), done::completeExceptionally, () -> done.complete(null));
		return done;
	}

	private static void take(ChatResponse response, Consumer<String> onText) {
		Generation generation = response.getResult();
		String text = (generation != null) ? generation.getOutput().getText() : null;
		if (text != null && !text.isEmpty()) {
			onText.accept(text);
		}
	}

}
