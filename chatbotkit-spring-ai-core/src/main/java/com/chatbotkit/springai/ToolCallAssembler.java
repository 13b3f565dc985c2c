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
 * its id; where that is missing too, to the last call, unless it names another function
 * or the last call has all its arguments. The same index with another id, or without ids
 * with another name, is another call.
 */
final class ToolCallAssembler {

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
	 * Adds what one piece brings.
	 * @return whether a call has all its arguments by now that had not before
	 * @throws RuntimeException if the calls are more, or larger, than is allowed
	 */
	boolean add(List<ChatCompletion.ToolCall> fragments) {
		boolean completed = false;
		for (ChatCompletion.ToolCall fragment : fragments) {
			this.size += length(fragment.id()) + length(fragment.name()) + length(fragment.arguments());
			Call call = callOf(fragment);
			this.limit.check(this.calls.size(), this.size);
			boolean before = call.isComplete();
			call.add(fragment);
			if (!call.id.isEmpty()) {
				this.lastOfId.put(call.id, call);
			}
			completed |= !before && call.isComplete();
		}
		return completed;
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

	private Call callOf(ChatCompletion.ToolCall fragment) {
		Call known = (fragment.index() != null) ? this.lastOfIndex.get(fragment.index())
				: StringUtils.hasLength(fragment.id()) ? this.lastOfId.get(fragment.id()) : null;
		if (known != null && known.continuesWith(fragment, false)) {
			return known;
		}
		if (fragment.index() == null || known != null) {
			Call earlier = lookFor(fragment);
			if (earlier != null) {
				return earlier;
			}
		}
		Call call = new Call(fragment.index());
		this.calls.add(call);
		if (fragment.index() != null) {
			this.lastOfIndex.put(fragment.index(), call);
		}
		return call;
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

		private String id = "";

		private @Nullable String ownId;

		private String name = "";

		private final StringBuilder arguments = new StringBuilder();

		/** How many braces of the arguments are open, outside of strings. */
		private int depth;

		private boolean inString;

		private boolean escaped;

		private AssistantMessage.@Nullable ToolCall toolCall;

		private Call(@Nullable Integer index) {
			this.index = index;
		}

		private boolean continuesWith(ChatCompletion.ToolCall fragment, boolean last) {
			boolean idKnown = StringUtils.hasLength(fragment.id()) && StringUtils.hasLength(this.id);
			if (fragment.index() != null) {
				return fragment.index().equals(this.index)
						&& (idKnown ? this.id.equals(fragment.id()) : !namesAnother(fragment));
			}
			if (StringUtils.hasLength(fragment.id())) {
				return this.id.equals(fragment.id());
			}
			return last && (!StringUtils.hasLength(fragment.name())
					|| (this.name.equals(fragment.name()) && !isComplete()));
		}

		private boolean namesAnother(ChatCompletion.ToolCall fragment) {
			return StringUtils.hasLength(fragment.name()) && StringUtils.hasLength(this.name)
					&& !this.name.equals(fragment.name());
		}

		private void add(ChatCompletion.ToolCall fragment) {
			if (this.id.isEmpty() && fragment.id() != null) {
				this.id = fragment.id();
			}
			if (this.name.isEmpty() && fragment.name() != null) {
				this.name = fragment.name();
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
				else if (c == '{') {
					this.depth++;
				}
				else if (c == '}') {
					this.depth--;
				}
			}
		}

		/**
		 * Whether the arguments are a whole object: its braces are balanced outside of
		 * strings.
		 */
		private boolean isComplete() {
			return this.depth == 0 && !this.inString && !this.arguments.isEmpty();
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
			return new AssistantMessage.ToolCall(this.id.isEmpty() ? ownId() : this.id, "function", this.name,
					json.isBlank() ? "{}" : json);
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
