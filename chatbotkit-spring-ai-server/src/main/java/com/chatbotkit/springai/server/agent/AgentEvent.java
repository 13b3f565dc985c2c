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

package com.chatbotkit.springai.server.agent;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A step of an agent's answer.
 */
public sealed interface AgentEvent {

	/**
	 * A short description of what the agent does, for clients that show it.
	 *
	 * @param text the description
	 */
	record Step(String text) implements AgentEvent {

	}

	/**
	 * A document that the answer is based on.
	 *
	 * @param title its title, or null if there is none
	 * @param url its address, or null if there is none
	 */
	record Source(@Nullable String title, @Nullable String url) implements AgentEvent {

	}

	/**
	 * The next part of the answer's text.
	 *
	 * @param text the text
	 */
	record Token(String text) implements AgentEvent {

	}

	/**
	 * A call of one of the caller's functions, or of a tool that the agent runs itself,
	 * which callers see as well (docs/contract.md#streaming). Only an answer that ends
	 * with {@link EndReason#ACTIVITY} asks the caller to run functions.
	 *
	 * @param id the call's id, or null to have the endpoint generate one
	 * @param name the function's name
	 * @param arguments the arguments; a string node is sent as it is, null as an empty
	 * object
	 */
	record ToolCall(@Nullable String id, String name, @Nullable JsonNode arguments) implements AgentEvent {

		/**
		 * Creates a call without an id of its own.
		 * @param name the function's name
		 * @param arguments the arguments
		 */
		public ToolCall(String name, @Nullable JsonNode arguments) {
			this(null, name, arguments);
		}

	}

	/**
	 * Tokens used since the last such event.
	 *
	 * @param input tokens read
	 * @param output tokens written
	 */
	record Usage(int input, int output) implements AgentEvent {

	}

	/**
	 * The end of the answer. Without this event an answer ends with
	 * {@link EndReason#STOP}.
	 *
	 * @param reason why it ended
	 */
	record End(EndReason reason) implements AgentEvent {

	}

	/**
	 * A failure that the agent reports instead of an answer, or in the middle of it. A
	 * streaming client gets it as an event, and any other client gets status 500.
	 *
	 * @param code the code, or null if there is none
	 * @param message what happened
	 */
	record Failure(@Nullable String code, String message) implements AgentEvent {

	}

}
