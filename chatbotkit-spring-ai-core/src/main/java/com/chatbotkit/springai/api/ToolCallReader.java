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

package com.chatbotkit.springai.api;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads tool calls and fragments of them, in the current and in the legacy format.
 */
final class ToolCallReader {

	/**
	 * What has more is no answer, and only fills the memory.
	 */
	static final int MOST_IN_ONE_EVENT = 100_000;

	private final JsonTokens tokens;

	ToolCallReader(JsonTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads the value of {@code tool_calls}.
	 */
	List<ChatCompletion.ToolCall> nextToolCalls() {
		if (!this.tokens.nextIsArray()) {
			return List.of();
		}
		List<ChatCompletion.ToolCall> toolCalls = new ArrayList<>(2);
		while (this.tokens.nextElementIsObject()) {
			if (toolCalls.size() == MOST_IN_ONE_EVENT) {
				throw new ExchangeException("TOO_MANY_TOOL_CALLS",
						"the answer has more than " + MOST_IN_ONE_EVENT + " tool calls in one piece");
			}
			toolCalls.add(toolCall());
		}
		return toolCalls;
	}

	/**
	 * Reads the value of the legacy {@code function_call}. There is one call only, so
	 * that all its fragments are of call 0.
	 */
	List<ChatCompletion.ToolCall> nextFunctionCall() {
		return this.tokens.nextIsObject() ? List.of(function(0, null)) : List.of();
	}

	private ChatCompletion.ToolCall toolCall() {
		Integer index = null;
		String id = null;
		ChatCompletion.@Nullable ToolCall function = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "index" -> index = this.tokens.nextInteger();
				case "id" -> id = this.tokens.nextText(null);
				case "function" -> function = this.tokens.nextIsObject() ? function(null, null) : null;
				default -> this.tokens.skipNext();
			}
		}
		return new ChatCompletion.ToolCall(index, id, (function != null) ? function.name() : null,
				(function != null) ? function.arguments() : null);
	}

	private ChatCompletion.ToolCall function(@Nullable Integer index, @Nullable String id) {
		String functionName = null;
		String arguments = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "name" -> functionName = this.tokens.nextText(null);
				case "arguments" -> arguments = this.tokens.nextTextOrJson();
				default -> this.tokens.skipNext();
			}
		}
		return new ChatCompletion.ToolCall(index, id, functionName, arguments);
	}

}
