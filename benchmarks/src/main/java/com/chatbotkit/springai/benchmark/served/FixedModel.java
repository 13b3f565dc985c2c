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

package com.chatbotkit.springai.benchmark.served;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * A model that costs nothing: the user's text says how many pieces it streams, and in
 * which distance.
 */
final class FixedModel implements ChatModel {

	private final ChatResponse piece = new ChatResponse(
			List.of(new Generation(new AssistantMessage(" a piece of the answer"))));

	@Override
	public ChatOptions getOptions() {
		return ToolCallingChatOptions.builder().build();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return this.piece;
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		List<Message> messages = prompt.getInstructions();
		String[] words = String.valueOf(messages.get(messages.size() - 1).getText()).split(" ", -1);
		return pieces(Integer.parseInt(words[0]), Duration.ofMillis(Long.parseLong(words[1])));
	}

	Flux<ChatResponse> pieces(int count, Duration distance) {
		Flux<ChatResponse> pieces = Flux.range(0, count).map((index) -> this.piece);
		return distance.isZero() ? pieces : pieces.delayElements(distance);
	}

}
