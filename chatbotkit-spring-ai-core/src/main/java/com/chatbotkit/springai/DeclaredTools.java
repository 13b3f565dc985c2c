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

import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * The tools that one request offers, as the application knows them and as the wire does.
 *
 * @param names their names on both sides
 * @param functions how they are declared on the wire
 */
record DeclaredTools(ToolNames names, List<ChatCompletionRequest.Function> functions) {

	private static final DeclaredTools NONE = new DeclaredTools(ToolNames.of(List.of()), List.of());

	static DeclaredTools of(ToolCallingChatOptions options) {
		List<ToolCallback> callbacks = options.getToolCallbacks();
		if (callbacks == null || callbacks.isEmpty()) {
			return NONE;
		}
		ToolCallingChatOptions.validateToolCallbacks(callbacks);
		List<ToolDefinition> definitions = callbacks.stream().map(ToolCallback::getToolDefinition).toList();
		ToolNames names = ToolNames.of(definitions);
		List<ChatCompletionRequest.Function> functions = new ArrayList<>(definitions.size());
		for (ToolDefinition definition : definitions) {
			functions.add(function(definition, names));
		}
		return new DeclaredTools(names, functions);
	}

	private static ChatCompletionRequest.Function function(ToolDefinition definition, ToolNames names) {
		try {
			return new ChatCompletionRequest.Function(names.wireName(definition.name()),
					ToolDescriptions.of(definition), ToolSchemas.cached(definition.inputSchema()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The tool \"" + definition.name() + "\" cannot be offered: " + ex.getMessage(), ex);
		}
	}

}
