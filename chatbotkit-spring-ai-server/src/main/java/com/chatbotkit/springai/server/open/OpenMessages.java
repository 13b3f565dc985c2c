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

package com.chatbotkit.springai.server.open;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.chatbotkit.springai.server.agent.AgentMedia;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.json.JsonStrings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads the messages of one request. System texts are collected separately, because they
 * extend those of the agent.
 */
final class OpenMessages {

	private final List<String> system = new ArrayList<>();

	private final List<AgentMessage> messages = new ArrayList<>();

	private final Map<String, AgentMessage.FunctionCall> calls = new HashMap<>();

	private AgentMessage.@Nullable FunctionCall lastCall;

	private final OpenImages images;

	private OpenMessages(OpenImages images) {
		this.images = images;
	}

	static OpenMessages read(JsonNode body, OpenImages images) {
		JsonNode list = OpenBody.field(body, "messages");
		if (list == null || !list.isArray() || list.isEmpty()) {
			throw OpenRefusal.invalid("messages", "messages must be an array with at least one message.");
		}
		OpenMessages messages = new OpenMessages(images);
		for (int i = 0; i < list.size(); i++) {
			messages.add("messages[" + i + "]", list.get(i));
		}
		return messages;
	}

	/**
	 * Returns the system texts, or null if there are none.
	 * @param last one more text after those of the messages, or null
	 */
	@Nullable String system(@Nullable String last) {
		List<String> texts = new ArrayList<>(this.system);
		if (last != null) {
			texts.add(last);
		}
		return texts.isEmpty() ? null : String.join("\n\n", texts);
	}

	List<AgentMessage> messages() {
		return this.messages;
	}

	private void add(String at, JsonNode message) {
		String role = message.isObject() ? OpenBody.text(message, "role", at + ".") : null;
		switch (Objects.requireNonNullElse(role, "")) {
			case "system", "developer" -> {
				String text = OpenContent.text(at, message);
				if (!text.isEmpty()) {
					this.system.add(text);
				}
			}
			case "user" -> {
				List<AgentMedia> media = new ArrayList<>();
				String text = OpenContent.text(at, message, media, this.images);
				this.messages.add(new AgentMessage.User(text, media));
			}
			case "assistant" -> addAssistant(at, message);
			case "tool", "function" -> addResult(at, message);
			default -> throw OpenRefusal.invalid(at + ".role",
					at + ".role must be system, developer, user, assistant or tool.");
		}
	}

	private void addAssistant(String at, JsonNode message) {
		JsonNode toolCalls = OpenBody.field(message, "tool_calls");
		if (toolCalls != null && !toolCalls.isArray()) {
			throw OpenRefusal.invalid(at + ".tool_calls", at + ".tool_calls must be an array.");
		}
		if (toolCalls != null) {
			for (int i = 0; i < toolCalls.size(); i++) {
				String place = at + ".tool_calls[" + i + "]";
				JsonNode call = toolCalls.get(i);
				JsonNode function = call.isObject() ? OpenBody.field(call, "function") : null;
				addCall(place, call.isObject() ? OpenBody.text(call, "id", place + ".") : null, function);
			}
		}
		JsonNode legacy = OpenBody.field(message, "function_call");
		if (legacy != null) {
			addCall(at + ".function_call", null, legacy);
		}
		String text = OpenContent.text(at, message);
		if (!text.isEmpty()) {
			this.messages.add(new AgentMessage.Bot(text));
		}
	}

	private void addCall(String at, @Nullable String id, @Nullable JsonNode function) {
		String name = (function != null && function.isObject()) ? OpenBody.text(function, "name", at + ".function.")
				: null;
		if (function == null || name == null || name.isEmpty()) {
			throw OpenRefusal.invalid(at, at + " has no function with a name.");
		}
		JsonNode arguments = OpenBody.field(function, "arguments");
		JsonNode text = (arguments == null) ? StringNode.valueOf("{}")
				: arguments.isString() ? arguments : StringNode.valueOf(arguments.toString());
		String known = (id != null && !id.isEmpty()) ? id : "call_" + this.messages.size();
		AgentMessage.FunctionCall call = new AgentMessage.FunctionCall(known, name, text);
		this.calls.put(known, call);
		this.lastCall = call;
		this.messages.add(call);
	}

	private void addResult(String at, JsonNode message) {
		String id = OpenBody.text(message, "tool_call_id", at + ".");
		String name = OpenBody.text(message, "name", at + ".");
		AgentMessage.FunctionCall call = (id != null) ? this.calls.get(id) : this.lastCall;
		String known = (id != null) ? id : (call != null && call.id() != null) ? call.id() : "call_0";
		String text = OpenContent.text(at, message);
		String called = (call != null) ? call.name() : name;
		this.messages.add(new AgentMessage.FunctionResult(known, (called != null) ? called : "unknown",
				(call != null) ? call.arguments() : null, StringNode.valueOf(text), JsonStrings.quote(text)));
	}

}
