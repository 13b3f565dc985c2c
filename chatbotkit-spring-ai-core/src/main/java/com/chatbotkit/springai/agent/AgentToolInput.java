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

package com.chatbotkit.springai.agent;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The input of an agent that is called as a tool: a JSON object with a message.
 */
final class AgentToolInput {

	static final String SCHEMA = """
			{
			  "type": "object",
			  "properties": {
			    "message": {
			      "type": "string",
			      "description": "What to ask or to tell the agent, with all that it has to know: it does not see this conversation."
			    }
			  },
			  "required": ["message"]
			}""";

	private AgentToolInput() {
	}

	/**
	 * Reads the message.
	 * @throws IllegalArgumentException if there is none, with what to write instead
	 */
	static String message(@Nullable String toolInput) {
		JsonNode message;
		try {
			message = JsonMapper.shared().readTree((toolInput != null) ? toolInput : "").path("message");
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The input is no JSON: write {\"message\":\"...\"}", ex);
		}
		Assert.isTrue(message.isString() && StringUtils.hasText(message.stringValue()),
				"The input has no message: write {\"message\":\"...\"}");
		return message.stringValue();
	}

}
