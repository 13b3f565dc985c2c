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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import com.chatbotkit.springai.api.ChatCompletion;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.util.StringUtils;

/**
 * Puts tool calls together from their fragments, for one answer.
 * <p>
 * A fragment belongs to the call of its index; where the index is missing, to the call of
 * its id; where that is missing too, to the last call. But servers repeat indexes and
 * ids. So whatever they say, arguments after a complete object begin another call, and so
 * do another id at the same index and another name. Calls whose ids repeat get ids of
 * their own, because Spring AI and the endpoint match results to calls by id.
 */
final class ToolCallAssembler {

	private static final String NULL = "null";

	private final List<Call> calls = new ArrayList<>();

	/** The last call of each index, which is nearly always the one that goes on. */
	private final Map<Integer, Call> lastOfIndex = new HashMap<>();

	private final Map<String, Call> lastOfId = new HashMap<>();

	private final ToolCallLimit limit;

	private long size;

	ToolCallAssembler(ToolCallLimit limit) {
		this.limit = limit;
	}

	/**
	 * Adds the calls of an answer in one piece, each of which is a call of its own.
	 * @throws RuntimeException if the calls are more, or larger, than is allowed
	 */
	void addWhole(List<ChatCompletion.ToolCall> whole) {
		for (ChatCompletion.ToolCall call : whole) {
			add(call, begin(call));
		}
	}

	/**
	 * Adds what one piece of a stream brings.
	 * @return whether a call has all its arguments by now that had not before
	 * @throws RuntimeException if the calls are more, or larger, than is allowed
	 */
	boolean add(List<ChatCompletion.ToolCall> fragments) {
		boolean completed = false;
		int before = this.calls.size();
		for (ChatCompletion.ToolCall fragment : fragments) {
			Call call = callOf(fragment);
			if (call == null || (call.number >= before && StringUtils.hasLength(fragment.name()))) {
				// Nobody splits one call within one piece.
				call = begin(fragment);
			}
			boolean wasComplete = call.isComplete();
			add(fragment, call);
			completed |= !wasComplete && call.isComplete();
		}
		return completed;
	}

