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
 * A message of a conversation, as the platform's engine sees it (docs/contract.md#body).
 */
public sealed interface AgentMessage {

	/**
	 * What the user said.
	 *
	 * @param text the text; may be empty
	 */
	record User(String text) implements AgentMessage {

	}

	/**
	 * What the agent said.
	 *
	 * @param text the text, never empty
	 */
	record Bot(String text) implements AgentMessage {

	}

	/**
	 * An earlier call of one of the caller's functions.
	 *
	 * @param name the function's name, or null where the caller left it out
	 * @param arguments the arguments, parsed where they are JSON, else as sent; null
	 * where the caller left them out
	 */
	record FunctionCall(@Nullable String name, @Nullable JsonNode arguments) implements AgentMessage {

	}

	/**
	 * The result of such a call.
	 *
	 * @param name the name of the function, {@code unknown} where neither the call nor
	 * the result names it
	 * @param arguments the arguments of the call; null where it is not known
	 * @param result the result, parsed where it is JSON, else a string
	 * @param json the result as compact JSON
	 */
	record FunctionResult(String name, @Nullable JsonNode arguments, JsonNode result,
			String json) implements AgentMessage {

	}

}
