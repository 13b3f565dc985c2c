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

import java.util.ArrayList;
import java.util.List;

import com.chatbotkit.springai.api.ChatCompletionRequest;
import com.chatbotkit.springai.tool.DeclaredTools;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.content.MediaContent;
import org.springframework.util.StringUtils;

/**
 * Maps the messages of a prompt to those of the request. Refuses messages that the
 * endpoint would silently drop.
 */
final class MessageMapper {

	private final DeclaredTools tools;

	MessageMapper(DeclaredTools tools) {
		this.tools = tools;
	}

	List<ChatCompletionRequest.Message> map(List<Message> messages) {
		List<ChatCompletionRequest.Message> mapped = new ArrayList<>(messages.size());
		for (Message message : messages) {
			refuseMedia(message);
			switch (message.getMessageType()) {
				case SYSTEM -> mapped.add(ChatCompletionRequest.Message.text("system", text(message)));
				case USER -> mapped.add(ChatCompletionRequest.Message.text("user", text(message)));
				case ASSISTANT -> mapped.add(assistant(message));
				case TOOL -> addToolResponses(message, mapped);
				default -> throw unsupported(message);
			}
		}
		return mapped;
	}

	private static void refuseMedia(Message message) {
		if (message instanceof MediaContent content && !content.getMedia().isEmpty()) {
			throw new IllegalArgumentException("A message of the prompt has media, and ChatBotKit's endpoint would drop"
					+ " it in silence: send text only, for example a link or the text of the document");
		}
	}

	private static String text(Message message) {
		String text = message.getText();
		return (text != null) ? text : "";
	}

	private ChatCompletionRequest.Message assistant(Message message) {
		if (!(message instanceof AssistantMessage assistant) || !assistant.hasToolCalls()) {
			return ChatCompletionRequest.Message.text("assistant", text(message));
		}
		List<ChatCompletionRequest.ToolCall> toolCalls = new ArrayList<>(assistant.getToolCalls().size());
		for (AssistantMessage.ToolCall toolCall : assistant.getToolCalls()) {
			toolCalls.add(this.tools.toWire(toolCall));
		}
		return new ChatCompletionRequest.Message("assistant", emptyToNull(assistant.getText()), toolCalls, null, null);
	}

	private void addToolResponses(Message message, List<ChatCompletionRequest.Message> mapped) {
		if (!(message instanceof ToolResponseMessage toolMessage)) {
			throw unsupported(message);
		}
		for (ToolResponseMessage.ToolResponse response : toolMessage.getResponses()) {
			String name = emptyToNull(response.name());
			mapped.add(new ChatCompletionRequest.Message("tool", response.responseData(), List.of(),
					emptyToNull(response.id()), (name != null) ? this.tools.wireName(name) : null));
		}
	}

	private static IllegalArgumentException unsupported(Message message) {
		return new IllegalArgumentException("ChatBotKit's endpoint knows no role for a " + message.getClass().getName()
				+ " of type " + message.getMessageType()
				+ ": use SystemMessage, UserMessage, AssistantMessage or ToolResponseMessage");
	}

	/**
	 * The endpoint refuses empty ids and names, but accepts missing ones.
	 */
	private static @Nullable String emptyToNull(@Nullable String text) {
		return StringUtils.hasLength(text) ? text : null;
	}

}
