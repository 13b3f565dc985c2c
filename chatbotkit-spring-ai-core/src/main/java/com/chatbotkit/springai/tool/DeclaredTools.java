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

package com.chatbotkit.springai.tool;

import java.util.List;

import com.chatbotkit.springai.api.ChatCompletionRequest;
import com.chatbotkit.springai.schema.ToolSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.StringUtils;

/**
 * The tools that one request offers. It maps their names, arguments and schemas between
 * the application and the request.
 * <p>
 * Immutable.
 */
public final class DeclaredTools {

	private static final DeclaredToolCache CACHE = new DeclaredToolCache(DeclaredToolCache.MAX_BYTES);

	private static final DeclaredTools NONE = new DeclaredTools(ToolNames.of(List.of()), List.of(), List.of());

	private final ToolNames names;

	private final List<ToolDefinition> definitions;

	private final List<DeclaredTool> tools;

	private final List<ChatCompletionRequest.Function> functions;

	private DeclaredTools(ToolNames names, List<ToolDefinition> definitions, List<DeclaredTool> tools) {
		this.names = names;
		this.definitions = definitions;
		this.tools = tools;
		this.functions = tools.stream().map(DeclaredTool::function).toList();
	}

	/**
	 * Declares the tools of a request.
	 * @param options the options with the tools, if any
	 * @param messages the messages of the request, which count towards its maximum size
	 * @return the tools
	 * @throws IllegalArgumentException if two tools have the same name, or if the input
	 * schema of one is not one JSON object
	 */
	public static DeclaredTools of(ToolCallingChatOptions options, List<Message> messages) {
		List<ToolCallback> callbacks = options.getToolCallbacks();
		if (callbacks == null || callbacks.isEmpty()) {
			return NONE;
		}
		List<ToolDefinition> definitions = callbacks.stream().map(ToolCallback::getToolDefinition).toList();
		ToolNames names = ToolNames.of(definitions);
		if (names.count() < definitions.size()) {
			ToolCallingChatOptions.validateToolCallbacks(callbacks);
		}
		List<DeclaredTool> tools = RequestBudget.fit(definitions.size(), messages,
				(index, budget) -> declare(callbacks.get(index), definitions.get(index), names, budget));
		return new DeclaredTools(names, definitions, tools);
	}

	/**
	 * Returns the functions to declare, in the order of the options' tools.
	 * @return the functions of the request
	 */
	public List<ChatCompletionRequest.Function> functions() {
		return this.functions;
	}

	/**
	 * Whether this request offers a tool.
	 * @param wireName the tool's name in the request
	 * @return true if it does
	 */
	public boolean isDeclared(String wireName) {
		return this.names.isDeclared(wireName);
	}

	/**
	 * Returns the name of a tool in the request.
	 * @param toolName the application's name of a tool of this or an earlier request
	 * @return the name, which differs from those of all other tools of this request
	 */
	public String wireName(String toolName) {
		return this.names.wireName(toolName);
	}

	/**
	 * Converts a call from the response to the application's form.
	 * @param call the call of a declared tool, as received
	 * @return the call with the application's tool name and input
	 */
	public AssistantMessage.ToolCall fromWire(AssistantMessage.ToolCall call) {
		String arguments = ToolArguments.object(call.arguments());
		int index = indexOf(call.name());
		return new AssistantMessage.ToolCall(call.id(), call.type(), this.names.toolName(call.name()),
				(index >= 0) ? this.tools.get(index).schema().fromWire(arguments) : arguments);
	}

	/**
	 * Converts a call of an earlier turn to the form of the request.
	 * @param call the call with the application's tool name and input
	 * @return the call with the name and arguments of the request
	 */
	public ChatCompletionRequest.ToolCall toWire(AssistantMessage.ToolCall call) {
		String name = this.names.wireName(call.name());
		String arguments = StringUtils.hasText(call.arguments()) ? call.arguments() : ToolArguments.NONE;
		int index = indexOf(name);
		// The endpoint refuses an empty id, and accepts a missing one.
		return new ChatCompletionRequest.ToolCall(StringUtils.hasLength(call.id()) ? call.id() : null, name,
				(index >= 0) ? this.tools.get(index).schema().toWire(arguments) : arguments);
	}

	/**
	 * Warns that a response ends with calls of tools that this request did not offer. No
	 * tool runs, and the application gets an empty response.
	 * @param calls the calls, as received
	 */
	public void warnOfUnoffered(List<AssistantMessage.ToolCall> calls) {
		UnofferedCalls.warn(calls, this);
	}

	/**
	 * Warns of calls beside those that run, if their names differ from the name of an
	 * offered tool in case and punctuation alone. The others are calls of the bot's own
	 * tools.
	 * @param calls the calls that do not run, as received
	 */
	public void warnOfMisnamed(List<AssistantMessage.ToolCall> calls) {
		List<AssistantMessage.ToolCall> misnamed = calls.stream()
			.filter((call) -> this.definitions.stream()
				.anyMatch((definition) -> UnofferedCalls.isSimilar(definition.name(), call.name())))
			.toList();
		if (!misnamed.isEmpty()) {
			UnofferedCalls.warnOfNames(misnamed, this);
		}
	}

	/**
	 * Warns of calls of tools that this request offers, if a response without text has
	 * them and does not ask to run them. No tool runs, and the application gets an empty
	 * response.
	 * @param calls the calls, as received
	 * @param finishReason the finish reason, as received, or null
	 */
	public void warnOfUnrequested(List<AssistantMessage.ToolCall> calls, @Nullable String finishReason) {
		List<AssistantMessage.ToolCall> offered = calls.stream().filter((call) -> isDeclared(call.name())).toList();
		if (!offered.isEmpty()) {
			UnofferedCalls.warnOfReason(offered, finishReason);
		}
	}

	List<ToolDefinition> definitions() {
		return this.definitions;
	}

	private int indexOf(String wireName) {
		if (!this.names.isDeclared(wireName)) {
			return -1;
		}
		for (int i = 0; i < this.functions.size(); i++) {
			if (this.functions.get(i).name().equals(wireName)) {
				return i;
			}
		}
		return -1;
	}

	private static DeclaredTool declare(ToolCallback callback, ToolDefinition definition, ToolNames names, int budget) {
		String wireName = names.wireName(definition.name());
		return CACHE.get(definition, CheckedTool.isOfType(callback), wireName, budget, () -> {
			ToolSchema schema = schema(callback, definition, budget);
			return new DeclaredTool(schema,
					new ChatCompletionRequest.Function(wireName, ToolDescriptions.of(definition), schema.parameters()));
		});
	}

	private static ToolSchema schema(ToolCallback tool, ToolDefinition definition, int budget) {
		try {
			return CheckedTool.schema(tool, definition, budget);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The tool \"" + definition.name() + "\" cannot be offered: " + ex.getMessage(), ex);
		}
	}

}
