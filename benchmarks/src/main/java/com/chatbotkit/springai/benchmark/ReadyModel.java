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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * A model without a wire, whose responses are ready before they are wanted: what is left
 * is the cost of Spring AI's {@code ChatClient} itself. Nothing of this project is in it.
 */
final class ReadyModel implements ChatModel {

	private static final List<ChatResponse> WORDS = Flux.range(0, 2000)
		.map(Wire::word)
		.map(ReadyModel::response)
		.collectList()
		.blockOptional()
		.orElseThrow();

	private static ChatResponse response(String text) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return response(Wire.ANSWER);
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		byte[] text = Objects.requireNonNull(prompt.getUserMessage().getText()).getBytes(StandardCharsets.US_ASCII);
		return Flux.fromIterable(WORDS.subList(0, Order.read(text, 0, text.length).chunks()));
	}

	@Override
	public ChatOptions getOptions() {
		return ToolCallingChatOptions.builder().build();
	}

}
