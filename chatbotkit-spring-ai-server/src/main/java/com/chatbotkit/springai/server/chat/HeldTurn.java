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

package com.chatbotkit.springai.server.chat;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

/**
 * The hidden part of a turn that waits for the tools of its client: the results of the
 * agent's own tools so far, and the calls of them beside the client's. These calls run
 * once, when the client's results arrive, even if the results arrive several times.
 */
final class HeldTurn {

	private final String owner;

	private final List<Message> before;

	private final AssistantMessage turn;

	private @Nullable List<ToolResponse> results;

	private @Nullable Throwable failure;

	HeldTurn(String owner, List<Message> before, AssistantMessage turn) {
		this.owner = owner;
		this.before = List.copyOf(before);
		this.turn = turn;
	}

	String owner() {
		return this.owner;
	}

	List<Message> before() {
		return this.before;
	}

	AssistantMessage turn() {
		return this.turn;
	}

	/**
	 * The results of the agent's own calls; a second request waits for those of the
	 * first.
	 */
	synchronized List<ToolResponse> results(Supplier<List<ToolResponse>> tools) {
		if (this.failure instanceof Error error) {
			throw error;
		}
		if (this.failure instanceof RuntimeException exception) {
			throw exception;
		}
		List<ToolResponse> known = this.results;
		if (known == null) {
			try {
				known = List.copyOf(tools.get());
			}
			catch (RuntimeException | Error ex) {
				// They have perhaps acted: not again.
				this.failure = ex;
				throw ex;
			}
			this.results = known;
		}
		return known;
	}

}