	private void add(ChatCompletion.ToolCall fragment, Call call) {
		this.size += length(fragment.id()) + length(fragment.name()) + length(fragment.arguments());
		this.limit.check(this.calls.size(), this.size);
		call.add(fragment);
		if (!call.id.isEmpty()) {
			Call known = this.lastOfId.put(call.id, call);
			call.idRepeats |= known != null && known != call;
		}
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	/**
	 * Returns the calls in the order in which they began. A call without an id gets one.
	 */
	List<AssistantMessage.ToolCall> toolCalls() {
		return this.calls.isEmpty() ? List.of() : this.calls.stream().map(Call::toToolCall).toList();
	}

	/**
	 * Returns those that have all their arguments by now.
	 */
	List<AssistantMessage.ToolCall> completeCalls() {
		return this.calls.stream().filter(Call::isComplete).map(Call::toToolCall).toList();
	}

	private Call begin(ChatCompletion.ToolCall fragment) {
		Call last = (fragment.index() != null) ? this.lastOfIndex.get(fragment.index()) : lastCall();
		Call call = new Call(fragment.index(), this.calls.size());
		if (!StringUtils.hasLength(fragment.name()) && last != null) {
			call.name = (last.nextName != null) ? last.nextName : last.name;
		}
		this.calls.add(call);
		if (fragment.index() != null) {
			this.lastOfIndex.put(fragment.index(), call);
		}
		return call;
	}

	private @Nullable Call lastCall() {
		return this.calls.isEmpty() ? null : this.calls.get(this.calls.size() - 1);
	}

	/**
	 * Returns the call that a fragment continues, or null if it begins another one.
	 */
	private @Nullable Call callOf(ChatCompletion.ToolCall fragment) {
		Call known = (fragment.index() != null) ? this.lastOfIndex.get(fragment.index())
				: StringUtils.hasLength(fragment.id()) ? this.lastOfId.get(fragment.id()) : null;
		if (known != null && known.continuesWith(fragment, false)) {
			return known;
		}
		return (fragment.index() == null || known != null) ? lookFor(fragment) : null;
	}

	/**
	 * Looks from the last call to the first, which the limit of calls bounds.
	 */
	private @Nullable Call lookFor(ChatCompletion.ToolCall fragment) {
		for (int i = this.calls.size() - 1; i >= 0; i--) {
			Call call = this.calls.get(i);
			if (call.continuesWith(fragment, i == this.calls.size() - 1)) {
				return call;
			}
		}
		return null;
	}

	/**
	 * One call, as far as it is known.
	 */
	private static final class Call {

		private final @Nullable Integer index;

		private final int number;

		private String id = "";

		/** Whether an earlier call of this answer has this id. */
		private boolean idRepeats;

		private @Nullable String ownId;

		private String name = "";

		private final StringBuilder arguments = new StringBuilder();

		/** A name that came after the arguments were complete: of the next call. */
		private @Nullable String nextName;

		/** How many brackets of the arguments are open, outside of strings. */
		private int depth;

		/** Whether a bracket was ever open. */
		private boolean opened;

		private boolean inString;

		private boolean escaped;

		private AssistantMessage.@Nullable ToolCall toolCall;

		private Call(@Nullable Integer index, int number) {
			this.index = index;
			this.number = number;
		}

		private boolean continuesWith(ChatCompletion.ToolCall fragment, boolean last) {
			if (namesAnother(fragment) || (StringUtils.hasText(fragment.arguments()) && isComplete())) {
				return false;
			}
			boolean idKnown = StringUtils.hasLength(fragment.id()) && StringUtils.hasLength(this.id);
			if (fragment.index() != null) {
				return fragment.index().equals(this.index) && (!idKnown || this.id.equals(fragment.id()));
			}
			if (StringUtils.hasLength(fragment.id())) {
				return this.id.equals(fragment.id());
			}
			return last && (!StringUtils.hasLength(fragment.name()) || !isComplete());
		}

		private boolean namesAnother(ChatCompletion.ToolCall fragment) {
			return StringUtils.hasLength(fragment.name()) && StringUtils.hasLength(this.name)
					&& !this.name.equals(fragment.name());
		}

		private void add(ChatCompletion.ToolCall fragment) {
			if (this.id.isEmpty() && fragment.id() != null) {
				this.id = fragment.id();
			}
			if (StringUtils.hasLength(fragment.name())) {
				if (isComplete()) {
					this.nextName = fragment.name();
				}
				else {
					this.name = fragment.name();
				}
			}
			if (fragment.arguments() != null) {
				this.arguments.append(fragment.arguments());
				read(fragment.arguments());
			}
			this.toolCall = null;
		}

		/**
		 * Goes on reading where the last fragment ended, for to begin anew each time
		 * takes the square of the arguments' length.
		 */
		private void read(String fragment) {
			for (int i = 0; i < fragment.length(); i++) {
				char c = fragment.charAt(i);
				if (this.escaped) {
					this.escaped = false;
				}
				else if (this.inString) {
					this.escaped = c == '\\';
					this.inString = c != '"';
				}
				else if (c == '"') {
					this.inString = true;
				}
				else if (c == '{' || c == '[') {
					this.depth++;
					this.opened = true;
				}
				else if (c == '}' || c == ']') {
					this.depth--;
				}
			}
		}

		/**
		 * Whether the arguments are a whole object or array, whose brackets are balanced
		 * outside of strings, or {@code null}, which some servers write for none.
		 */
		private boolean isComplete() {
			return this.depth == 0 && !this.inString && (this.opened || NULL.contentEquals(this.arguments));
		}

		private AssistantMessage.ToolCall toToolCall() {
			AssistantMessage.ToolCall known = this.toolCall;
			if (known == null) {
				known = newToolCall();
				this.toolCall = known;
			}
			return known;
		}

		private AssistantMessage.ToolCall newToolCall() {
			String json = this.arguments.toString();
			return new AssistantMessage.ToolCall((this.id.isEmpty() || this.idRepeats) ? ownId() : this.id, "function",
					this.name, json.isBlank() ? "{}" : json);
		}

		private String ownId() {
			if (this.ownId == null) {
				this.ownId = newId();
			}
			return this.ownId;
		}

		/**
		 * An id for this conversation. Not a {@code UUID}, whose source of randomness may
		 * block an event loop.
		 */
		private static String newId() {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			return "call_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
		}

	}

}
