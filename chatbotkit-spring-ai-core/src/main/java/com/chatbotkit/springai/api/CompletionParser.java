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

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Parses completions token by token, each from the bytes of exactly one JSON object. One
 * parser serves a whole stream.
 * <p>
 * Tolerant: fields that are missing, null, unknown or of another type are passed over, a
 * {@code message} is read like a {@code delta}, and of several choices the one of the
 * lowest index counts, in pieces that of index 0. Strict: bytes that are not exactly one
 * object are an error, for half an object would otherwise join the next one unnoticed.
 * <p>
 * With a tree of each object, a stream that {@link RepeatedChunk} cannot shorten takes
 * 1.2 times as long and 4.1 times the memory. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class CompletionParser {

	private static final int LONGEST_NAME = 60;

	private static final Pattern NOT_SHOWN = Pattern.compile("[^ -~]");

	private final JsonTokens tokens = new JsonTokens();

	private final ToolCallReader toolCallReader = new ToolCallReader(this.tokens);

	private final ServerErrorReader errorReader = new ServerErrorReader(this.tokens);

	private final ContentReader contentReader = new ContentReader(this.tokens);

	private final RepeatedChunk repeatedChunk = new RepeatedChunk();

	private final boolean pieces;

	/** Whether there was a message that counts, or a piece of one. */
	private boolean messageSeen;

	private boolean otherChoiceSeen;

	private @Nullable String lastId;

	private @Nullable String lastModel;

	private @Nullable String content;

	private List<ChatCompletion.ToolCall> toolCalls = List.of();

	private @Nullable String finishReason;

	private @Nullable ServerError error;

	private boolean choiceSeen;

	private int index;

	/** Whether the text is that of a {@code content}, and of nothing else. */
	private boolean contentOnly;

	/**
	 * Starts to read.
	 * @param pieces whether the objects are pieces of one completion
	 */
	CompletionParser(boolean pieces) {
		this.pieces = pieces;
	}

	/**
	 * Reads one object.
	 * @return the completion; where the object is an error instead, {@link #error()} says
	 * so
	 * @throws ExchangeException if the bytes are not exactly one JSON object
	 */
	ChatCompletion parse(byte[] bytes, int start, int end) {
		reset();
		ChatCompletion repeated = this.repeatedChunk.read(bytes, start, end);
		if (repeated != null) {
			this.choiceSeen = true;
			return repeated;
		}
		this.tokens.feed(bytes, start, end);
		if (!this.tokens.nextIsObject()) {
			throw JsonTokens.malformed("it is not a JSON object", null);
		}
		ChatCompletion completion = completion();
		if (!this.tokens.isExhausted()) {
			throw JsonTokens.malformed("more follows after its end", null);
		}
		if (isOnlyText(completion)) {
			this.repeatedChunk.keep(bytes, start, end, completion);
		}
		return completion;
	}

	/**
	 * Gives back the parser's buffers, and the names it has learned to the next one.
	 */
	void close() {
		this.tokens.close();
	}

	private boolean isOnlyText(ChatCompletion completion) {
		return this.choiceSeen && this.error == null && this.contentOnly && completion.toolCalls().isEmpty()
				&& completion.finishReason() == null && completion.usage() == null;
	}

	/**
	 * What the server says of a failure, if the object just read is one in either of the
	 * two shapes.
	 */
	@Nullable ServerError error() {
		return this.error;
	}

	/**
	 * Whether the object just read has a choice, which makes it an answer or a piece of
	 * one.
	 */
	boolean hasChoice() {
		return this.choiceSeen;
	}

	/**
	 * Checks, where no text and no calls were read, that this is what the server says.
	 * @throws ExchangeException if something stands in the place of them that is not
	 * understood
	 */
	void checkUnderstood() {
		String instead = this.contentReader.notUnderstood();
		if (instead != null) {
			throw JsonTokens.malformed("there is no text in it, but " + shown(instead), null);
		}
		if (!this.messageSeen) {
			throw JsonTokens.malformed(
					this.otherChoiceSeen ? "none of its choices has the index 0" : "its choice has no message", null);
		}
	}

	/**
	 * Whether there were choices, and none that counts.
	 */
	boolean hasOnlyOtherChoices() {
		return this.otherChoiceSeen && !this.messageSeen;
	}

	private static String shown(String name) {
		String known = (name.length() > LONGEST_NAME) ? name.substring(0, LONGEST_NAME) : name;
		return NOT_SHOWN.matcher(known).replaceAll("?");
	}

	private void reset() {
		resetChoice();
		this.error = null;
		this.choiceSeen = false;
	}

	private void resetChoice() {
		this.index = 0;
		this.content = null;
		this.contentOnly = false;
		this.toolCalls = List.of();
		this.finishReason = null;
	}

	private ChatCompletion completion() {
		String id = null;
		String model = null;
		Long created = null;
		ChatCompletion.Usage usage = null;
		String message = null;
		String code = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "id" -> id = this.tokens.nextText(this.lastId);
				case "model" -> model = this.tokens.nextText(this.lastModel);
				case "created" -> created = this.tokens.nextNumber();
				case "choices" -> choices();
				case "usage" -> usage = usage();
				case "error" -> this.error = this.errorReader.next();
				case "message" -> message = this.tokens.nextText(null);
				case "code" -> code = this.tokens.nextText(null);
				default -> this.tokens.skipNext();
			}
		}
		this.lastId = id;
		this.lastModel = model;
		if (this.error == null && (message != null || code != null) && !this.choiceSeen) {
			this.error = new ServerError(message, null, code);
		}
		return new ChatCompletion(id, model, (created != null) ? created : 0, this.content, this.toolCalls,
				this.finishReason, usage, null);
	}

	private void choices() {
		if (!this.tokens.nextIsArray()) {
			return;
		}
		while (this.tokens.nextElementIsObject()) {
			Choice before = this.choiceSeen ? new Choice(this.index, this.content, this.toolCalls, this.finishReason)
					: null;
			resetChoice();
			choice();
			this.choiceSeen = true;
			if (before != null && before.index() <= this.index) {
				this.index = before.index();
				this.content = before.content();
				this.toolCalls = before.toolCalls();
				this.finishReason = before.finishReason();
				this.contentOnly = false;
			}
		}
	}

	private void choice() {
		boolean messageSeenBefore = this.messageSeen;
		boolean understood = false;
		String strange = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "index" -> {
					Integer place = this.tokens.nextInteger();
					this.index = (place != null) ? place : 0;
				}
				case "delta", "message" -> {
					message();
					understood = true;
				}
				case "text" -> {
					text(this.contentReader.next());
					understood = true;
				}
				case "finish_reason" -> {
					String reason = this.tokens.nextText(null);
					this.finishReason = (reason != null && !reason.isEmpty()) ? reason : null;
				}
				case "logprobs", "stop_reason", "native_finish_reason", "content_filter_results",
						"content_filter_offsets" ->
					this.tokens.skipNext();
				default -> strange = this.contentReader.skipNext(name) ? name : strange;
			}
		}
		if (this.pieces && this.index != 0) {
			this.otherChoiceSeen = true;
			this.messageSeen = messageSeenBefore;
			int other = this.index;
			resetChoice();
			this.index = other;
		}
		else if (!understood && strange != null) {
			throw JsonTokens.malformed("its choice has no message, but " + shown(strange), null);
		}
	}

	private void message() {
		if (!this.tokens.nextIsObject()) {
			return;
		}
		this.messageSeen = true;
		String refusal = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "content" -> {
					boolean alone = this.content == null;
					text(this.contentReader.next());
					this.contentOnly = alone && this.content != null;
				}
				case "text" -> text(this.contentReader.next());
				case "refusal" -> refusal = this.contentReader.next();
				case "tool_calls" -> {
					List<ChatCompletion.ToolCall> calls = this.toolCallReader.nextToolCalls();
					this.toolCalls = calls.isEmpty() ? this.toolCalls : calls;
				}
				case "function_call" -> {
					List<ChatCompletion.ToolCall> functionCall = this.toolCallReader.nextFunctionCall();
					this.toolCalls = this.toolCalls.isEmpty() ? functionCall : this.toolCalls;
				}
				case "role", "name", "id", "type", "status", "annotations", "citations", "metadata", "model",
						"provider_specific_fields" ->
					this.tokens.skipNext();
				default -> this.contentReader.skipNext(name);
			}
		}
		if (StringUtils.hasLength(refusal)) {
			this.content = StringUtils.hasLength(this.content) ? this.content + "\n\n" + refusal : refusal;
			this.contentOnly = false;
		}
	}

	/**
	 * Takes a text. Where it stands in several places, the first counts.
	 */
	private void text(@Nullable String text) {
		this.contentOnly = false;
		if (text != null) {
			this.messageSeen = true;
			this.content = StringUtils.hasLength(this.content) ? this.content : text;
		}
	}

	private ChatCompletion.@Nullable Usage usage() {
		if (!this.tokens.nextIsObject()) {
			return null;
		}
		Long prompt = null;
		Long completion = null;
		Long total = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "prompt_tokens" -> prompt = this.tokens.nextNumber();
				case "completion_tokens" -> completion = this.tokens.nextNumber();
				case "total_tokens" -> total = this.tokens.nextNumber();
				default -> this.tokens.skipNext();
			}
		}
		return ChatCompletion.Usage.of(prompt, completion, total);
	}

	/**
	 * One of several choices.
	 *
	 * @param index its place
	 * @param content its text
	 * @param toolCalls its tool calls
	 * @param finishReason why it ended
	 */
	private record Choice(int index, @Nullable String content, List<ChatCompletion.ToolCall> toolCalls,
			@Nullable String finishReason) {

	}

}
