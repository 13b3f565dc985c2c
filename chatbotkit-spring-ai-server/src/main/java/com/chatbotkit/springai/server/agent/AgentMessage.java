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

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message of a conversation, as the platform's engine sees it (docs/contract.md#body).
 */
public sealed interface AgentMessage {

	/**
	 * A message of the user.
	 *
	 * @param text the text; may be empty
	 * @param media images and other media, in order; empty if there are none
	 */
	record User(String text, List<AgentMedia> media) implements AgentMessage {

		/**
		 * Creates a message.
		 */
		public User {
			media = List.copyOf(media);
		}

		/**
		 * Creates a message without media.
		 * @param text the text; may be empty
		 */
		public User(String text) {
			this(text, List.of());
		}

	}

	/**
	 * A message of the agent.
	 *
	 * @param text the text, never empty
	 */
	record Bot(String text) implements AgentMessage {

	}

	/**
	 * An earlier call of one of the caller's functions.
	 *
	 * @param id the call's id, or null if the dialect does not pass it on
	 * @param name the function's name, or null if the caller has sent none
	 * @param arguments the arguments, parsed if they are JSON, or else as sent; null if
	 * the caller has sent none
	 */
	record FunctionCall(@Nullable String id, @Nullable String name,
			@Nullable JsonNode arguments) implements AgentMessage {

		/**
		 * Creates a call without an id.
		 * @param name the function's name, or null
		 * @param arguments the arguments, or null
		 */
		public FunctionCall(@Nullable String name, @Nullable JsonNode arguments) {
			this(null, name, arguments);
		}

	}

	/**
	 * The result of a function call.
	 *
	 * @param id the call's id, or null if the dialect does not pass it on
	 * @param name the name of the function, {@code unknown} if neither the call nor the
	 * result has it
	 * @param arguments the arguments of the call; null if they are not known
	 * @param result the result, parsed if it is JSON, or else a string
	 * @param json the result as compact JSON
	 */
	record FunctionResult(@Nullable String id, String name, @Nullable JsonNode arguments, JsonNode result,
			String json) implements AgentMessage {

		/**
		 * Creates a result without an id.
		 * @param name the name of the function
		 * @param arguments the arguments of the call, or null
		 * @param result the result
		 * @param json the result as compact JSON
		 */
		public FunctionResult(String name, @Nullable JsonNode arguments, JsonNode result, String json) {
			this(null, name, arguments, result, json);
		}

	}

}
