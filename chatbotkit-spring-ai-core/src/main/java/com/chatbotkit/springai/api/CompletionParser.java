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
 * Parses completions token by token, each from the bytes of exactly one JSON object. One
 * parser serves a whole stream.
 * <p>
 * Tolerant: fields that are missing, null or unknown are passed over, a {@code message}
 * is read where the {@code delta} says nothing, and of several choices those of the
 * lowest index count, in pieces those of index 0. Strict: bytes that are not exactly one
 * object are an error, for half an object would otherwise join the next one unnoticed. So
 * are choices, messages and tool calls of another type.
 * <p>
 * With a tree of each object, a stream that {@link RepeatedChunk} cannot shorten takes
 * 1.2 times as long and 4.1 times the memory. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class CompletionParser {

	/**
	 * What has more is no answer, and only fills the memory.
	 */
	private static final int MOST_CHOICES = 1_000;

	private final JsonTokens tokens = new JsonTokens();

	private final ServerErrorReader errorReader = new ServerErrorReader(this.tokens);

	private final ContentReader contentReader = new ContentReader(this.tokens);

	private final UsageReader usageReader = new UsageReader(this.tokens);

	private final RepeatedChunk repeatedChunk = new RepeatedChunk();

	private final ToolResult toolResult = new ToolResult();

	private final boolean pieces;

	/** Whether there was a message that counts, or a piece of one. */
	private boolean messageSeen;

	private boolean otherChoiceSeen;

	/** Whether a choice that does not count had text or tool calls. */
	private boolean otherChoiceSpoke;

	private @Nullable String lastId;

	private @Nullable String lastModel;

	private @Nullable ServerError error;

	/** How many choices were read, those that do not count among them. */
	private int choicesSeen;

	/** The choice that counts, or an empty one. */
	private ChoiceReader choice = newChoice();

	/** Those of the same index that come after it in the same object. */
	private final List<ChoiceReader> further = new ArrayList<>(0);

	/** Whether a choice that counts was read. */
	private boolean choiceCounts;

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
		ChatCompletion repeated = isResultOpen() ? null : this.repeatedChunk.read(bytes, start, end);
		if (repeated != null) {
			this.choicesSeen = 1;
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
		return this.choicesSeen == 1 && this.error == null && this.choice.isContentOnly()
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
		return this.choicesSeen > 0;
	}

	/**
	 * Whether the next piece may belong to the result of a tool.
	 */
	boolean isResultOpen() {
		return this.toolResult.isOpen();
	}

	/**
	 * Checks that a stream can end here.
	 * @throws ExchangeException if the text before its end was taken for the result of a
	 * tool
	 */
	void checkEnd() {
		if (this.toolResult.isDoubtful()) {
			throw JsonTokens.malformed("it ends with the result of a tool", null);
		}
	}

	/**
	 * Checks, where no text and no calls were read, that this is what the server says.
	 * @throws ExchangeException if something stands in the place of them that is not
	 * understood
	 */
	void checkUnderstood() {
		String instead = this.contentReader.notUnderstood();
		if (instead != null) {
			throw JsonTokens.malformed("there is no text in it, but " + JsonTokens.shown(instead), null);
		}
		if (this.messageSeen && this.otherChoiceSpoke) {
			throw JsonTokens.malformed("its first choice is empty, and another one is not", null);
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
		return this.choice.isTextOfMessage();
	}

	/**
	 * Whether the tool calls just read are those of a {@code message}.
	 */
	boolean isCallsOfMessage() {
		return this.choice.isCallsOfMessage();
	}

	/**
	 * Whether there were choices, and none that counts.
	 */
	boolean hasOnlyOtherChoices() {
		return this.otherChoiceSeen && !this.messageSeen;
	}

	private boolean isSilent() {
		return this.choice.isSilent() && this.further.stream().allMatch(ChoiceReader::isSilent);
	}

	private ChoiceReader newChoice() {
		return new ChoiceReader(this.tokens, this.contentReader, this.errorReader, this.usageReader);
	}

	private void reset() {
		this.choice.clear();
		this.choicesSeen = 0;
		this.choiceCounts = false;
		this.further.clear();
		this.error = null;
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
				case "usage" -> usage = this.usageReader.next();
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
		if (!this.further.isEmpty()) {
			// Of all lists together, if there are several.
			this.choice.add(this.further);
		}
		if (!errorFull && choices) {
			this.error = this.choice.error();
		}
		if (this.error == null && (message != null || code != null) && !hasChoice()) {
			this.error = new ServerError(message, null, code);
		}
		return new ChatCompletion(id, model, (created != null) ? created : 0, this.choice.content(),
				this.choice.toolCalls(), this.choice.finishReason(), (usage != null) ? usage : this.choice.usage(),
				null);
	}

	private void choices() {
		if (!this.tokens.nextIsArray("choices")) {
			return;
		}
		while (this.tokens.nextElementIsObject("choices")) {
			ChoiceReader next = this.choiceCounts ? newChoice() : this.choice;
			next.read();
			this.choicesSeen++;
			if (this.pieces && next.index() != 0) {
				this.otherChoiceSeen = true;
				this.otherChoiceSpoke |= !next.isSilent();
				next.clear();
				continue;
			}
			next.checkUnderstood();
			next.remove(this.toolResult);
			this.messageSeen |= next.isMessageSeen();
			if (!this.choiceCounts || next.index() < this.choice.index()) {
				this.otherChoiceSpoke |= this.choiceCounts && !isSilent();
				this.choice = next;
				this.further.clear();
			}
			else if (next.index() == this.choice.index() && !next.isEmpty()) {
				if (this.further.size() == MOST_CHOICES) {
					throw JsonTokens.malformed("it has more than " + MOST_CHOICES + " choices of one index", null);
				}
				this.further.add(next);
			}
			else {
				this.otherChoiceSpoke |= !next.isSilent() && next.index() != this.choice.index();
			}
			this.choiceCounts = true;
		}
	}

}
