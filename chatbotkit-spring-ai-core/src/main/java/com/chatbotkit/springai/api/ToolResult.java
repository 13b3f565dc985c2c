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
 * Removes what a bot's own tool returned from the pieces of an answer.
 * <p>
 * Some servers send it between the pieces of the text, with its role in the first piece
 * alone. A piece without a role then belongs to it, until one has a role or tool calls.
 */
final class ToolResult {

	private boolean open;

	private boolean textRemoved;

	/**
	 * Removes the text of a piece if it belongs to the result.
	 */
	void remove(MessageReader piece) {
		if (piece.hasRole() || !piece.toolCalls().isEmpty()) {
			this.open = piece.isStartOfResult();
			this.textRemoved = false;
		}
		else if (this.open) {
			this.textRemoved |= piece.removeResult();
		}
	}

	/**
	 * Whether the next piece may belong to it.
	 */
	boolean isOpen() {
		return this.open;
	}

	/**
	 * Whether the answer so far ends with text that may as well be the bot's.
	 */
	boolean isDoubtful() {
		return this.open && this.textRemoved;
	}

}
