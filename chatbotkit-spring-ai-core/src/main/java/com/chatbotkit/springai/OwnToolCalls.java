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

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.springframework.ai.chat.messages.AssistantMessage;

/**
 * The calls of a bot's own tools, as far as they have arrived.
 * <p>
 * All lists that it has returned share one array, because a copy for each call would make
 * a stream of many calls quadratic.
 */
final class OwnToolCalls {

	private static final AssistantMessage.ToolCall[] NONE = {};

	private AssistantMessage.ToolCall[] calls = NONE;

	private int count;

	/**
	 * Adds a call that is complete. It replaces the last one if that has the same id.
	 */
	void add(AssistantMessage.ToolCall call) {
		if (this.count > 0 && this.calls[this.count - 1].id().equals(call.id())) {
			this.calls = this.calls.clone();
			this.count--;
		}
		if (this.count == this.calls.length) {
			this.calls = Arrays.copyOf(this.calls, Math.max(4, 2 * this.count));
		}
		this.calls[this.count++] = call;
	}

	/**
	 * Returns the calls so far. Later ones do not change the list.
	 */
	List<AssistantMessage.ToolCall> soFar() {
		return Collections.unmodifiableList(Arrays.asList(this.calls).subList(0, this.count));
	}

}
