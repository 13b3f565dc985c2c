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
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

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

	private static final Pattern OTHER_TYPE = Pattern
		.compile("reasoning|thinking|thought|tool_result|function_response|function_call_output");

	private final boolean pieces;

	private static final Set<String> WORDS_OF_ERROR = Set.of("message", "type", "code");

	private boolean error;

	private boolean textOfMessage;

	private boolean callsOfMessage;

	private boolean messageSeen;

	private boolean strangeSeen;

	private boolean otherSpoke;

	/** Whether the next piece may be of the result of a tool. */
	private boolean resultOpen;

	private boolean resultDoubtful;

	private @Nullable Choice choice;

	/** Those of the same index that come after it. */
	private final List<Choice> further = new ArrayList<>();

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
		this.further.clear();
		String id = null;
		String model = null;
		Long created = null;
		ChatCompletion.Usage usage = null;
		boolean error = false;
		boolean errorFull = false;
		boolean choices = false;
		String message = null;
		String code = null;
		for (JsonTree.Member member : root.members()) {
			JsonTree value = member.value();
			switch (member.name()) {
				case "id" -> id = value.text();
				case "model" -> model = value.text();
				case "created" -> created = value.count();
				case "choices" -> {
					choices = true;
					objects(value).forEach(this::choice);
					join();
				}
				case "usage" -> usage = usage(value);
				case "error" -> {
					error = !isNoError(value);
					errorFull = isFullError(value);
				}
				case "message" -> message = value.text();
				case "code" -> code = value.text();
				default -> {
					// Passed over.
				}
			}
		}
		Choice last = this.choice;
		Choice read = (last != null) ? last : new Choice();
		this.error = (choices ? errorFull || read.isError() : error)
				|| ((message != null || code != null) && !"0".equals(code) && last == null);
		this.textOfMessage = !isText(read.delta.content) && isText(read.message.content);
		this.callsOfMessage = read.delta.calls.isEmpty() && !read.message.calls.isEmpty();
		return new ChatCompletion(id, model, (created != null) ? created : 0,
				(this.textOfMessage || read.delta.content == null) ? read.message.content : read.delta.content,
				this.callsOfMessage ? read.message.calls : read.delta.calls, read.finishReason,
				(usage != null) ? usage : read.usage, null);
	}

	/**
	 * The objects of a list, if there is one.
	 * @throws IllegalStateException if it is something else
	 */
	private static List<JsonTree> objects(JsonTree list) {
		if (!list.isArray()) {
			check(list.isNothing());
			return List.of();
		}
		list.items().forEach((item) -> check(item.isObject() || item.isNothing()));
		return list.items().stream().filter(JsonTree::isObject).toList();
	}

	private static void check(boolean expected) {
		if (!expected) {
			throw new IllegalStateException("A value of another type");
		}
	}

	private static boolean isNoError(JsonTree error) {
		return error.isNull() || error.token() == JsonToken.VALUE_FALSE;
	}

	/**
	 * Whether anything in an error says something.
	 */
	private static boolean isFullError(JsonTree error) {
		if (error.isArray()) {
			return error.items().stream().anyMatch(ReferenceParser::isFullError);
		}
		if (!error.isObject()) {
			return !isNoError(error) && isWord(error.text());
		}
		return error.members()
			.stream()
			.anyMatch((member) -> WORDS_OF_ERROR.contains(member.name()) ? isLastWord(error, member)
					: member.value().isFull());
	}

	/** Of members of one name the last counts. */
	private static boolean isLastWord(JsonTree error, JsonTree.Member member) {
		JsonTree.Member last = member;
		for (JsonTree.Member other : error.members()) {
			last = other.name().equals(member.name()) ? other : last;
		}
		return isWord(last.value().text());
	}

	/** All up to the blank is white space there. */
	private static boolean isWord(@Nullable String text) {
		return text != null && !text.trim().isEmpty();
	}

	/**
	 * Whether the last object is an error.
	 */
	boolean isError() {
		return this.error;
	}

	boolean isTextOfMessage() {
		return this.textOfMessage;
	}

	boolean isCallsOfMessage() {
		return this.callsOfMessage;
	}

	/**
	 * Whether there was nothing instead of a text.
	 */
	boolean isUnderstood() {
		return this.messageSeen && !this.strangeSeen && !this.otherSpoke;
	}

	boolean isResultOpen() {
		return this.resultOpen;
	}

	boolean isResultDoubtful() {
		return this.resultOpen && this.resultDoubtful;
	}

	/**
	 * A tool's message has its role in its first piece, and ends with another role.
	 */
	private void result(Message piece) {
		boolean named = isText(piece.role);
		if (named || !piece.calls.isEmpty()) {
			this.resultOpen = piece.isOfTool() && !piece.emptied && piece.calls.isEmpty();
			this.resultDoubtful = false;
		}
		else if (this.resultOpen && isText(piece.content)) {
			empty(piece);
			this.resultDoubtful = true;
		}
	}

	private void empty(Message piece) {
		piece.content = null;
		piece.emptied = true;
		this.strangeSeen = true;
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
					Long index = value.count();
					next.index = (index != null) ? index : 0;
					next.indexed = index != null;
				}
				case "delta" -> {
					message(next.delta, value);
					message = true;
				}
				case "message" -> {
					message(next.message, value);
					message = true;
				}
				case "text" -> {
					text(next.message, content(value));
					message = true;
				}
				case "tool_calls" -> {
					message |= calls(next.message, value);
				}
				case "function_call" -> {
					message |= call(next.message, value);
				}
				case "error" -> next.error = isFullError(value);
				case "usage" -> next.usage = usage(value);
				case "finish_reason" -> {
					String reason = value.text();
					boolean none = reason == null || reason.isBlank()
							|| List.of("null", "false").contains(reason.strip());
					next.finishReason = none ? null : reason;
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
			long index = next.index;
			this.otherSpoke |= next.isFull();
			next = new Choice();
			next.index = index;
			this.messageSeen = messageSeenBefore;
		}
		else if (strange && !message && !next.error) {
			throw new IllegalStateException("A choice without a message");
		}
		else {
			result(next.delta);
		}
		boolean counts = !this.pieces || next.index == 0;
		if (this.choice == null || next.index < this.choice.index) {
			this.otherSpoke |= this.choice != null
					&& (this.choice.isFull() || this.further.stream().anyMatch(Choice::isFull));
			this.choice = next;
			this.further.clear();
		}
		else if (next.index == this.choice.index && counts) {
			this.further.add(next);
		}
		else {
			this.otherSpoke |= next.isFull();
		}
	}

	/**
	 * Choices of one index say one thing together.
	 */
	private void join() {
		for (Choice next : this.further) {
			Choice first = this.choice;
			if (isText(first.message.content) && isText(next.message.content)) {
				if (!next.indexed || first.firstText().equals(next.message.content)) {
					continue;
				}
				first.firstText = first.firstText();
				first.message.content += "\n\n" + next.message.content;
			}
			else if (isText(next.message.content)) {
				first.message.content = next.message.content;
			}
			if (isText(next.delta.content)) {
				first.delta.content = isText(first.delta.content) ? first.delta.content + next.delta.content
						: next.delta.content;
			}
			if (next.finishReason != null
					&& (first.finishReason == null || !next.delta.calls.isEmpty() || !next.message.calls.isEmpty())) {
				first.finishReason = next.finishReason;
			}
			first.delta.calls = Stream.concat(first.delta.calls.stream(), next.delta.calls.stream()).toList();
			first.message.calls = Stream.concat(first.message.calls.stream(), next.message.calls.stream()).toList();
			first.error |= next.error || next.delta.error || next.message.error;
			first.usage = (first.usage != null) ? first.usage : next.usage;
		}
		this.further.clear();
	}

	private void message(Message choice, JsonTree message) {
		if (!message.isObject()) {
			check(message.isNothing());
			return;
		}
		this.messageSeen = true;
		String refusal = null;
		boolean result = false;
		for (JsonTree.Member member : message.members()) {
			JsonTree value = member.value();
			switch (member.name()) {
				case "content", "text" -> text(choice, content(value));
				case "refusal" -> {
					this.strangeSeen |= value.token() == JsonToken.VALUE_TRUE;
					refusal = List.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE).contains(value.token()) ? null
							: content(value);
				}
				case "error" -> choice.error |= isFullError(value);
				case "tool_calls" -> calls(choice, value);
				case "function_call" -> call(choice, value);
				case "role" -> choice.role = value.text();
				case "tool_call_id" -> {
					result |= value.isFull();
					this.strangeSeen |= value.isFull();
				}
				default -> this.strangeSeen |= !NO_TEXT.contains(member.name()) && value.isFull();
			}
		}
		if (isText(refusal) && !choice.refused) {
			choice.refused = true;
			choice.content = isText(choice.content) ? choice.content + "\n\n" + refusal : refusal;
		}
		if (isText(choice.content) && (choice.isOfTool() || (result && !isText(choice.role)))) {
			empty(choice);
		}
	}

	private boolean calls(Message choice, JsonTree list) {
		List<ChatCompletion.ToolCall> calls = objects(list).stream()
			.map(ReferenceParser::toolCall)
			.filter((call) -> call.index() != null || call.id() != null || call.name() != null
					|| call.arguments() != null)
			.toList();
		choice.calls = calls.isEmpty() ? choice.calls : calls;
		this.messageSeen |= !calls.isEmpty();
		return true;
	}

	private boolean call(Message choice, JsonTree value) {
		check(value.isObject() || value.isNothing());
		ChatCompletion.ToolCall call = value.isObject() ? toolCall(value) : null;
		if (call != null && (call.name() != null || call.arguments() != null)) {
			this.messageSeen = true;
			choice.calls = choice.calls.isEmpty()
					? List.of(new ChatCompletion.ToolCall(-1, null, call.name(), call.arguments())) : choice.calls;
		}
		return true;
	}

	private void text(Message choice, @Nullable String text) {
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
		boolean thought = false;
		for (JsonTree.Member member : part.members()) {
			if (member.name().equals("type")) {
				type = member.value().text();
			}
			else if (member.name().equals("thought")) {
				thought = "true".equalsIgnoreCase(member.value().text());
			}
			else if (TEXTS.contains(member.name())) {
				String inner = content(member.value());
				text = (text != null) ? text : inner;
			}
		}
		if (text == null || thought || (type != null && OTHER_TYPE.matcher(type.toLowerCase(Locale.ROOT)).find())) {
			this.strangeSeen = true;
			return null;
		}
		return text;
	}

	private static ChatCompletion.ToolCall toolCall(JsonTree call) {
		Integer index = null;
		String id = null;
		String functionName = null;
		String arguments = null;
		String input = null;
		ChatCompletion.ToolCall function = null;
		for (JsonTree.Member member : call.members()) {
			JsonTree value = member.value();
			String text = (value.isObject() || value.isArray()) ? value.compact() : value.text();
			switch (member.name()) {
				case "index" -> index = value.integer();
				case "id" -> id = value.text();
				case "name" -> functionName = value.text();
				case "arguments" -> arguments = text;
				case "input", "parameters" -> input = text;
				case "function" -> {
					check(value.isObject() || value.isNothing());
					function = value.isObject() ? toolCall(value) : null;
				}
				default -> {
					// Passed over.
				}
			}
		}
		String outer = (isBlank(arguments) && input != null) ? input : arguments;
		if (function == null) {
			return new ChatCompletion.ToolCall(index, id, functionName, outer);
		}
		return new ChatCompletion.ToolCall(index, id,
				(isBlank(function.name()) && functionName != null) ? functionName : function.name(),
				(isBlank(function.arguments()) && outer != null) ? outer : function.arguments());
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

	private static ChatCompletion.@Nullable Usage usage(JsonTree usage) {
		if (!usage.isObject()) {
			return null;
		}
		Long prompt = usage.count("prompt_tokens");
		Long completion = usage.count("completion_tokens");
		Long total = usage.count("total_tokens");
		if (prompt == null && completion == null && total == null) {
			return null;
		}
		int ofPrompt = tokens((prompt != null) ? prompt : 0);
		int ofCompletion = tokens((completion != null) ? completion : 0);
		return new ChatCompletion.Usage(ofPrompt, ofCompletion,
				tokens((total != null) ? total : (long) ofPrompt + ofCompletion));
	}

	private static int tokens(long number) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
	}

	private static boolean isText(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

	private static final class Choice {

		private final Message delta = new Message();

		private final Message message = new Message();

		private long index;

		private boolean indexed;

		private @Nullable String firstText;

		private @Nullable String finishReason;

		private boolean error;

		private ChatCompletion.@Nullable Usage usage;

		private String firstText() {
			return (this.firstText != null) ? this.firstText : this.message.content;
		}

		private boolean isFull() {
			return isText(this.delta.content) || isText(this.message.content) || !this.delta.calls.isEmpty()
					|| !this.message.calls.isEmpty();
		}

		private boolean isError() {
			return this.error || this.delta.error || this.message.error || "error".equalsIgnoreCase(this.finishReason);
		}

	}

	private static final class Message {

		private @Nullable String content;

		private List<ChatCompletion.ToolCall> calls = List.of();

		private boolean refused;

		private boolean error;

		private @Nullable String role;

		private boolean emptied;

		private boolean isOfTool() {
			return "tool".equals(this.role) || "function".equals(this.role);
		}

	}

}
