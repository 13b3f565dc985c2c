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
 * Reads the choices of a completion and selects the one that counts: the one with the
 * lowest index, or in a chunk the one with the index 0. Further choices with the same
 * index are added to it.
 * <p>
 * It remembers over all chunks what it has read, so that an empty stream can be
 * explained.
 */
final class ChoicesReader {

	/** More choices are no answer, and only fill the memory. */
	private static final int MAX_CHOICES = 1_000;

	private final JsonTokens tokens;

	private final ServerErrorReader errorReader;

	private final UsageReader usageReader;

	private final boolean chunks;

	private final ContentReader contentReader;

	private final ToolResult toolResult = new ToolResult();

	/** The choice that counts, or an empty one. */
	private ChoiceReader choice;

	/** Further choices of the same object with the same index. */
	private final List<ChoiceReader> further = new ArrayList<>(0);

	/** Whether a choice of the current object counts. */
	private boolean selected;

	/** The number of choices in the current object, whether they count or not. */
	private int count;

	/** Whether any choice that counts had a message or a delta. */
	private boolean messageSeen;

	/** Whether any chunk had a choice that does not count. */
	private boolean otherChoiceSeen;

	/** Whether a choice that does not count had text or tool calls. */
	private boolean otherChoiceSpoke;

	/**
	 * Creates a reader for one completion.
	 * @param chunks whether the completion arrives in chunks
	 */
	ChoicesReader(JsonTokens tokens, ServerErrorReader errorReader, UsageReader usageReader, boolean chunks) {
		this.tokens = tokens;
		this.errorReader = errorReader;
		this.usageReader = usageReader;
		this.chunks = chunks;
		this.contentReader = new ContentReader(tokens);
		this.choice = newChoice();
	}

	/**
	 * Forgets the choices of the object before.
	 */
	void clear() {
		this.choice.clear();
		this.further.clear();
		this.selected = false;
		this.count = 0;
	}

	/**
	 * Reads the next value as a list of choices. An object may have several lists.
	 * @throws ExchangeException if it is of another type, or if a choice is not
	 * understood
	 */
	void next() {
		if (!this.tokens.nextIsArray("choices")) {
			return;
		}
		while (this.tokens.nextElementIsObject("choices")) {
			ChoiceReader next = this.selected ? newChoice() : this.choice;
			next.read();
			this.count++;
			if (this.chunks && next.index() != 0) {
				this.otherChoiceSeen = true;
				this.otherChoiceSpoke |= !next.isSilent();
				next.clear();
			}
			else {
				add(next);
			}
		}
	}

	private void add(ChoiceReader next) {
		next.checkUnderstood();
		next.remove(this.toolResult);
		this.messageSeen |= next.isMessageSeen();
		if (!this.selected || next.index() < this.choice.index()) {
			this.otherChoiceSpoke |= this.selected && !isSilent();
			this.choice = next;
			this.further.clear();
		}
		else if (next.index() > this.choice.index()) {
			this.otherChoiceSpoke |= !next.isSilent();
		}
		else if (!next.isEmpty()) {
			if (this.further.size() == MAX_CHOICES) {
				throw JsonTokens.malformed("it has more than " + MAX_CHOICES + " choices of one index", null);
			}
			this.further.add(next);
		}
		this.selected = true;
	}

	private boolean isSilent() {
		return this.choice.isSilent() && this.further.stream().allMatch(ChoiceReader::isSilent);
	}

	private ChoiceReader newChoice() {
		return new ChoiceReader(this.tokens, this.contentReader, this.errorReader, this.usageReader);
	}

	/**
	 * Returns the choice that counts, with all further ones of its index.
	 */
	ChoiceReader joined() {
		if (!this.further.isEmpty()) {
			this.choice.add(this.further);
			this.further.clear();
		}
		return this.choice;
	}

	/**
	 * Returns the number of choices in the current object.
	 */
	int count() {
		return this.count;
	}

	/**
	 * Whether all choices so far were ones that do not count.
	 */
	boolean hasOnlyOtherChoices() {
		return this.otherChoiceSeen && !this.messageSeen;
	}

	/**
	 * Whether the next chunk may belong to the result of a tool.
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
	 * Checks that a completion without text and tool calls is really empty.
	 * @throws ExchangeException if it has something else instead that is not understood
	 */
	void checkUnderstood() {
		String instead = this.contentReader.notUnderstood();
		if (instead != null) {
			throw JsonTokens.malformed("there is no text in it, but " + JsonTokens.excerpt(instead), null);
		}
		if (this.messageSeen && this.otherChoiceSpoke) {
			throw JsonTokens.malformed("its first choice is empty, and another one is not", null);
		}
		if (!this.messageSeen) {
			throw JsonTokens.malformed(
					this.otherChoiceSeen ? "none of its choices has the index 0" : "its choice has no message", null);
		}
	}

}
