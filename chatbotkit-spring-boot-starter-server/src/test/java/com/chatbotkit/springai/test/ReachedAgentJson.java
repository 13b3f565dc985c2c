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

package com.chatbotkit.springai.test;

import com.chatbotkit.springai.server.agent.AgentFunction;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentTarget;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What reached the agent, in the form of the recorded exchanges.
 */
final class ReachedAgentJson {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private ReachedAgentJson() {
	}

	static JsonNode of(@Nullable AgentRequest request) {
		if (request == null) {
			return nodes.nullNode();
		}
		ObjectNode json = nodes.objectNode();
		if (request.target() instanceof AgentTarget.Model model) {
			json.put("model", model.name());
		}
		if (request.target() instanceof AgentTarget.Bot bot) {
			json.put("botId", bot.id());
		}
		ArrayNode messages = json.putArray("messages");
		request.messages().forEach((message) -> messages.add(message(message)));
		if (!request.functions().isEmpty()) {
			ArrayNode functions = json.putArray("functions");
			request.functions().forEach((function) -> functions.add(function(function)));
		}
		if (request.backstory() != null) {
			json.putObject("extensions").put("backstory", request.backstory());
		}
		return json;
	}

	private static JsonNode function(AgentFunction function) {
		return nodes.objectNode()
			.put("name", function.name())
			.put("description", function.description())
			.set("parameters", function.parameters());
	}

	private static JsonNode message(AgentMessage message) {
		if (message instanceof AgentMessage.User user) {
			return nodes.objectNode().put("type", "user").put("text", user.text());
		}
		if (message instanceof AgentMessage.Bot bot) {
			return nodes.objectNode().put("type", "bot").put("text", bot.text());
		}
		if (message instanceof AgentMessage.FunctionCall call) {
			return activity("request", function(call.name(), call.arguments()));
		}
		AgentMessage.FunctionResult result = (AgentMessage.FunctionResult) message;
		ObjectNode function = function(result.name(), result.arguments());
		return activity("response", function.set("result", result.result()));
	}

	private static ObjectNode function(@Nullable String name, @Nullable JsonNode arguments) {
		ObjectNode function = nodes.objectNode();
		if (name != null) {
			function.put("name", name);
		}
		if (arguments != null) {
			function.set("arguments", arguments);
		}
		return function;
	}

	private static JsonNode activity(String type, JsonNode function) {
		ObjectNode json = nodes.objectNode().put("type", "activity").put("text", "");
		json.putObject("meta").putObject("activity").put("type", type).set("function", function);
		return json;
	}

}
