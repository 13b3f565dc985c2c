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
import java.util.function.Predicate;

import com.chatbotkit.springai.api.ChatCompletion;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.util.StringUtils;

/**
 * Assembles the tool calls of one response from their fragments.
 * <p>
 * A fragment belongs to the call with its index, or else with its id, or else to the last
 * call. Some servers repeat indexes and ids, others give each fragment a new one. So the
 * arguments decide first: after a complete object a new call starts, and a fragment that
 * can only continue an open one does so. Calls with repeated ids get generated ones,
 * because Spring AI and the endpoint match results to calls by id.
 */
final class ToolCallAssembler {

	/** The endpoint accepts no longer names, so no part can belong to one. */
	private static final int MAX_NAME_LENGTH = 64;

	private final List<Call> calls = new ArrayList<>();

	/**
	 * The last call with each index, which is nearly always the one that a fragment
	 * continues.
	 */
	private final Map<Integer, Call> lastOfIndex = new HashMap<>();

	private final Map<String, Call> lastOfId = new HashMap<>();

	private final ToolCallLimit limit;

	private final Predicate<String> declared;

	private long size;

	/**
	 * Creates an assembler for one response.
	 * @param declared whether the request offers a tool of this name
	 */
	ToolCallAssembler(ToolCallLimit limit, Predicate<String> declared) {
		this.limit = limit;
		this.declared = declared;
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
	 * @return the calls whose arguments the chunk completes
	 * @throws RuntimeException if the number or the size of the calls exceeds the limit
	 */
	List<AssistantMessage.ToolCall> add(List<ChatCompletion.ToolCall> fragments) {
		List<AssistantMessage.ToolCall> completed = new ArrayList<>(2);
		int before = this.calls.size();
		for (ChatCompletion.ToolCall fragment : fragments) {
			Call call = findCall(fragment);
			if (call == null || (call.number >= before && StringUtils.hasLength(fragment.name()))) {
				// No server splits one call within one chunk.
				call = startCall(fragment);
			}
			boolean wasComplete = call.isComplete();
			add(fragment, call);
			if (!wasComplete && call.isComplete()) {
				completed.add(call.toToolCall());
			}
		}
		return completed;
	}

	private void add(ChatCompletion.ToolCall fragment, Call call) {
		this.size += length(fragment.id()) + length(fragment.name()) + length(fragment.arguments());
		this.limit.check(this.calls.size(), this.size);
		if (isNamePart(call, fragment)) {
			call.name += fragment.name();
			call.add(new ChatCompletion.ToolCall(fragment.index(), fragment.id(), null, fragment.arguments()));
		}
		else {
			call.add(fragment);
		}
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
		Call ofIndex = (fragment.index() != null) ? this.lastOfIndex.get(fragment.index()) : null;
		if (ofIndex != null && !ofIndex.hasOtherId(fragment) && isContinued(ofIndex, fragment)) {
			return ofIndex;
		}
		Call ofId = StringUtils.hasLength(fragment.id()) ? this.lastOfId.get(fragment.id()) : null;
		if (ofId != null && isContinued(ofId, fragment)) {
			return ofId;
		}
		if (ofIndex != null && isContinued(ofIndex, fragment)) {
			return ofIndex;
		}
		Call last = lastCall();
		return (last != null && isContinued(last, fragment)) ? last : null;
	}

	private boolean isContinued(Call call, ChatCompletion.ToolCall fragment) {
		return isNamePart(call, fragment) || call.continuesWith(fragment);
	}

	/**
	 * Whether a fragment has a further part of the name of a call, and not the name of
	 * another one.
	 */
	private boolean isNamePart(Call call, ChatCompletion.ToolCall fragment) {
		if (!StringUtils.hasLength(fragment.name()) || call.name.isEmpty() || !call.arguments.isEmpty()
				|| call.name.length() + fragment.name().length() > MAX_NAME_LENGTH || call.hasOtherIdentity(fragment)
				|| this.declared.test(call.name)) {
			return false;
		}
		return this.declared.test(call.name + fragment.name())
				|| (!call.name.equals(fragment.name()) && !this.declared.test(fragment.name()));
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

		private final PartialArguments arguments = new PartialArguments();

		/**
		 * A name that came after the arguments were complete, and belongs to the next
		 * call.
		 */
		private @Nullable String nextName;

		private AssistantMessage.@Nullable ToolCall toolCall;

		private Call(@Nullable Integer index, int number) {
			this.index = index;
			this.number = number;
		}

		private boolean isComplete() {
			return this.arguments.isComplete();
		}

		/**
		 * Whether a fragment belongs to this call.
		 */
		private boolean continuesWith(ChatCompletion.ToolCall fragment) {
			boolean named = StringUtils.hasLength(fragment.name());
			boolean written = StringUtils.hasText(fragment.arguments());
			if (named && !this.name.isEmpty() && !this.name.equals(fragment.name())) {
				return false;
			}
			if (isComplete() || (named && this.arguments.isWholeString())) {
				// Only what repeats its name or id. Some servers begin with an empty
				// object.
				return written
						? !named && !hasOtherIdentity(fragment) && this.arguments.isReplacedBy(fragment.arguments())
						: !named || hasSameIdentity(fragment);
			}
			if (!hasOtherIdentity(fragment)) {
				return true;
			}
			if (!written) {
				return !named && isStarted();
			}
			// A new id or index: only the arguments can tell.
			boolean sameId = this.id.equals(fragment.id());
			if (this.arguments.isEmpty()) {
				return named ? sameId : isStarted();
			}
			return PartialArguments.startsObject(fragment.arguments())
					? (!named || sameId) && this.arguments.acceptsObject() : !named || this.arguments.isOpen();
		}

		private boolean hasOtherIdentity(ChatCompletion.ToolCall fragment) {
			return hasOtherId(fragment)
					|| (fragment.index() != null && this.index != null && !this.index.equals(fragment.index()));
		}

		private boolean hasOtherId(ChatCompletion.ToolCall fragment) {
			return StringUtils.hasLength(fragment.id()) && !this.id.isEmpty() && !this.id.equals(fragment.id());
		}

		private boolean hasSameIdentity(ChatCompletion.ToolCall fragment) {
			boolean known = StringUtils.hasLength(fragment.id()) || fragment.index() != null;
			return known && !hasOtherIdentity(fragment);
		}

		/**
		 * Whether there is more than an index and an id.
		 */
		private boolean isStarted() {
			return !this.name.isEmpty() || !this.arguments.isEmpty();
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
			}
			this.toolCall = null;
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
