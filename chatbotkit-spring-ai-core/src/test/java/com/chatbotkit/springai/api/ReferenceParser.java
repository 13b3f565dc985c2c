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

/**
 * Reads a completion, or a piece of one, from a tree that keeps the order of its members
 * and those that repeat. It shares no code with what it checks.
 */
final class ReferenceParser {

	private static final Set<String> NO_TEXT = Set.of("role", "name", "id", "type", "status", "annotations",
			"citations", "metadata", "model", "provider_specific_fields");

	private static final Set<String> NO_MESSAGE = Set.of("logprobs", "stop_reason", "native_finish_reason",
			"content_filter_results", "content_filter_offsets");

	private static final Set<String> TEXTS = Set.of("text", "value", "content", "parts", "refusal", "transcript");

	private static final Set<String> THOUGHTS = Set.of("reasoning", "thinking", "redacted_thinking");

	private final boolean pieces;

	private boolean error;

	private boolean messageSeen;

	private boolean strangeSeen;

	private @Nullable Choice choice;

	ReferenceParser(boolean pieces) {
		this.pieces = pieces;
	}

	/**
	 * Reads one object.
	 * @throws IllegalStateException if the text is not exactly one, or its choice is none
	 */
	ChatCompletion parse(String json) {
		JsonTree root = JsonTree.read(json);
		if (!root.isObject()) {
			throw new IllegalStateException("No object");
		}
		this.choice = null;
		String id = null;
		String model = null;
		Double created = null;
		ChatCompletion.Usage usage = null;
		boolean error = false;
		String message = null;
		String code = null;
		for (JsonTree.Member member : root.members()) {
			JsonTree value = member.value();
			switch (member.name()) {
				case "id" -> id = value.text();
				case "model" -> model = value.text();
				case "created" -> created = value.number();
				case "choices" -> value.items().stream().filter(JsonTree::isObject).forEach(this::choice);
				case "usage" -> usage = usage(value);
				case "error" -> error = !value.isNull();
				case "message" -> message = value.text();
				case "code" -> code = value.text();
				default -> {
					// Passed over.
				}
			}
		}
		Choice last = this.choice;
		this.error = error || ((message != null || code != null) && last == null);
		Choice read = (last != null) ? last : new Choice();
		return new ChatCompletion(id, model, (created != null) ? created.longValue() : 0, read.content, read.calls,
				read.finishReason, usage, null);
	}

	/**
	 * Whether the last object is an error.
	 */
	boolean isError() {
		return this.error;
	}

	/**
	 * Whether nothing stood in the place of a text.
	 */
	boolean isUnderstood() {
		return this.messageSeen && !this.strangeSeen;
	}

	private void choice(JsonTree object) {
		Choice next = new Choice();
		boolean messageSeenBefore = this.messageSeen;
		boolean message = false;
		boolean strange = false;
		for (JsonTree.Member member : object.members()) {
			JsonTree value = member.value();
			switch (member.name()) {
				case "index" -> {
					Integer index = value.integer();
					next.index = (index != null) ? index : 0;
				}
				case "delta", "message" -> {
					message(next, value);
					message = true;
				}
				case "text" -> {
					text(next, content(value));
					message = true;
				}
				case "finish_reason" -> {
					String reason = value.text();
					next.finishReason = isText(reason) ? reason : null;
				}
				default -> {
					if (!NO_MESSAGE.contains(member.name()) && value.isFull()) {
						this.strangeSeen = true;
						strange = true;
					}
				}
			}
		}
		if (this.pieces && next.index != 0) {
			int index = next.index;
			next = new Choice();
			next.index = index;
			this.messageSeen = messageSeenBefore;
		}
		else if (strange && !message) {
			throw new IllegalStateException("A choice without a message");
		}
		this.choice = (this.choice != null && this.choice.index <= next.index) ? this.choice : next;
	}

