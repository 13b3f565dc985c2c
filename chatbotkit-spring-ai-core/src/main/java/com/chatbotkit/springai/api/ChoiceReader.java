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
 * Reads one choice. It holds what the choice said until it is cleared.
 * <p>
 * What the {@code delta} says counts, and else what the {@code message} says: some
 * servers send both, the message with all that has come so far.
 */
final class ChoiceReader {

	/** How servers write, besides null, that an answer goes on. */
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

	/** Whether there was a name under which messages stand. */
	private boolean understood;

	/** A name with something in it that no choice is known to have. */
	private @Nullable String strange;

	ChoiceReader(JsonTokens tokens, ContentReader contentReader, ServerErrorReader errorReader,
			UsageReader usageReader) {
		this.tokens = tokens;
		this.contentReader = contentReader;
		this.errorReader = errorReader;
		this.usageReader = usageReader;
		this.delta = new MessageReader(tokens, contentReader);
		this.message = new MessageReader(tokens, contentReader);
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
		this.understood = false;
		this.strange = null;
	}

	/**
	 * Reads the object that has just started.
	 * @throws ExchangeException if a message in it is of another type
	 */
	void read() {
		for (String name = this.tokens.nextName(); name != null; name = this.tokens.nextName()) {
			switch (name) {
				case "index" -> {
					Long place = this.tokens.nextNumber();
					this.indexed = place != null;
					this.index = (place != null) ? place : 0;
				}
				case "delta" -> {
					this.messageSeen |= this.delta.next(name);
					this.understood = true;
				}
				case "message" -> {
					this.messageSeen |= this.message.next(name);
					this.understood = true;
				}
				case "text" -> {
					this.messageSeen |= this.message.nextText();
					this.understood = true;
				}
				case "tool_calls" -> {
					this.messageSeen |= this.message.nextToolCalls();
					this.understood = true;
				}
				case "function_call" -> {
					this.messageSeen |= this.message.nextFunctionCall();
					this.understood = true;
				}
				case "finish_reason" -> {
					String reason = this.tokens.nextText(null);
					this.finishReason = (reason != null && !NO_REASON.contains(reason.strip())) ? reason : null;
				}
				case "error" -> {
					ServerError said = this.errorReader.next();
					this.error = this.errorReader.isFull() ? said : null;
				}
				case "usage" -> this.usage = this.usageReader.next();
				case "logprobs", "stop_reason", "native_finish_reason", "content_filter_results",
						"content_filter_offsets" ->
					this.tokens.skipNext();
				default -> this.strange = this.contentReader.skipNext(name) ? name : this.strange;
			}
		}
	}

	/**
	 * Checks that nothing stands in the place of a message.
	 * @throws ExchangeException if something does
	 */
	void checkUnderstood() {
		if (!this.understood && this.strange != null && this.error == null) {
			throw JsonTokens.malformed("its choice has no message, but " + JsonTokens.shown(this.strange), null);
		}
	}

	/**
	 * Adds what further choices of the same index say. Deltas are pieces of one text.
	 * Messages are paragraphs of it if each has an index. Of those without one, a text
	 * beside another is a further answer, which does not count.
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
			boolean counts = next.finishReason != null && (this.finishReason == null || !next.toolCalls().isEmpty());
			this.finishReason = counts ? next.finishReason : this.finishReason;
			this.error = (this.error != null) ? this.error : next.error;
			this.usage = (this.usage != null) ? this.usage : next.usage;
		}
		this.delta.add(deltas, "");
		this.message.add(messages, "\n\n");
	}

	/**
	 * Removes what belongs to the result of a tool.
	 */
	void remove(ToolResult result) {
		result.remove(this.delta);
	}

	long index() {
		return this.index;
	}

	boolean isEmpty() {
		return isSilent() && this.finishReason == null && this.error == null && this.usage == null;
	}

	/**
	 * Whether it has no text and no tool calls.
	 */
	boolean isSilent() {
		return !StringUtils.hasLength(content()) && toolCalls().isEmpty();
	}

	/**
	 * Whether there was a message, or a piece of one.
	 */
	boolean isMessageSeen() {
		return this.messageSeen;
	}

	/**
	 * The text, or null for none.
	 */
	@Nullable String content() {
		String text = this.delta.content();
		return (text == null || isTextOfMessage()) ? this.message.content() : text;
	}

	List<ChatCompletion.ToolCall> toolCalls() {
		return isCallsOfMessage() ? this.message.toolCalls() : this.delta.toolCalls();
	}

	/**
	 * Whether the text is not that of a {@code delta}.
	 */
	boolean isTextOfMessage() {
		return !StringUtils.hasLength(this.delta.content()) && StringUtils.hasLength(this.message.content());
	}

	/**
	 * Whether the tool calls are not those of a {@code delta}.
	 */
	boolean isCallsOfMessage() {
		return this.delta.toolCalls().isEmpty() && !this.message.toolCalls().isEmpty();
	}

	/**
	 * Whether the text is that of a {@code delta}'s {@code content}, and of nothing else.
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
	 * What the server says of a failure within this choice, or null.
	 */
	@Nullable ServerError error() {
		if (this.error == null && "error".equalsIgnoreCase(this.finishReason)) {
			return new ServerError("the answer ended with finish_reason " + this.finishReason, null, null);
		}
		return this.error;
	}

}
