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

import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * Checks the request body (docs/contract.md#body, docs/contract.md#tools).
 */
final class BodyRules {

	private static final ValueCheck MESSAGE = ObjectCheck.open()
		.required("role", ValueChecks.TEXT)
		.optional("content", ValueChecks.ANYTHING)
		.optional("name", ValueChecks.TEXT)
		.optional("tool_call_id", ValueChecks.TEXT)
		.optional("tool_calls", ArrayCheck.of(ObjectCheck.open()))
		.optional("function_call", ObjectCheck.open());

	private static final ValueCheck FUNCTION = ObjectCheck.closed()
		.required("name", ValueChecks.matching(Pattern.compile("^[a-zA-Z0-9_-]{1,64}$")))
		.required("description", ValueChecks.TEXT)
		.optional("parameters", new ToolSchemaCheck());

	private static final ValueCheck TOOL = ObjectCheck.closed()
		.required("type", ValueChecks.oneOf("function"))
		.required("function", FUNCTION);

	private static final ValueCheck BODY = ObjectCheck.open()
		.required("model", ValueChecks.TEXT)
		.required("messages", ArrayCheck.notEmpty(MESSAGE))
		.optional("stream", ValueChecks.FLAG)
		.optional("functions", ArrayCheck.of(FUNCTION))
		.optional("tools", ArrayCheck.of(TOOL));

	private BodyRules() {
	}

	/**
	 * Returns the body with converted values.
	 * @throws InvalidValueException if a rule is broken
	 */
	static JsonNode apply(JsonNode body) {
		return BODY.check(body, BodyPath.ROOT);
	}

}