	private void message(Choice choice, JsonTree message) {
		if (!message.isObject()) {
			return;
		}
		this.messageSeen = true;
		String refusal = null;
		for (JsonTree.Member member : message.members()) {
			JsonTree value = member.value();
			switch (member.name()) {
				case "content", "text" -> text(choice, content(value));
				case "refusal" -> refusal = content(value);
				case "tool_calls" -> {
					List<ChatCompletion.ToolCall> calls = value.items()
						.stream()
						.filter(JsonTree::isObject)
						.map(ReferenceParser::toolCall)
						.toList();
					choice.calls = calls.isEmpty() ? choice.calls : calls;
				}
				case "function_call" -> {
					if (choice.calls.isEmpty() && value.isObject()) {
						choice.calls = List.of(function(value, 0, null));
					}
				}
				default -> this.strangeSeen |= !NO_TEXT.contains(member.name()) && value.isFull();
			}
		}
		if (isText(refusal)) {
			choice.content = isText(choice.content) ? choice.content + "\n\n" + refusal : refusal;
		}
	}

	private void text(Choice choice, @Nullable String text) {
		if (text != null) {
			this.messageSeen = true;
			choice.content = isText(choice.content) ? choice.content : text;
		}
	}

	private @Nullable String content(JsonTree value) {
		if (value.isObject()) {
			return part(value);
		}
		if (!value.isArray()) {
			return value.text();
		}
		List<String> texts = new ArrayList<>();
		for (JsonTree item : value.items()) {
			String text = content(item);
			if (text != null) {
				texts.add(text);
			}
		}
		return texts.isEmpty() ? null : String.join("", texts);
	}

	private @Nullable String part(JsonTree part) {
		String type = null;
		String text = null;
		for (JsonTree.Member member : part.members()) {
			if (member.name().equals("type")) {
				type = member.value().text();
			}
			else if (TEXTS.contains(member.name())) {
				String inner = content(member.value());
				text = (text != null) ? text : inner;
			}
		}
		if (text == null || (type != null && THOUGHTS.contains(type))) {
			this.strangeSeen = true;
			return null;
		}
		return text;
	}

	private static ChatCompletion.ToolCall toolCall(JsonTree call) {
		Integer index = null;
		String id = null;
		ChatCompletion.ToolCall function = null;
		for (JsonTree.Member member : call.members()) {
			JsonTree value = member.value();
			switch (member.name()) {
				case "index" -> index = value.integer();
				case "id" -> id = value.text();
				case "function" -> function = value.isObject() ? function(value, null, null) : null;
				default -> {
					// Passed over.
				}
			}
		}
		return new ChatCompletion.ToolCall(index, id, (function != null) ? function.name() : null,
				(function != null) ? function.arguments() : null);
	}

	private static ChatCompletion.ToolCall function(JsonTree function, @Nullable Integer index, @Nullable String id) {
		String name = null;
		String arguments = null;
		for (JsonTree.Member member : function.members()) {
			JsonTree value = member.value();
			switch (member.name()) {
				case "name" -> name = value.text();
				case "arguments" -> arguments = (value.isObject() || value.isArray()) ? value.compact() : value.text();
				default -> {
					// Passed over.
				}
			}
		}
		return new ChatCompletion.ToolCall(index, id, name, arguments);
	}

	private static ChatCompletion.@Nullable Usage usage(JsonTree usage) {
		if (!usage.isObject()) {
			return null;
		}
		long prompt = usage.count("prompt_tokens", 0);
		long completion = usage.count("completion_tokens", 0);
		return new ChatCompletion.Usage(tokens(prompt), tokens(completion),
				tokens(usage.count("total_tokens", (long) tokens(prompt) + tokens(completion))));
	}

	private static int tokens(long number) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
	}

	private static boolean isText(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

	private static final class Choice {

		private int index;

		private @Nullable String content;

		private List<ChatCompletion.ToolCall> calls = List.of();

		private @Nullable String finishReason;

	}

}
