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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

	private final List<PartialToolCall> calls = new ArrayList<>();

	/**
	 * The last call with each index, which is nearly always the one that a fragment
	 * continues.
	 */
	private final Map<Integer, PartialToolCall> lastOfIndex = new HashMap<>();

	private final Map<String, PartialToolCall> lastOfId = new HashMap<>();

	private final ToolCallLimit limit;

	private final Predicate<String> declared;

	private long size;

	/** Assembles calls in the legacy format, or null before the first one. */
	private @Nullable ToolCallAssembler legacy;

	private final boolean ofLegacyCalls;

	/** Finds the calls that messages repeat, or null before the first message. */
	private @Nullable RepeatedToolCalls repeated;

	/** How many of the calls it knows. */
	private int told;

	/** How many messages there were. */
	private int messages;

	/**
	 * Creates an assembler for one response.
	 * @param declared whether the request offers a tool of this name
	 */
	ToolCallAssembler(ToolCallLimit limit, Predicate<String> declared) {
		this(limit, declared, false);
	}

	private ToolCallAssembler(ToolCallLimit limit, Predicate<String> declared, boolean ofLegacyCalls) {
		this.limit = limit;
		this.declared = declared;
		this.ofLegacyCalls = ofLegacyCalls;
	}

	/**
	 * Adds the calls of a response that was not streamed. Each element is a separate
	 * call.
	 * @throws RuntimeException if the number or the size of the calls exceeds the limit
	 */
	void addWhole(List<ChatCompletion.ToolCall> whole) {
		for (ChatCompletion.ToolCall call : whole) {
			if (isOfLegacy(call)) {
				legacy().addWhole(List.of(call));
			}
			else {
				add(call, startCall(call));
			}
		}
	}

	/**
	 * Adds the fragments of one chunk.
	 * @return the calls whose arguments the chunk completes
	 * @throws RuntimeException if the number or the size of the calls exceeds the limit
	 */
	List<AssistantMessage.ToolCall> add(List<ChatCompletion.ToolCall> fragments) {
		List<AssistantMessage.ToolCall> completed = new ArrayList<>(2);
		List<ChatCompletion.ToolCall> ofMessage = List.of();
		int before = this.calls.size();
		for (ChatCompletion.ToolCall fragment : fragments) {
			if (fragment.isRepeatable()) {
				ofMessage = ofMessage.isEmpty() ? new ArrayList<>() : ofMessage;
				ofMessage.add(fragment);
				continue;
			}
			if (isOfLegacy(fragment)) {
				completed.addAll(legacy().add(List.of(fragment)));
				continue;
			}
			PartialToolCall call = findCall(fragment);
			if (call == null || (call.number() >= before && StringUtils.hasLength(fragment.name()))) {
				// No server splits one call within one chunk.
				call = startCall(fragment);
			}
			boolean wasComplete = call.isComplete();
			add(fragment, call);
			if (!wasComplete && call.isComplete()) {
				completed.add(call.toToolCall());
			}
		}
		if (!ofMessage.isEmpty()) {
			addMessage(ofMessage, completed);
		}
		return completed;
	}

	/**
	 * Adds what the fragments before it lack.
	 */
	private void addMessage(List<ChatCompletion.ToolCall> message, List<AssistantMessage.ToolCall> completed) {
		this.messages++;
		this.limit.checkMessages(this.messages);
		// Each of them is a call of its own.
		this.limit.check(message.size(), this.size);
		RepeatedToolCalls arrived = (this.repeated != null) ? this.repeated : new RepeatedToolCalls();
		this.repeated = arrived;
		tell(arrived);
		List<@Nullable PartialToolCall> found = arrived.find(message);
		for (int i = 0; i < found.size(); i++) {
			ChatCompletion.ToolCall whole = message.get(i);
			PartialToolCall call = found.get(i);
			if (call == null && StringUtils.hasLength(whole.name())) {
				whole = new ChatCompletion.ToolCall(null, whole.id(), whole.name(), whole.arguments());
				call = startCall(whole);
				add(whole, call);
			}
			else if (call != null && call.isCompletedBy(whole)) {
				boolean identified = !call.id().isEmpty();
				this.size -= call.complete(whole);
				addSize(whole);
				if (!identified) {
					keepId(call);
				}
			}
			else {
				continue;
			}
			if (call.isComplete()) {
				completed.add(call.toToolCall());
			}
		}
	}

	private void tell(RepeatedToolCalls arrived) {
		for (; this.told < this.calls.size(); this.told++) {
			arrived.add(this.calls.get(this.told));
		}
		if (this.legacy != null) {
			this.legacy.tell(arrived);
		}
	}

	private void addSize(ChatCompletion.ToolCall fragment) {
		this.size += length(fragment.id()) + length(fragment.name()) + length(fragment.arguments());
		this.limit.check(this.calls.size(), this.size);
	}

	private void add(ChatCompletion.ToolCall fragment, PartialToolCall call) {
		addSize(fragment);
		call.add(fragment,
				call.isNameContinuedBy(fragment, this.declared) && !call.isNameGrownTo(fragment, this.declared));
		keepId(call);
	}

	private void keepId(PartialToolCall call) {
		if (!call.id().isEmpty()) {
			PartialToolCall known = this.lastOfId.put(call.id(), call);
			if (known != null && known != call) {
				call.markIdAsRepeated();
			}
		}
	}

	private boolean isOfLegacy(ChatCompletion.ToolCall call) {
		return call.isLegacy() && !this.ofLegacyCalls;
	}

	private ToolCallAssembler legacy() {
		ToolCallAssembler known = this.legacy;
		if (known == null) {
			known = new ToolCallAssembler(this.limit, this.declared, true);
			this.legacy = known;
		}
		return known;
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	/**
	 * Returns the calls in the order of their first fragments. A call in the legacy
	 * format follows them, unless it only repeats one of them.
	 */
	List<AssistantMessage.ToolCall> toolCalls() {
		List<AssistantMessage.ToolCall> current = this.calls.isEmpty() ? List.of()
				: this.calls.stream().map(PartialToolCall::toToolCall).toList();
		if (this.legacy == null) {
			return current;
		}
		Set<List<String>> known = new HashSet<>();
		current.forEach((call) -> known.add(List.of(call.name(), call.arguments())));
		return Stream
			.concat(current.stream(),
					this.legacy.toolCalls()
						.stream()
						.filter((call) -> !known.contains(List.of(call.name(), call.arguments()))))
			.toList();
	}

	private PartialToolCall startCall(ChatCompletion.ToolCall fragment) {
		PartialToolCall last = (fragment.index() != null) ? this.lastOfIndex.get(fragment.index()) : lastCall();
		boolean unnamed = !StringUtils.hasLength(fragment.name());
		PartialToolCall call = new PartialToolCall(fragment.index(), this.calls.size(),
				(unnamed && last != null) ? last.nameOfNextCall() : "");
		this.calls.add(call);
		if (fragment.index() != null) {
			this.lastOfIndex.put(fragment.index(), call);
		}
		return call;
	}

	private @Nullable PartialToolCall lastCall() {
		return this.calls.isEmpty() ? null : this.calls.get(this.calls.size() - 1);
	}

	/**
	 * Returns the call that a fragment continues, or null if it starts a new one.
	 */
	private @Nullable PartialToolCall findCall(ChatCompletion.ToolCall fragment) {
		PartialToolCall ofIndex = (fragment.index() != null) ? this.lastOfIndex.get(fragment.index()) : null;
		if (ofIndex != null && !ofIndex.hasOtherId(fragment) && isContinued(ofIndex, fragment)) {
			return ofIndex;
		}
		PartialToolCall ofId = StringUtils.hasLength(fragment.id()) ? this.lastOfId.get(fragment.id()) : null;
		if (ofId != null && isContinued(ofId, fragment)) {
			return ofId;
		}
		if (ofIndex != null && isContinued(ofIndex, fragment)) {
			return ofIndex;
		}
		PartialToolCall last = lastCall();
		return (last != null && isContinued(last, fragment)) ? last : null;
	}

	private boolean isContinued(PartialToolCall call, ChatCompletion.ToolCall fragment) {
		return call.isNameContinuedBy(fragment, this.declared) || call.isNameGrownTo(fragment, this.declared)
				|| call.isContinuedBy(fragment);
	}

}
