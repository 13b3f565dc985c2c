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
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Parses completions token by token, each from the bytes of exactly one JSON object. One
 * parser serves a whole stream.
 * <p>
 * Tolerant: fields that are missing, null or unknown are passed over, a {@code message}
 * is read where the {@code delta} says nothing, and of several choices the one of the
 * lowest index counts, in pieces that of index 0. Strict: bytes that are not exactly one
 * object are an error, for half an object would otherwise join the next one unnoticed. So
 * are choices, messages and tool calls of another type.
 * <p>
 * With a tree of each object, a stream that {@link RepeatedChunk} cannot shorten takes
 * 1.2 times as long and 4.1 times the memory. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class CompletionParser {

	private static final int LONGEST_NAME = 60;

	/** How servers write, besides null, that an answer goes on. */
	private static final Set<String> NO_REASON = Set.of("", "null", "false");

	private static final Pattern NOT_SHOWN = Pattern.compile("[^ -~]");

	private final JsonTokens tokens = new JsonTokens();

	private final ServerErrorReader errorReader = new ServerErrorReader(this.tokens);

	private final ContentReader contentReader = new ContentReader(this.tokens);

	private final MessageReader delta = new MessageReader(this.tokens, this.contentReader);

	private final MessageReader message = new MessageReader(this.tokens, this.contentReader);

	private final RepeatedChunk repeatedChunk = new RepeatedChunk();

	private final boolean pieces;

	/** Whether there was a message that counts, or a piece of one. */
	private boolean messageSeen;

	private boolean otherChoiceSeen;

	private @Nullable String lastId;

	private @Nullable String lastModel;

	private @Nullable String content;

	private List<ChatCompletion.ToolCall> toolCalls = List.of();

	/** Whether the text is not that of a {@code delta}. */
	private boolean textOfMessage;

	/** Whether the tool calls are not those of a {@code delta}. */
	private boolean callsOfMessage;

	private @Nullable String finishReason;

	private @Nullable ServerError choiceError;

	private ChatCompletion.@Nullable Usage choiceUsage;

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
		return this.choiceSeen && this.error == null && this.contentOnly && !this.textOfMessage
				&& completion.toolCalls().isEmpty() && completion.finishReason() == null && completion.usage() == null;
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
	 * Whether the text just read is that of a {@code message}, which may be a whole
	 * answer whose pieces have come before.
	 */
	boolean isTextOfMessage() {
		return this.textOfMessage;
	}

	/**
	 * Whether the tool calls just read are those of a {@code message}.
	 */
	boolean isCallsOfMessage() {
		return this.callsOfMessage;
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
		this.delta.clear();
		this.message.clear();
		this.index = 0;
		this.content = null;
		this.contentOnly = false;
		this.toolCalls = List.of();
		this.textOfMessage = false;
		this.callsOfMessage = false;
		this.finishReason = null;
		this.choiceError = null;
		this.choiceUsage = null;
	}

	private ChatCompletion completion() {
		String id = null;
		String model = null;
		Long created = null;
		ChatCompletion.Usage usage = null;
		String message = null;
		String code = null;
		boolean choices = false;
		boolean errorFull = false;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "id" -> id = this.tokens.nextText(this.lastId);
				case "model" -> model = this.tokens.nextText(this.lastModel);
				case "created" -> created = this.tokens.nextNumber();
				case "choices" -> {
					choices();
					choices = true;
				}
				case "usage" -> usage = usage();
				case "error" -> {
					this.error = this.errorReader.next();
					errorFull = this.errorReader.isFull();
				}
				case "message" -> message = this.tokens.nextText(null);
				case "code" -> code = this.tokens.nextText(null);
				default -> this.tokens.skipNext();
			}
		}
		this.lastId = id;
		this.lastModel = model;
		if (!errorFull && choices) {
			this.error = this.choiceError;
		}
		if (this.error == null && (message != null || code != null) && !this.choiceSeen) {
			this.error = new ServerError(message, null, code);
		}
		return new ChatCompletion(id, model, (created != null) ? created : 0, this.content, this.toolCalls,
				this.finishReason, (usage != null) ? usage : this.choiceUsage, null);
	}

	private void choices() {
		if (!this.tokens.nextIsArray("choices")) {
			return;
		}
		while (this.tokens.nextElementIsObject("choices")) {
			Choice before = this.choiceSeen ? new Choice(this) : null;
			resetChoice();
			choice();
			this.choiceSeen = true;
			if (before != null && before.index() <= this.index) {
				before.restore(this);
			}
		}
	}

	private void choice() {
		boolean seen = false;
		boolean understood = false;
		String strange = null;
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "index" -> {
					Integer place = this.tokens.nextInteger();
					this.index = (place != null) ? place : 0;
				}
				case "delta" -> {
					seen |= this.delta.next(name);
					understood = true;
				}
				case "message" -> {
					seen |= this.message.next(name);
					understood = true;
				}
				case "text" -> {
					seen |= this.message.nextText();
					understood = true;
				}
				case "finish_reason" -> {
					String reason = this.tokens.nextText(null);
					this.finishReason = (reason != null && !NO_REASON.contains(reason.strip())) ? reason : null;
				}
				case "error" -> {
					ServerError error = this.errorReader.next();
					this.choiceError = this.errorReader.isFull() ? error : null;
				}
				case "usage" -> this.choiceUsage = usage();
				case "logprobs", "stop_reason", "native_finish_reason", "content_filter_results",
						"content_filter_offsets" ->
					this.tokens.skipNext();
				default -> strange = this.contentReader.skipNext(name) ? name : strange;
			}
		}
		if (this.pieces && this.index != 0) {
			this.otherChoiceSeen = true;
			int other = this.index;
			resetChoice();
			this.index = other;
			return;
		}
		this.messageSeen |= seen;
		if (!understood && strange != null && this.choiceError == null) {
			throw JsonTokens.malformed("its choice has no message, but " + shown(strange), null);
		}
		take();
	}

	/**
	 * Takes what the {@code delta} says, and else what the {@code message} says: some
	 * servers send both, the message with all that has come so far.
	 */
	private void take() {
		String text = this.delta.content();
		String ofMessage = this.message.content();
		this.textOfMessage = !StringUtils.hasLength(text) && StringUtils.hasLength(ofMessage);
		this.content = (this.textOfMessage || text == null) ? ofMessage : text;
		this.contentOnly = this.delta.isContentOnly() && !StringUtils.hasLength(ofMessage);
		this.callsOfMessage = this.delta.toolCalls().isEmpty() && !this.message.toolCalls().isEmpty();
		this.toolCalls = this.callsOfMessage ? this.message.toolCalls() : this.delta.toolCalls();
		if (this.choiceError == null && "error".equalsIgnoreCase(this.finishReason)) {
			this.choiceError = new ServerError("the answer ended with finish_reason " + this.finishReason, null, null);
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
		boolean known = prompt != null || completion != null || total != null;
		return known ? ChatCompletion.Usage.of(prompt, completion, total) : null;
	}

	/**
	 * One of several choices.
	 */
	private static final class Choice {

		private final int index;

		private final @Nullable String content;

		private final List<ChatCompletion.ToolCall> toolCalls;

		private final boolean textOfMessage;

		private final boolean callsOfMessage;

		private final @Nullable String finishReason;

		private final @Nullable ServerError error;

		private final ChatCompletion.@Nullable Usage usage;

		Choice(CompletionParser read) {
			this.index = read.index;
			this.content = read.content;
			this.toolCalls = read.toolCalls;
			this.textOfMessage = read.textOfMessage;
			this.callsOfMessage = read.callsOfMessage;
			this.finishReason = read.finishReason;
			this.error = read.choiceError;
			this.usage = read.choiceUsage;
		}

		int index() {
			return this.index;
		}

		/**
		 * Makes this the choice that counts, instead of one that was read after it.
		 */
		void restore(CompletionParser parser) {
			parser.index = this.index;
			parser.content = this.content;
			parser.toolCalls = this.toolCalls;
			parser.textOfMessage = this.textOfMessage;
			parser.callsOfMessage = this.callsOfMessage;
			parser.finishReason = this.finishReason;
			parser.choiceError = this.error;
			parser.choiceUsage = this.usage;
			parser.contentOnly = false;
		}

	}

}
