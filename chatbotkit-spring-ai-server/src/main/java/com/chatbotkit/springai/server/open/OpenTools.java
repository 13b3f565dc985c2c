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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.chatbotkit.springai.server.agent.AgentFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The caller's tools, in the format of Chat Completions, in the flat format of Responses,
 * which some clients mix in, or as functions. Schemas are not changed.
 *
 * @param functions those that the agent may call
 * @param allowed the choice that names them, or null if there is none of this type
 */
record OpenTools(List<AgentFunction> functions, @Nullable OpenAllowedTools allowed) {

	private static final int MAX_TOOLS = 1024;

	static OpenTools read(JsonNode body) {
		Map<String, AgentFunction> functions = new LinkedHashMap<>();
		list(body, "functions").forEach((at, function) -> add(functions, at, function));
		list(body, "tools").forEach((at, tool) -> add(functions, at, function(at, tool)));
		OpenAllowedTools allowed = OpenAllowedTools.read(body, functions.keySet());
		if (none(body, "tool_choice") || none(body, "function_call")) {
			return new OpenTools(List.of(), allowed);
		}
		List<AgentFunction> all = List.copyOf(functions.values());
		return new OpenTools((allowed != null) ? allowed.of(all) : all, allowed);
	}

	private static boolean none(JsonNode body, String name) {
		JsonNode choice = OpenBody.field(body, name);
		return choice != null && choice.isString() && choice.stringValue().equals("none");
	}

	private static Map<String, JsonNode> list(JsonNode body, String name) {
		JsonNode list = OpenBody.field(body, name);
		if (list == null) {
			return Map.of();
		}
		if (!list.isArray()) {
			throw OpenRefusal.invalid(name, name + " must be an array.");
		}
		if (list.size() > MAX_TOOLS) {
			throw OpenRefusal.invalid(name, name + " has " + list.size() + " entries; at most " + MAX_TOOLS
					+ " can be declared in one request.");
		}
		Map<String, JsonNode> items = new LinkedHashMap<>();
		for (int i = 0; i < list.size(); i++) {
			items.put(name + "[" + i + "]", list.get(i));
		}
		return items;
	}

	static JsonNode function(String at, JsonNode tool) {
		String type = tool.isObject() ? OpenBody.text(tool, "type", at + ".") : null;
		if (!tool.isObject() || (type != null && !type.equals("function"))) {
			throw OpenRefusal.invalid(at, at + " must be an object of type function; other tools are not served.");
		}
		JsonNode function = OpenBody.field(tool, "function");
		return (function != null) ? function : tool;
	}

	static String name(String at, JsonNode function) {
		String name = function.isObject() ? OpenBody.text(function, "name", at + ".") : null;
		if (name == null || name.isBlank()) {
			throw OpenRefusal.invalid(at, at + " has no name.");
		}
		return name;
	}

	private static void add(Map<String, AgentFunction> functions, String at, JsonNode function) {
		String name = name(at, function);
		String description = Objects.requireNonNullElse(OpenBody.text(function, "description", at + "."), "");
		JsonNode parameters = OpenBody.field(function, "parameters");
		if (parameters != null && !parameters.isObject()) {
			throw OpenRefusal.invalid(at + ".parameters",
					at + ".parameters must be a JSON Schema, which is an object.");
		}
		AgentFunction added = new AgentFunction(name, description,
				(parameters != null) ? parameters : JsonNodeFactory.instance.objectNode());
		@Nullable AgentFunction other = functions.putIfAbsent(name, added);
		if (other != null && !other.equals(added)) {
			throw OpenRefusal.invalid(at, "Two tools are called '" + name + "'. Give one of them another name.");
		}
	}

}
