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

package com.chatbotkit.springai.server.chat;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.AgentMedia;
import com.chatbotkit.springai.server.agent.AgentMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/**
 * Maps a conversation to Spring AI's messages. Calls that follow each other, and the text
 * with them, are one message, as are the results that follow each other.
 */
final class MessageMapper {

	private final List<Message> messages = new ArrayList<>();

	private final List<AssistantMessage.ToolCall> calls = new ArrayList<>();

	private final List<ToolResponseMessage.ToolResponse> results = new ArrayList<>();

	private int unnamed;

	private MessageMapper() {
	}

	static List<Message> map(List<AgentMessage> conversation) {
		MessageMapper mapper = new MessageMapper();
		conversation.forEach(mapper::add);
		mapper.end(null);
		mapper.endResults();
		return mapper.messages;
	}

	private void add(AgentMessage message) {
		if (message instanceof AgentMessage.FunctionCall call) {
			endResults();
			String id = (call.id() != null) ? call.id() : "call_" + this.unnamed++;
			this.calls.add(new AssistantMessage.ToolCall(id, "function",
					Objects.requireNonNullElse(call.name(), "unknown"), text(call.arguments())));
		}
		else if (message instanceof AgentMessage.FunctionResult result) {
			String id = (result.id() != null) ? result.id() : idOf(result.name());
			end(null);
			this.results.add(new ToolResponseMessage.ToolResponse(id, result.name(),
					result.result().isString() ? result.result().stringValue() : result.json()));
		}
		else if (message instanceof AgentMessage.Bot bot) {
			endResults();
			end(bot.text());
		}
		else if (message instanceof AgentMessage.User user) {
			endResults();
			end(null);
			this.messages.add(UserMessage.builder()
				.text(user.text())
				.media(user.media().stream().map(MessageMapper::media).toList())
				.build());
		}
	}

	/** The id of the latest call of that name, where the dialect hands on no ids. */
	private String idOf(String name) {
		List<AssistantMessage.ToolCall> latest = this.calls;
		if (latest.isEmpty()) {
			for (int i = this.messages.size() - 1; i >= 0 && latest.isEmpty(); i--) {
				if (this.messages.get(i) instanceof AssistantMessage assistant) {
					latest = assistant.getToolCalls();
				}
			}
		}
		return latest.stream()
			.filter((call) -> call.name().equals(name)
					&& this.results.stream().noneMatch((result) -> result.id().equals(call.id())))
			.map(AssistantMessage.ToolCall::id)
			.findFirst()
			.orElse("call_unknown");
	}

	private void end(@Nullable String text) {
		if (text != null || !this.calls.isEmpty()) {
			this.messages.add(AssistantMessage.builder()
				.content((text != null) ? text : "")
				.toolCalls(List.copyOf(this.calls))
				.build());
			this.calls.clear();
		}
	}

	private void endResults() {
		if (!this.results.isEmpty()) {
			this.messages.add(ToolResponseMessage.builder().responses(List.copyOf(this.results)).build());
			this.results.clear();
		}
	}

	private static String text(@Nullable JsonNode arguments) {
		if (arguments == null || arguments.isNull()) {
			return "{}";
		}
		return arguments.isString() ? arguments.stringValue() : arguments.toString();
	}

	private static Media media(AgentMedia media) {
		try {
			Media.Builder builder = Media.builder().mimeType(MimeType.valueOf(media.type()));
			if (!media.url().startsWith("data:")) {
				return builder.data(URI.create(media.url())).build();
			}
			int comma = media.url().indexOf(',');
			return builder.data(Base64.getDecoder().decode(media.url().substring(comma + 1).replaceAll("\\s", "")))
				.build();
		}
		catch (IllegalArgumentException ex) {
			throw new AgentException("BAD_REQUEST", "An image cannot be read: " + ex.getMessage());
		}
	}

}
