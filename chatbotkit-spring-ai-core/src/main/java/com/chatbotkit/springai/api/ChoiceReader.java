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
 * Reads one choice of a completion, and keeps its content until it is cleared.
 * <p>
 * The {@code delta} wins over the {@code message}: some servers send both, and repeat the
 * whole text so far in the message.
 */
final class ChoiceReader {

	/** Values besides null that servers send while an answer continues. */
	private static final Set<String> NO_REASON = Set.of("", "null", "false");

	private final JsonTokens tokens;

	private final ContentReader contentReader;

	private final ServerErrorReader errorReader;

	private final UsageReader usageReader;

	private final MessageReader delta;

	private final MessageReader message;

	private long index;

	private boolean indexed;

	private @Nullable String finishReason;

	private @Nullable ServerError error;

	private ChatCompletion.@Nullable Usage usage;

	private boolean messageSeen;

	/** Whether the choice has a property for a message, even an empty one. */
	private boolean messageNamed;

	/** The name of an unknown property that is not empty. */
	private @Nullable String unknown;

	ChoiceReader(JsonTokens tokens, ContentReader contentReader, ServerErrorReader errorReader,
			UsageReader usageReader) {
		this.tokens = tokens;
		this.contentReader = contentReader;
		this.errorReader = errorReader;
		this.usageReader = usageReader;
		this.delta = new MessageReader(tokens, contentReader, errorReader);
		this.message = new MessageReader(tokens, contentReader, errorReader);
	}

	void clear() {
		this.delta.clear();
		this.message.clear();
		this.index = 0;
		this.indexed = false;
		this.finishReason = null;
		this.error = null;
		this.usage = null;
		this.messageSeen = false;
		this.messageNamed = false;
		this.unknown = null;
	}

	/**
	 * Reads the object that has just started.
	 * @throws ExchangeException if a message in it is of another type
	 */
	void read() {
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "index" -> {
					Long number = this.tokens.nextNumber();
					this.indexed = number != null;
					this.index = (number != null) ? number : 0;
				}
				case "delta" -> messageRead(this.delta.next(name));
				case "message" -> messageRead(this.message.next(name));
				case "text" -> messageRead(this.message.nextText());
				case "tool_calls" -> messageRead(this.message.nextToolCalls());
				case "function_call" -> messageRead(this.message.nextFunctionCall());
				case "finish_reason" -> {
					String reason = this.tokens.nextText(null);
					this.finishReason = (reason != null && !NO_REASON.contains(reason.strip())) ? reason : null;
				}
				case "error" -> {
					ServerError read = this.errorReader.next();
					this.error = this.errorReader.isFull() ? read : null;
				}
				case "usage" -> this.usage = this.usageReader.next();
				case "logprobs", "stop_reason", "native_finish_reason", "content_filter_results",
						"content_filter_offsets" ->
					this.tokens.skipNext();
				default -> this.unknown = this.contentReader.skipNext(name) ? name : this.unknown;
			}
		}
	}

	private void messageRead(boolean found) {
		this.messageSeen |= found;
		this.messageNamed = true;
	}

	/**
	 * Checks that the choice has a message, an error, or nothing at all.
	 * @throws ExchangeException if it has something else instead
	 */
	void checkUnderstood() {
		if (!this.messageNamed && this.unknown != null && this.error == null) {
			throw JsonTokens.malformed("its choice has no message, but " + JsonTokens.excerpt(this.unknown), null);
		}
	}

	/**
	 * Adds further choices with the same index. Their deltas are parts of one text, and
	 * so are their messages if each has an index. Without an index, a second text is
	 * another answer, which does not count.
	 */
	void add(List<ChoiceReader> further) {
		List<MessageReader> deltas = new ArrayList<>();
		List<MessageReader> messages = new ArrayList<>();
		String text = this.message.content();
		for (ChoiceReader next : further) {
			String other = next.message.content();
			if (StringUtils.hasLength(text) && StringUtils.hasLength(other) && (!next.indexed || text.equals(other))) {
				continue;
			}
			text = StringUtils.hasLength(text) ? text : other;
			deltas.add(next.delta);
			messages.add(next.message);
			if (next.finishReason != null && (this.finishReason == null || !next.toolCalls().isEmpty())) {
				this.finishReason = next.finishReason;
			}
			this.error = (writtenError() != null) ? writtenError() : next.writtenError();
			this.usage = (this.usage != null) ? this.usage : next.usage;
		}
		this.delta.add(deltas, "");
		this.message.add(messages, "\n\n");
	}

	/**
	 * Removes text that belongs to the result of a tool.
	 */
	void remove(ToolResult result) {
		result.remove(this.delta);
	}

	long index() {
		return this.index;
	}

	boolean isEmpty() {
		return isSilent() && this.finishReason == null && writtenError() == null && this.usage == null;
	}

	/**
	 * Whether it has no text and no tool calls.
	 */
	boolean isSilent() {
		return !StringUtils.hasLength(content()) && toolCalls().isEmpty();
	}

	/**
	 * Whether there was a message or a delta.
	 */
	boolean isMessageSeen() {
		return this.messageSeen;
	}

	/**
	 * Returns the text, or null for none.
	 */
	@Nullable String content() {
		String text = this.delta.content();
		return (text == null || isTextOfMessage()) ? this.message.content() : text;
	}

	List<ChatCompletion.ToolCall> toolCalls() {
		return isCallsOfMessage() ? this.message.toolCalls() : this.delta.toolCalls();
	}

	/**
	 * Whether the text comes from a {@code message} and not from a {@code delta}.
	 */
	boolean isTextOfMessage() {
		return !StringUtils.hasLength(this.delta.content()) && StringUtils.hasLength(this.message.content());
	}

	/**
	 * Whether the tool calls come from a {@code message} and not from a {@code delta}.
	 */
	boolean isCallsOfMessage() {
		return this.delta.toolCalls().isEmpty() && !this.message.toolCalls().isEmpty();
	}

	/**
	 * Whether the text comes from the {@code content} of a {@code delta} alone.
	 */
	boolean isContentOnly() {
		return this.delta.isContentOnly() && !StringUtils.hasLength(this.message.content());
	}

	@Nullable String finishReason() {
		return this.finishReason;
	}

	ChatCompletion.@Nullable Usage usage() {
		return this.usage;
	}

	/**
	 * Returns the error that the choice reports, or null for none.
	 */
	@Nullable ServerError error() {
		ServerError written = writtenError();
		if (written == null && "error".equalsIgnoreCase(this.finishReason)) {
			return new ServerError("the answer ended with finish_reason " + this.finishReason, null, null);
		}
		return written;
	}

	/**
	 * Returns the error beside the message or in it, or null for none.
	 */
	private @Nullable ServerError writtenError() {
		ServerError ofMessage = (this.delta.error() != null) ? this.delta.error() : this.message.error();
		return (this.error != null) ? this.error : ofMessage;
	}

}
