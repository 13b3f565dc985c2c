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

package com.chatbotkit.springai.server;

import java.util.UUID;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.json.JsonStrings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes a tool call, without the braces around it.
 */
final class ToolCallWriter {

	private ToolCallWriter() {
	}

	static String write(AgentEvent.ToolCall call) {
		return "\"id\":\"call_" + UUID.randomUUID() + "\",\"type\":\"function\",\"function\":{\"name\":"
				+ JsonStrings.quote(call.name()) + ",\"arguments\":" + JsonStrings.quote(arguments(call.arguments()))
				+ "}";
	}

	private static String arguments(@Nullable JsonNode arguments) {
		if (arguments == null || arguments.isNull()) {
			return "{}";
		}
		return arguments.isString() ? arguments.stringValue() : JavaScriptJson.stringify(arguments);
	}

}
