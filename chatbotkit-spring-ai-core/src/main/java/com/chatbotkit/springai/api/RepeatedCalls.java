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

import org.springframework.util.StringUtils;

/**
 * Finds the new tool calls in the messages of a stream, which may repeat those that came
 * before.
 */
final class RepeatedCalls {

	/** The calls of the last message. */
	private List<ChatCompletion.ToolCall> last = List.of();

	/** Whether any delta had tool calls. */
	private boolean deltas;

	/**
	 * Notes that a delta has calls, none of which is repeated.
	 */
	void addDelta() {
		this.deltas = true;
	}

	/**
	 * Adds the calls of a message.
	 * @return those that are new, or parts of them; after deltas with calls, those that
	 * may be new
	 */
	List<ChatCompletion.ToolCall> addMessage(List<ChatCompletion.ToolCall> calls) {
		List<ChatCompletion.ToolCall> before = this.last;
		this.last = calls;
		if (this.deltas) {
			return calls.equals(before) ? List.of() : afterDeltas(calls);
		}
		return isGrownFrom(before, calls) ? newIn(before, calls) : calls;
	}

	/**
	 * Marks the calls. Which of them are new, only the whole calls tell, because deltas
	 * have parts of names and arguments.
	 */
	private static List<ChatCompletion.ToolCall> afterDeltas(List<ChatCompletion.ToolCall> calls) {
		return calls.stream()
			.map((call) -> new ChatCompletion.ToolCall(ChatCompletion.ToolCall.REPEATABLE_INDEX, call.id(), call.name(),
					call.arguments()))
			.toList();
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
