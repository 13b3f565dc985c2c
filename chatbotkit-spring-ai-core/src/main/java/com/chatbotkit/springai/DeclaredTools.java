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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.chatbotkit.springai.api.ChatCompletionRequest;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.StringUtils;

/**
 * The tools that one request offers, as the application knows them and as the wire does.
 *
 * @param names their names on both sides
 * @param definitions what the application says of them
 * @param functions how they are declared on the wire, in the same order
 * @param wrapped the names on the wire of those whose input is not an object
 */
record DeclaredTools(ToolNames names, List<ToolDefinition> definitions, List<ChatCompletionRequest.Function> functions,
		Set<String> wrapped) {

	private static final DeclaredTools NONE = new DeclaredTools(ToolNames.of(List.of()), List.of(), List.of(),
			Set.of());

	static DeclaredTools of(ToolCallingChatOptions options) {
		return of(options, List.of());
	}

	/**
	 * Returns the tools of options.
	 * @param messages the messages that are sent with them, which need room too
	 */
	static DeclaredTools of(ToolCallingChatOptions options, List<Message> messages) {
		List<ToolCallback> callbacks = options.getToolCallbacks();
		if (callbacks == null || callbacks.isEmpty()) {
			return NONE;
		}
		List<ToolDefinition> definitions = callbacks.stream().map(ToolCallback::getToolDefinition).toList();
		ToolNames names = ToolNames.of(definitions);
		if (names.count() < definitions.size()) {
			ToolCallingChatOptions.validateToolCallbacks(callbacks);
		}
		List<LoweredSchema> schemas = SchemaRoom.fit(definitions, messages, DeclaredTools::lowered);
		List<ChatCompletionRequest.Function> functions = new ArrayList<>(definitions.size());
		Set<String> wrapped = new HashSet<>();
		for (int i = 0; i < schemas.size(); i++) {
			ToolDefinition definition = definitions.get(i);
			String name = names.wireName(definition.name());
			functions.add(new ChatCompletionRequest.Function(name, ToolDescriptions.of(definition),
					schemas.get(i).parameters()));
			if (schemas.get(i).wrapped()) {
				wrapped.add(name);
			}
		}
		return new DeclaredTools(names, definitions, functions, wrapped);
	}

	/**
	 * Returns a call as the application knows it.
	 */
	AssistantMessage.ToolCall fromWire(AssistantMessage.ToolCall call) {
		return new AssistantMessage.ToolCall(call.id(), call.type(), this.names.toolName(call.name()), arguments(call));
	}

	private String arguments(AssistantMessage.ToolCall call) {
		boolean isWrapped = this.wrapped.contains(call.name());
		String object = ToolArguments.object(call.arguments());
		String arguments = isWrapped ? WrappedInput.unwrap(object) : object;
		for (int i = 0; i < this.functions.size(); i++) {
			if (this.functions.get(i).name().equals(call.name())) {
				return ArgumentKinds.restore(arguments, this.definitions.get(i).inputSchema(), isWrapped);
			}
		}
		return arguments;
	}

	/**
	 * Returns a call of an earlier turn as the wire knows it.
	 */
	ChatCompletionRequest.ToolCall toWire(AssistantMessage.ToolCall call) {
		String name = this.names.wireName(call.name());
		String arguments = StringUtils.hasText(call.arguments()) ? call.arguments() : "{}";
		// The endpoint refuses an empty id, and takes a missing one.
		return new ChatCompletionRequest.ToolCall(StringUtils.hasLength(call.id()) ? call.id() : null, name,
				this.wrapped.contains(name) ? WrappedInput.wrap(arguments) : arguments);
	}

	private static LoweredSchema lowered(ToolDefinition definition, int budget) {
		try {
			return ToolSchemas.cached(definition.inputSchema(), budget);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The tool \"" + definition.name() + "\" cannot be offered: " + ex.getMessage(), ex);
		}
	}

}
