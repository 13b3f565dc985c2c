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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Finds the new tool calls in the messages of a stream, which may repeat those that came
 * before.
 */
final class RepeatedCalls {

	/** No more names are kept, because each new call is compared with all of them. */
	private static final int LONGEST_NAMES = 1_000;

	/** The endpoint accepts no longer names. */
	private static final int LONGEST_NAME = 64;

	/**
	 * So many ids are kept, and so many calls of messages compared, because a server may
	 * send calls without end. All further ones count as repeated.
	 */
	private static final int MOST_CALLS = 10_000;

	/** The calls of the last message, if no delta had any. */
	private List<ChatCompletion.ToolCall> last = List.of();

	private final Set<String> idsOfDeltas = new HashSet<>();

	/** The names of the deltas one after another, because they may come in parts. */
	private final StringBuilder namesOfDeltas = new StringBuilder();

	private @Nullable String lastName;

	private int compared;

	/** Whether any delta had tool calls. */
	private boolean deltas;

	/** Whether any delta had arguments. */
	private boolean argumentsOfDeltas;

	/**
	 * Adds the calls of a delta, none of which is repeated.
	 */
	void addDelta(List<ChatCompletion.ToolCall> calls) {
		this.deltas = true;
		for (ChatCompletion.ToolCall call : calls) {
			this.argumentsOfDeltas |= StringUtils.hasText(call.arguments());
			keep(call);
		}
	}

	private void keep(ChatCompletion.ToolCall call) {
		if (StringUtils.hasLength(call.id()) && this.idsOfDeltas.size() < MOST_CALLS) {
			this.idsOfDeltas.add(call.id());
		}
		if (StringUtils.hasLength(call.name()) && !call.name().equals(this.lastName) && hasAllNames()) {
			this.lastName = call.name();
			this.namesOfDeltas.append(call.name());
		}
	}

	private boolean hasAllNames() {
		return this.namesOfDeltas.length() < LONGEST_NAMES;
	}

	/**
	 * Adds the calls of a message.
	 * @return those that are new, or parts of them
	 */
	List<ChatCompletion.ToolCall> addMessage(List<ChatCompletion.ToolCall> calls) {
		if (this.deltas) {
			return afterDeltas(calls);
		}
		List<ChatCompletion.ToolCall> before = this.last;
		this.last = calls;
		return isGrownFrom(before, calls) ? newIn(before, calls) : calls;
	}

	/**
	 * After deltas, a call is new if its id and its name are. If the deltas had no
	 * arguments, those of the message are theirs.
	 */
	private List<ChatCompletion.ToolCall> afterDeltas(List<ChatCompletion.ToolCall> calls) {
		List<ChatCompletion.ToolCall> found = new ArrayList<>();
		boolean withArguments = this.argumentsOfDeltas;
		for (ChatCompletion.ToolCall call : calls) {
			if (!StringUtils.hasLength(call.id())) {
				continue;
			}
			if (this.idsOfDeltas.contains(call.id())) {
				if (!withArguments && StringUtils.hasText(call.arguments())) {
					this.argumentsOfDeltas = true;
					found.add(new ChatCompletion.ToolCall(null, call.id(), null, call.arguments()));
				}
			}
			else if (isNew(call.name())) {
				found.add(call);
				keep(call);
			}
		}
		return found;
	}

	private boolean isNew(@Nullable String name) {
		return name != null && !name.isEmpty() && name.length() <= LONGEST_NAME && hasAllNames()
				&& this.compared++ < MOST_CALLS && this.namesOfDeltas.indexOf(name) < 0;
	}

	private static boolean isGrownFrom(List<ChatCompletion.ToolCall> before, List<ChatCompletion.ToolCall> calls) {
		if (before.isEmpty() || before.size() > calls.size()) {
			return false;
		}
		for (int i = 0; i < before.size(); i++) {
			if (!isGrownFrom(before.get(i), calls.get(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isGrownFrom(ChatCompletion.ToolCall before, ChatCompletion.ToolCall call) {
		return StringUtils.hasLength(call.id()) && call.id().equals(before.id()) && call.name() != null
				&& call.name().equals(before.name()) && text(call.arguments()).startsWith(text(before.arguments()));
	}

	private static List<ChatCompletion.ToolCall> newIn(List<ChatCompletion.ToolCall> before,
			List<ChatCompletion.ToolCall> calls) {
		List<ChatCompletion.ToolCall> found = new ArrayList<>();
		for (int i = 0; i < before.size(); i++) {
			ChatCompletion.ToolCall call = calls.get(i);
			String more = text(call.arguments()).substring(text(before.get(i).arguments()).length());
			if (!more.isEmpty()) {
				found.add(new ChatCompletion.ToolCall(call.index(), call.id(), null, more));
			}
		}
		found.addAll(calls.subList(before.size(), calls.size()));
		return found;
	}

	private static String text(@Nullable String arguments) {
		return (arguments != null) ? arguments : "";
	}

}
