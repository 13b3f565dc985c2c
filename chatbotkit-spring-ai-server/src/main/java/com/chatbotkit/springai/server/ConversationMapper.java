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

package com.chatbotkit.springai.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Maps the messages of one request to a conversation (docs/contract.md#body).
 */
final class ConversationMapper {

	private final List<String> backstory = new ArrayList<>();

	private final List<AgentMessage> messages = new ArrayList<>();

	private final Map<String, AgentMessage.FunctionCall> calls = new HashMap<>();

	static Conversation map(JsonNode messages) {
		ConversationMapper mapper = new ConversationMapper();
		messages.forEach(mapper::add);
		String backstory = mapper.backstory.isEmpty() ? null : String.join("\n\n", mapper.backstory);
		return new Conversation(backstory, mapper.messages);
	}

	static boolean reads(String role) {
		return switch (role) {
			case "system", "user", "assistant", "tool" -> true;
			default -> false;
		};
	}

	private void add(JsonNode message) {
		switch (message.get("role").stringValue()) {
			case "system" -> addIfAny(this.backstory, text(message));
			case "user" -> this.messages.add(new AgentMessage.User(text(message)));
			case "assistant" -> addAssistant(message);
			case "tool" -> addResult(message);
			default -> {
				// Every other role is dropped (docs/contract.md#body).
			}
		}
	}

	private static void addIfAny(List<String> texts, String text) {
		if (!text.isEmpty()) {
			texts.add(text);
		}
	}

	private void addAssistant(JsonNode message) {
		toolCalls(message).forEach(this::addCall);
		String text = text(message);
		if (!text.isEmpty()) {
			this.messages.add(new AgentMessage.Bot(text));
		}
	}

	private static JsonNode toolCalls(JsonNode message) {
		if (message.has("function_call") && !message.has("tool_calls")) {
			JsonNodeFactory nodes = JsonNodeFactory.instance;
			return nodes.arrayNode().add(nodes.objectNode().set("function", message.get("function_call")));
		}
		return message.path("tool_calls");
	}

	private void addCall(JsonNode toolCall) {
		JsonNode function = toolCall.path("function");
		if (function.isMissingNode() || function.isNull()) {
			throw new MalformedMessageException("Cannot read properties of a tool call without a function");
		}
		JsonNode name = function.path("name");
		AgentMessage.FunctionCall call = new AgentMessage.FunctionCall(
				(name.isMissingNode() || name.isNull()) ? null : JavaScriptStrings.toText(name),
				parsed(function.get("arguments")));
		if (JavaScriptStrings.isTruthy(toolCall.path("id"))) {
			this.calls.put(toolCall.get("id").isString() ? toolCall.get("id").stringValue() : "", call);
		}
		this.messages.add(call);
	}

	private void addResult(JsonNode message) {
		AgentMessage.FunctionCall call = this.calls.get(message.path("tool_call_id").asString(""));
		String name = (call != null) ? call.name() : null;
		if (name == null) {
			name = message.path("name").asString("unknown");
		}
		JsonNode result = parsed(text(message));
		this.messages.add(new AgentMessage.FunctionResult(name, (call != null) ? call.arguments() : null, result,
				JavaScriptJson.stringify(result)));
	}

	private static @Nullable JsonNode parsed(@Nullable JsonNode arguments) {
		if (arguments == null || arguments.isObject()) {
			return arguments;
		}
		// JSON.parse converts its argument to a string first, so the array [1] becomes 1.
		JsonNode parsed = parsed(JavaScriptStrings.toText(arguments));
		return parsed.isString() && !arguments.isString() ? arguments : parsed;
	}

	private static JsonNode parsed(String text) {
		try {
			return JavaScriptJson.parse(text);
		}
		catch (JacksonException ex) {
			return StringNode.valueOf(text);
		}
	}

	private static String text(JsonNode message) {
		JsonNode content = message.path("content");
		if (content.isMissingNode() || content.isNull()) {
			return "";
		}
		if (content.isString()) {
			return content.stringValue();
		}
		if (!content.isArray()) {
			throw new MalformedMessageException("content.filter is not a function");
		}
		StringBuilder text = new StringBuilder();
		for (JsonNode part : content) {
			if (part.path("type").asString("").equals("text") && part.path("text").isString()) {
				text.append(part.get("text").stringValue());
			}
		}
		return text.toString();
	}

	record Conversation(@Nullable String backstory, List<AgentMessage> messages) {

	}

	/**
	 * Corresponds to a TypeError on the platform, which answers with status 500.
	 */
	static final class MalformedMessageException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		MalformedMessageException(String message) {
			super(message);
		}

	}

}
