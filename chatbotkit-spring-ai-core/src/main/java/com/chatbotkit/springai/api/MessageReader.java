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
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads a {@code delta} or a {@code message}, and keeps its content until it is cleared.
 */
final class MessageReader {

	private static final String ASSISTANT = "assistant";

	/** Roles of a result that a bot's own tool returned, which is not its answer. */
	private static final Set<String> TOOLS = Set.of("tool", "function");

	private final JsonTokens tokens;

	private final ContentReader contentReader;

	private final ToolCallReader toolCallReader;

	private final ServerErrorReader errorReader;

	private @Nullable String content;

	private List<ChatCompletion.ToolCall> toolCalls = List.of();

	private boolean contentOnly;

	/** Whether a refusal was read. Only the first one counts. */
	private boolean refused;

	private @Nullable String role;

	private boolean resultRemoved;

	private @Nullable ServerError error;

	MessageReader(JsonTokens tokens, ContentReader contentReader, ServerErrorReader errorReader) {
		this.tokens = tokens;
		this.contentReader = contentReader;
		this.toolCallReader = new ToolCallReader(tokens);
		this.errorReader = errorReader;
	}

	void clear() {
		this.content = null;
		this.toolCalls = List.of();
		this.contentOnly = false;
		this.refused = false;
		this.role = null;
		this.resultRemoved = false;
		this.error = null;
	}

	/**
	 * Returns the error that stands in the message, or null for none.
	 */
	@Nullable ServerError error() {
		return this.error;
	}

	/**
	 * Returns the text, or null for none.
	 */
	@Nullable String content() {
		return this.content;
	}

	List<ChatCompletion.ToolCall> toolCalls() {
		return this.toolCalls;
	}

	/**
	 * Whether the text comes from {@code content} alone.
	 */
	boolean isContentOnly() {
		return this.contentOnly;
	}

	/**
	 * Reads the next value as a message.
	 * @param messageName its name in the message of an error
	 * @return whether there is one
	 * @throws ExchangeException if it is of another type
	 */
	boolean next(String messageName) {
		if (!this.tokens.nextIsObject(messageName)) {
			return false;
		}
		String refusal = null;
		boolean result = false;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "content" -> {
					boolean alone = this.content == null;
					nextText();
					this.contentOnly = alone && this.content != null;
				}
				case "text" -> nextText();
				case "refusal" -> refusal = this.contentReader.nextRefusal();
				case "tool_calls" -> nextToolCalls();
				case "function_call" -> nextFunctionCall();
				case "role" -> this.role = this.tokens.nextText(ASSISTANT);
				case "error" -> {
					ServerError read = this.errorReader.next();
					this.error = this.errorReader.isFull() ? read : this.error;
				}
				case "tool_call_id" -> result |= this.contentReader.skipNext(name);
				case "name", "id", "type", "status", "annotations", "citations", "metadata", "model",
						"provider_specific_fields" ->
					this.tokens.skipNext();
				default -> this.contentReader.skipNext(name);
			}
		}
		if (!this.refused && StringUtils.hasLength(refusal)) {
			this.refused = true;
			this.content = StringUtils.hasLength(this.content) ? this.content + "\n\n" + refusal : refusal;
			this.contentOnly = false;
		}
		if (isOfTool() || (result && !hasRole())) {
			removeResult();
		}
		return true;
	}

	/**
	 * Whether a role was read.
	 */
	boolean hasRole() {
		return StringUtils.hasLength(this.role);
	}

	/**
	 * Whether this starts the result of a tool, whose text is still to come.
	 */
	boolean isStartOfResult() {
		return isOfTool() && !this.resultRemoved && this.toolCalls.isEmpty();
	}

	/**
	 * Removes the text, because it is the result of a tool.
	 * @return whether there was any
	 */
	boolean removeResult() {
		boolean removed = StringUtils.hasLength(this.content);
		if (removed) {
			this.contentReader.notUnderstood("the result of a tool");
			this.content = null;
			this.contentOnly = false;
			this.resultRemoved = true;
		}
		return removed;
	}

	private boolean isOfTool() {
		return this.role != null && TOOLS.contains(this.role);
	}

	/**
	 * Reads the next value as the tool calls. If there are several lists, the last
	 * counts.
	 * @return whether there are any
	 */
	boolean nextToolCalls() {
		List<ChatCompletion.ToolCall> calls = this.toolCallReader.nextToolCalls();
		this.toolCalls = calls.isEmpty() ? this.toolCalls : calls;
		return !calls.isEmpty();
	}

	/**
	 * Reads the next value as a tool call in the legacy format, which counts if there is
	 * no other.
	 * @return whether there is one
	 */
	boolean nextFunctionCall() {
		List<ChatCompletion.ToolCall> call = this.toolCallReader.nextFunctionCall();
		this.toolCalls = this.toolCalls.isEmpty() ? call : this.toolCalls;
		return !call.isEmpty();
	}

	/**
	 * Adds further messages of the same answer.
	 * @param separator the text between two messages
	 */
	void add(List<MessageReader> further, String separator) {
		StringBuilder text = new StringBuilder((this.content != null) ? this.content : "");
		List<ChatCompletion.ToolCall> calls = new ArrayList<>(this.toolCalls);
		for (MessageReader next : further) {
			if (StringUtils.hasLength(next.content)) {
				text.append(text.isEmpty() ? "" : separator).append(next.content);
			}
			calls.addAll(next.toolCalls);
		}
		this.content = text.isEmpty() ? this.content : text.toString();
		this.toolCalls = calls;
		this.contentOnly = false;
	}

	/**
	 * Reads the next value as the text. If there are several, the first counts.
	 * @return whether it is one
	 */
	boolean nextText() {
		String text = this.contentReader.next();
		this.contentOnly = false;
		if (text != null) {
			this.content = StringUtils.hasLength(this.content) ? this.content : text;
		}
		return text != null;
	}

}
