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

package com.chatbotkit.springai;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import com.chatbotkit.springai.api.ChatCompletion;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.util.StringUtils;

/**
 * A tool call whose fragments are still arriving. Decides which fragments belong to it.
 */
final class PartialToolCall {

	/** The endpoint accepts no longer names, so no part can belong to one. */
	private static final int MAX_NAME_LENGTH = 64;

	private final @Nullable Integer index;

	private final int number;

	private String id = "";

	/** Whether an earlier call of this response has this id. */
	private boolean idRepeats;

	private @Nullable String generatedId;

	private String name;

	private final PartialArguments arguments = new PartialArguments();

	/**
	 * A name that came after the arguments were complete, and belongs to the next call.
	 */
	private @Nullable String nextName;

	private AssistantMessage.@Nullable ToolCall toolCall;

	/**
	 * Creates an empty call.
	 * @param number the number of calls of the response before this one
	 * @param name the name if it is known before the first fragment, or else empty
	 */
	PartialToolCall(@Nullable Integer index, int number, String name) {
		this.index = index;
		this.number = number;
		this.name = name;
	}

	int number() {
		return this.number;
	}

	String id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns the arguments so far.
	 */
	String arguments() {
		return this.arguments.toString();
	}

	boolean hasArguments() {
		return this.arguments.hasText();
	}

	int argumentsLength() {
		return this.arguments.length();
	}

	/**
	 * Whether a name is this call's, as far as it has arrived.
	 */
	boolean mayHaveName(@Nullable String other) {
		if (this.name.isEmpty() || !StringUtils.hasLength(other)) {
			return true;
		}
		return isComplete() ? other.equals(this.name) : other.startsWith(this.name);
	}

	/**
	 * Whether the arguments so far are the beginning of others.
	 */
	boolean isBeginningOf(@Nullable String whole) {
		return this.arguments.isBeginningOf(whole);
	}

	void markIdAsRepeated() {
		this.idRepeats = true;
	}

	/**
	 * Returns the name of a following call that has none of its own.
	 */
	String nameOfNextCall() {
		return (this.nextName != null) ? this.nextName : this.name;
	}

	boolean isComplete() {
		return this.arguments.isComplete();
	}

	/**
	 * Whether a fragment has a further part of this call's name, and not the name of
	 * another call.
	 * @param declared whether the request offers a tool of a name
	 */
	boolean isNameContinuedBy(ChatCompletion.ToolCall fragment, Predicate<String> declared) {
		String part = fragment.name();
		if (part == null || !mayNameContinue(fragment, declared)
				|| this.name.length() + part.length() > MAX_NAME_LENGTH) {
			return false;
		}
		return declared.test(this.name + part) || (!this.name.equals(part) && !declared.test(part));
	}

	/**
	 * Whether a fragment repeats the part of the name so far, with more of it.
	 * @param declared whether the request offers a tool of a name
	 */
	boolean isNameGrownTo(ChatCompletion.ToolCall fragment, Predicate<String> declared) {
		String longer = fragment.name();
		return longer != null && mayNameContinue(fragment, declared) && longer.length() > this.name.length()
				&& longer.startsWith(this.name) && !declared.test(this.name + longer);
	}

	private boolean mayNameContinue(ChatCompletion.ToolCall fragment, Predicate<String> declared) {
		return StringUtils.hasLength(fragment.name()) && !this.name.isEmpty() && this.arguments.isEmpty()
				&& !hasOtherIdentity(fragment) && !declared.test(this.name);
	}

	/**
	 * Whether a fragment belongs to this call.
	 */
	boolean isContinuedBy(ChatCompletion.ToolCall fragment) {
		boolean named = StringUtils.hasLength(fragment.name());
		if (named && !this.name.isEmpty() && !this.name.equals(fragment.name())) {
			return false;
		}
		if (this.arguments.isGrownTo(fragment.arguments())) {
			return !hasOtherIdentity(fragment);
		}
		if (isComplete() || (named && this.arguments.isWholeString())) {
			return isRepeatedBy(fragment);
		}
		if (this.arguments.isFollowedBy(fragment.arguments(), named)) {
			return false;
		}
		return !hasOtherIdentity(fragment) || continuesArguments(fragment);
	}

