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

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.chatbotkit.springai.server.agent.AgentFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which of the caller's tools the agent may call this time: a {@code tool_choice} of type
 * {@code allowed_tools}, in the format of Chat Completions or in the flat one of
 * Responses.
 *
 * @param required whether it is to call one of them
 * @param names the names of the tools
 */
record OpenAllowedTools(boolean required, Set<String> names) {

	/**
	 * Reads them, or returns null where the choice is of another type.
	 * @param tools all tools of the caller
	 */
	static @Nullable OpenAllowedTools read(JsonNode body, Set<String> tools) {
		JsonNode choice = OpenBody.field(body, "tool_choice");
		JsonNode type = (choice != null && choice.isObject()) ? OpenBody.field(choice, "type") : null;
		if (choice == null || type == null || !type.isString() || !type.stringValue().equals("allowed_tools")) {
			return null;
		}
		JsonNode nested = OpenBody.field(choice, "allowed_tools");
		if (nested != null && !nested.isObject()) {
			throw OpenRefusal.invalid("tool_choice.allowed_tools", "tool_choice.allowed_tools must be an object.");
		}
		return (nested != null) ? read(nested, "tool_choice.allowed_tools.", tools)
				: read(choice, "tool_choice.", tools);
	}

	private static OpenAllowedTools read(JsonNode allowed, String at, Set<String> tools) {
		String mode = OpenBody.text(allowed, "mode", at);
		if (mode == null || !(mode.equals("auto") || mode.equals("required"))) {
			throw OpenRefusal.invalid(at + "mode", at + "mode must be auto or required.");
		}
		JsonNode list = OpenBody.field(allowed, "tools");
		if (list == null || !list.isArray() || list.isEmpty()) {
			throw OpenRefusal.invalid(at + "tools", at + "tools must be an array with at least one tool.");
		}
		Set<String> names = new HashSet<>();
		for (int i = 0; i < list.size(); i++) {
			names.add(name(at + "tools[" + i + "]", list.get(i), tools));
		}
		return new OpenAllowedTools(mode.equals("required"), names);
	}

	private static String name(String at, JsonNode tool, Set<String> tools) {
		String name = OpenTools.name(at, OpenTools.function(at, tool));
		if (!tools.contains(name)) {
			throw OpenRefusal.invalid(at, at + " names '" + name + "', which is not the name of one of the tools.");
		}
		return name;
	}

	/** Those of the tools that are allowed. */
	List<AgentFunction> of(List<AgentFunction> tools) {
		return tools.stream().filter((tool) -> this.names.contains(tool.name())).toList();
	}

}
