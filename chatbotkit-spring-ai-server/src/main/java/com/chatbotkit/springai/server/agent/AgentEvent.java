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
	 * What the agent does, in a few words, for those who want to watch it.
	 *
	 * @param text the words
	 */
	record Step(String text) implements AgentEvent {

	}

	/**
	 * A document that the answer rests on.
	 *
	 * @param title its title, or null where there is none
	 * @param url its address, or null where there is none
	 */
	record Source(@Nullable String title, @Nullable String url) implements AgentEvent {

	}

	/**
	 * The next piece of the answer's text.
	 *
	 * @param text the piece
	 */
	record Token(String text) implements AgentEvent {

	}

	/**
	 * A function call: of the caller's functions, or of a tool that the agent runs
	 * itself, which callers see as well (docs/contract.md#streaming). Only an answer that
	 * ends with {@link EndReason#ACTIVITY} asks the caller to act.
	 *
	 * @param id the call's id, or null where the endpoint is to make one
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
	 * The end of the answer. Without it an answer ends with {@link EndReason#STOP}.
	 *
	 * @param reason why it ended
	 */
	record End(EndReason reason) implements AgentEvent {

	}

	/**
	 * A failure that the agent reports instead of, or in the middle of an answer. A
	 * client that streams gets it as an event, any other a status 500.
	 *
	 * @param code the code, or null where there is none
	 * @param message what happened
	 */
	record Failure(@Nullable String code, String message) implements AgentEvent {

	}

}