	/**
	 * Whether a fragment only repeats the name or the id of this complete call, or
	 * replaces the empty object that some servers begin with.
	 */
	private boolean isRepeatedBy(ChatCompletion.ToolCall fragment) {
		boolean named = StringUtils.hasLength(fragment.name());
		if (StringUtils.hasText(fragment.arguments())) {
			return !named && !hasOtherIdentity(fragment) && this.arguments.isReplacedBy(fragment.arguments());
		}
		boolean identified = StringUtils.hasLength(fragment.id()) || fragment.index() != null;
		return !named || ((identified || this.name.isEmpty()) && !hasOtherIdentity(fragment));
	}

	/**
	 * Whether a fragment with a new id or index belongs to this call all the same, which
	 * only the arguments can tell.
	 */
	private boolean continuesArguments(ChatCompletion.ToolCall fragment) {
		boolean named = StringUtils.hasLength(fragment.name());
		boolean started = !this.name.isEmpty() || !this.arguments.isEmpty();
		boolean sameId = this.id.equals(fragment.id());
		if (!StringUtils.hasText(fragment.arguments())) {
			return !named && started;
		}
		if (this.arguments.isEmpty()) {
			return named ? sameId : started;
		}
		return PartialArguments.startsObject(fragment.arguments())
				? (!named || sameId) && this.arguments.acceptsObject() : !named || this.arguments.isOpen();
	}

	private boolean hasOtherIdentity(ChatCompletion.ToolCall fragment) {
		return hasOtherId(fragment)
				|| (fragment.index() != null && this.index != null && !this.index.equals(fragment.index()));
	}

	boolean hasOtherId(ChatCompletion.ToolCall fragment) {
		return StringUtils.hasLength(fragment.id()) && !this.id.isEmpty() && !this.id.equals(fragment.id());
	}

	/**
	 * Adds a fragment of this call.
	 * @param namePart whether its name is a further part of the call's name
	 */
	void add(ChatCompletion.ToolCall fragment, boolean namePart) {
		if (this.id.isEmpty() && fragment.id() != null) {
			this.id = fragment.id();
		}
		if (namePart) {
			this.name += fragment.name();
		}
		else if (StringUtils.hasLength(fragment.name())) {
			if (isComplete() && !this.name.isEmpty()) {
				this.nextName = fragment.name();
			}
			else {
				this.name = fragment.name();
			}
		}
		if (fragment.arguments() != null) {
			this.arguments.append(fragment.arguments());
		}
		this.toolCall = null;
	}

	/**
	 * Whether this call lacks something that a whole call has.
	 */
	boolean isCompletedBy(ChatCompletion.ToolCall whole) {
		return !isComplete() || (this.name.isEmpty() && StringUtils.hasLength(whole.name()))
				|| this.arguments.isNoneUnlike(whole.arguments());
	}

	/**
	 * Takes from a whole call what this one lacks.
	 * @return how many characters of the arguments it replaces
	 */
	int complete(ChatCompletion.ToolCall whole) {
		int replaced = 0;
		if (StringUtils.hasText(whole.arguments())) {
			replaced = this.arguments.length();
			this.arguments.clear();
		}
		add(whole, false);
		return replaced;
	}

	/**
	 * Returns the call as far as it has arrived. A call without an id of its own gets a
	 * generated one.
	 */
	AssistantMessage.ToolCall toToolCall() {
		AssistantMessage.ToolCall known = this.toolCall;
		if (known == null) {
			String json = this.arguments.toString();
			known = new AssistantMessage.ToolCall((this.id.isEmpty() || this.idRepeats) ? generatedId() : this.id,
					"function", this.name, json.isBlank() ? "{}" : json);
			this.toolCall = known;
		}
		return known;
	}

	/**
	 * Not a {@code UUID}, because its source of randomness may block an event loop.
	 */
	private String generatedId() {
		if (this.generatedId == null) {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			this.generatedId = "call_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
		}
		return this.generatedId;
	}

}
