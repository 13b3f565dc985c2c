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

import org.springframework.util.StringUtils;

/**
 * Reads tool calls and fragments of them, in the current and in the legacy format.
 */
final class ToolCallReader {

	/** More tool calls are no answer, and only fill the memory. */
	static final int MOST_IN_ONE_EVENT = 100_000;

	private static final ChatCompletion.ToolCall EMPTY = new ChatCompletion.ToolCall(null, null, null, null);

	private final JsonTokens tokens;

	ToolCallReader(JsonTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads the value of {@code tool_calls}.
	 */
	List<ChatCompletion.ToolCall> nextToolCalls() {
		if (!this.tokens.nextIsArray("tool_calls")) {
			return List.of();
		}
		List<ChatCompletion.ToolCall> toolCalls = new ArrayList<>(2);
		for (int count = 0; this.tokens.nextElementIsObject("tool_calls"); count++) {
			if (count == MOST_IN_ONE_EVENT) {
				throw new ExchangeException("TOO_MANY_TOOL_CALLS",
						"the answer has more than " + MOST_IN_ONE_EVENT + " tool calls in one piece");
			}
			ChatCompletion.ToolCall call = toolCall();
			if (!call.equals(EMPTY)) {
				toolCalls.add(call);
			}
		}
		return toolCalls;
	}

	/**
	 * Reads the value of the legacy {@code function_call}. There is only one call, so all
	 * fragments get the same index.
	 */
	List<ChatCompletion.ToolCall> nextFunctionCall() {
		if (!this.tokens.nextIsObject("function_call")) {
			return List.of();
		}
		ChatCompletion.ToolCall call = toolCall();
		boolean empty = call.name() == null && call.arguments() == null;
		return empty ? List.of() : List
			.of(new ChatCompletion.ToolCall(ChatCompletion.ToolCall.LEGACY_INDEX, null, call.name(), call.arguments()));
	}

	/**
	 * Reads a call, or the function within it. Some servers write the name and the
	 * arguments without a function around them, or next to an empty one.
	 */
	private ChatCompletion.ToolCall toolCall() {
		Integer index = null;
		String id = null;
		String functionName = null;
		String arguments = null;
		String input = null;
		ChatCompletion.ToolCall function = EMPTY;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "index" -> index = index(this.tokens.nextInteger());
				case "id" -> id = this.tokens.nextText(null);
				case "function", "custom" -> function = this.tokens.nextIsObject(name) ? toolCall() : function;
				case "name" -> functionName = this.tokens.nextText(null);
				case "arguments" -> arguments = this.tokens.nextTextOrJson();
				case "input", "parameters" -> input = this.tokens.nextTextOrJson();
				default -> this.tokens.skipNext();
			}
		}
		return new ChatCompletion.ToolCall(index, id, firstWithText(function.name(), functionName),
				firstWithText(function.arguments(), firstWithText(arguments, input)));
	}

	/**
	 * Passes over an index that only this client gives.
	 */
	private static @Nullable Integer index(@Nullable Integer read) {
		return (read != null && read >= 0) ? read : null;
	}

	private static @Nullable String firstWithText(@Nullable String first, @Nullable String second) {
		return (second == null || StringUtils.hasText(first)) ? first : second;
	}

}
