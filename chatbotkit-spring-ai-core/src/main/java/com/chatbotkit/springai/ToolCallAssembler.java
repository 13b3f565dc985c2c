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
import java.util.List;
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

	void add(List<ChatCompletion.ToolCall> fragments) {
		for (ChatCompletion.ToolCall fragment : fragments) {
			callOf(fragment).add(fragment);
		}
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
		for (int i = this.calls.size() - 1; i >= 0; i--) {
			Call call = this.calls.get(i);
			if (call.continuesWith(fragment, i == this.calls.size() - 1)) {
				return call;
			}
		}
		Call call = new Call(fragment.index());
		this.calls.add(call);
		return call;
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
			}
		}

		/**
		 * Whether the arguments are a whole object: its braces are balanced outside of
		 * strings.
		 */
		private boolean isComplete() {
			int depth = 0;
			boolean inString = false;
			for (int i = 0; i < this.arguments.length(); i++) {
				char c = this.arguments.charAt(i);
				if (inString) {
					i += (c == '\\') ? 1 : 0;
					inString = c != '"';
				}
				else if (c == '"') {
					inString = true;
				}
				else if (c == '{') {
					depth++;
				}
				else if (c == '}') {
					depth--;
				}
			}
			return depth == 0 && !inString && !this.arguments.isEmpty();
		}

		private AssistantMessage.ToolCall toToolCall() {
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
