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

package com.chatbotkit.samples.webchat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import com.chatbotkit.springai.ChatBotKitAttributes;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.util.StringUtils;

/**
 * Turns one answer's responses into events: texts, and calls of the bot's own tools.
 */
final class ChatEvents {

	private final Consumer<ReplyEvent> events;

	/** The calls emitted so far. The last response repeats all calls. */
	private final Set<String> calls = new HashSet<>();

	ChatEvents(Consumer<ReplyEvent> events) {
		this.events = events;
	}

	void read(ChatResponse response) {
		for (Generation generation : response.getResults()) {
			AssistantMessage message = generation.getOutput();
			if (generation.getMetadata().get(ChatBotKitAttributes.AGENT_TOOL_CALLS) instanceof List<?> toolCalls) {
				toolCalls.forEach((call) -> emit((AssistantMessage.ToolCall) call));
			}
			if (StringUtils.hasLength(message.getText())) {
				this.events.accept(new ReplyEvent.Text(message.getText()));
			}
		}
	}

	private void emit(AssistantMessage.ToolCall call) {
		if (this.calls.add(call.id())) {
			this.events.accept(new ReplyEvent.Call(call.id(), call.name(), call.arguments(), true));
		}
	}

}
