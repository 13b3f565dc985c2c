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

/**
 * Removes the results of a bot's own tools from the chunks of an answer.
 * <p>
 * Some servers send a result between the chunks of the text, with the role in its first
 * chunk only. Chunks without a role then belong to the result, until one has a role or
 * tool calls.
 */
final class ToolResult {

	private boolean open;

	private boolean textRemoved;

	/**
	 * Removes the text of a chunk if it belongs to the result.
	 */
	void remove(MessageReader chunk) {
		if (chunk.hasRole() || !chunk.toolCalls().isEmpty()) {
			this.open = chunk.isStartOfResult();
			this.textRemoved = false;
		}
		else if (this.open) {
			this.textRemoved |= chunk.removeResult();
		}
	}

	/**
	 * Whether the next chunk may belong to a result.
	 */
	boolean isOpen() {
		return this.open;
	}

	/**
	 * Whether the last text that was removed may be the bot's own, because no role
	 * followed it.
	 */
	boolean isDoubtful() {
		return this.open && this.textRemoved;
	}

}
