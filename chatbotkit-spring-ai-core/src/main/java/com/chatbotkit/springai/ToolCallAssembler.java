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
 * Assembles the tool calls of one response from their fragments.
 * <p>
 * A fragment belongs to the call with its index, or else with its id, or else to the last
 * call. Some servers repeat indexes and ids. Therefore a new call also starts with
 * arguments after a complete object, with another id at the same index, and with another
 * name. Calls with repeated ids get generated ones, because Spring AI and the endpoint
 * match results to calls by id.
 */
final class ToolCallAssembler {

	private static final String NULL = "null";

	private final List<Call> calls = new ArrayList<>();

	/**
	 * The last call with each index, which is nearly always the one that a fragment
	 * continues.
	 */
	private final Map<Integer, Call> lastOfIndex = new HashMap<>();

	private final Map<String, Call> lastOfId = new HashMap<>();

	private final ToolCallLimit limit;

	private long size;

	ToolCallAssembler(ToolCallLimit limit) {
		this.limit = limit;
	}

	/**
	 * Adds the calls of a response that was not streamed. Each element is a separate
	 * call.
	 * @throws RuntimeException if the number or the size of the calls exceeds the limit
	 */
	void addWhole(List<ChatCompletion.ToolCall> whole) {
		for (ChatCompletion.ToolCall call : whole) {
			add(call, startCall(call));
		}
	}

	/**
	 * Adds the fragments of one chunk.
	 * @return true if the chunk completes the arguments of a call
	 * @throws RuntimeException if the number or the size of the calls exceeds the limit
	 */
	boolean add(List<ChatCompletion.ToolCall> fragments) {
		boolean completed = false;
		int before = this.calls.size();
		for (ChatCompletion.ToolCall fragment : fragments) {
			Call call = findCall(fragment);
			if (call == null || (call.number >= before && StringUtils.hasLength(fragment.name()))) {
				// No server splits one call within one chunk.
				call = startCall(fragment);
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
	 * Returns the calls in the order of their first fragments. A call without an id gets
	 * a generated one.
	 */
	List<AssistantMessage.ToolCall> toolCalls() {
		return this.calls.isEmpty() ? List.of() : this.calls.stream().map(Call::toToolCall).toList();
	}

	/**
	 * Returns the calls with complete arguments.
	 */
	List<AssistantMessage.ToolCall> completeCalls() {
		return this.calls.stream().filter(Call::isComplete).map(Call::toToolCall).toList();
	}

	private Call startCall(ChatCompletion.ToolCall fragment) {
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
	 * Returns the call that a fragment continues, or null if it starts a new one.
	 */
	private @Nullable Call findCall(ChatCompletion.ToolCall fragment) {
		Call known = (fragment.index() != null) ? this.lastOfIndex.get(fragment.index())
				: StringUtils.hasLength(fragment.id()) ? this.lastOfId.get(fragment.id()) : null;
		if (known != null && known.continuesWith(fragment, false)) {
			return known;
		}
		return (fragment.index() == null || known != null) ? searchBackwards(fragment) : null;
	}

	/**
	 * Searches from the last call to the first. The limit of calls bounds the time.
	 */
	private @Nullable Call searchBackwards(ChatCompletion.ToolCall fragment) {
		for (int i = this.calls.size() - 1; i >= 0; i--) {
			Call call = this.calls.get(i);
			if (call.continuesWith(fragment, i == this.calls.size() - 1)) {
				return call;
			}
		}
		return null;
	}

	/**
	 * One call, as far as it has arrived.
	 */
	private static final class Call {

		private final @Nullable Integer index;

		private final int number;

		private String id = "";

		/** Whether an earlier call of this response has this id. */
		private boolean idRepeats;

		private @Nullable String generatedId;

		private String name = "";

		private final StringBuilder arguments = new StringBuilder();

		/**
		 * A name that came after the arguments were complete, and belongs to the next
		 * call.
		 */
		private @Nullable String nextName;

		/** Number of open brackets in the arguments, outside of strings. */
		private int depth;

		/** Whether there was any bracket. */
		private boolean opened;

		private boolean inString;

		private boolean escaped;

		private AssistantMessage.@Nullable ToolCall toolCall;

		private Call(@Nullable Integer index, int number) {
			this.index = index;
			this.number = number;
		}

		private boolean continuesWith(ChatCompletion.ToolCall fragment, boolean last) {
			if (hasOtherName(fragment) || (StringUtils.hasText(fragment.arguments()) && isComplete())) {
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

		private boolean hasOtherName(ChatCompletion.ToolCall fragment) {
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
		 * Continues to scan where the last fragment ended, because scanning all arguments
		 * each time would take quadratic time.
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
		 * Whether the arguments are a complete object or array, or {@code null}, which
		 * some servers send for no arguments.
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
			return new AssistantMessage.ToolCall((this.id.isEmpty() || this.idRepeats) ? generatedId() : this.id,
					"function", this.name, json.isBlank() ? "{}" : json);
		}

		private String generatedId() {
			if (this.generatedId == null) {
				this.generatedId = newId();
			}
			return this.generatedId;
		}

		/**
		 * Generates an id. Not a {@code UUID}, because its source of randomness may block
		 * an event loop.
		 */
		private static String newId() {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			return "call_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
		}

	}

}
