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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Merges functions and tools. Functions come first, and the first of a name wins.
 */
final class FunctionMapper {

	private FunctionMapper() {
	}

	static List<AgentFunction> map(JsonNode body) {
		Map<String, AgentFunction> functions = new LinkedHashMap<>();
		body.path("functions").forEach((function) -> add(functions, function));
		body.path("tools").forEach((tool) -> add(functions, tool.get("function")));
		return List.copyOf(functions.values());
	}

	private static void add(Map<String, AgentFunction> functions, JsonNode function) {
		String name = function.get("name").stringValue();
		JsonNode parameters = function.has("parameters") ? function.get("parameters")
				: JsonNodeFactory.instance.objectNode();
		functions.putIfAbsent(name, new AgentFunction(name, function.get("description").stringValue(), parameters));
	}

}
