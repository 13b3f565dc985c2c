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

package com.chatbotkit.springai.server.open;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads which form of answer the caller wants: JSON, JSON of a schema, or a tool call. An
 * agent gets it as a system text, because Spring AI has no option for it that every model
 * knows.
 */
final class OpenAnswerForm {

	private OpenAnswerForm() {
	}

	/**
	 * Returns what to tell the agent, or null if any answer will do.
	 * @param tools the caller's tools
	 */
	static @Nullable String read(JsonNode body, OpenTools tools) {
		List<String> wanted = new ArrayList<>();
		toolChoice(body, tools, wanted);
		responseFormat(body, wanted);
		return wanted.isEmpty() ? null : String.join("\n\n", wanted);
	}

	private static void toolChoice(JsonNode body, OpenTools tools, List<String> wanted) {
		JsonNode choice = OpenBody.field(body, "tool_choice");
		if (choice == null || tools.functions().isEmpty()) {
			return;
		}
		OpenAllowedTools allowed = tools.allowed();
		boolean any = (allowed != null) ? allowed.required()
				: choice.isString() && choice.stringValue().equals("required");
		if (any) {
			wanted.add("Call at least one tool now, before you answer.");
		}
		else if (allowed == null && choice.isObject()) {
			JsonNode function = OpenBody.field(choice, "function");
			String name = OpenBody.text((function != null && function.isObject()) ? function : choice, "name",
					"tool_choice.function.");
			if (name == null) {
				return;
			}
			if (tools.functions().stream().noneMatch((tool) -> tool.name().equals(name))) {
				throw OpenRefusal.invalid("tool_choice",
						"tool_choice names '" + name + "', which is not the name of one of the tools.");
			}
			wanted.add("Call the tool " + name + " now, before you answer.");
		}
	}

	private static void responseFormat(JsonNode body, List<String> wanted) {
		JsonNode format = OpenBody.field(body, "response_format");
		if (format == null) {
			return;
		}
		String type = format.isObject() ? OpenBody.text(format, "type", "response_format.") : null;
		switch ((type != null) ? type : "") {
			case "text" -> {
				// Any answer will do.
			}
			case "json_object", "json_schema" -> wanted.add(json(schema(format)));
			default -> throw OpenRefusal.invalid("response_format.type",
					"response_format.type must be text, json_object or json_schema.");
		}
	}

	private static String json(@Nullable JsonNode schema) {
		String alone = "nothing else: no text around it, and no code block.";
		return (schema != null)
				? "Answer with JSON that is valid against the following JSON Schema, and with " + alone + "\n" + schema
				: "Answer with one JSON object and " + alone;
	}

	/** The schema, where OpenAI has it or, as in other servers, beside the type. */
	private static @Nullable JsonNode schema(JsonNode format) {
		JsonNode named = OpenBody.field(format, "json_schema");
		if (named != null && !named.isObject()) {
			throw OpenRefusal.invalid("response_format.json_schema", "response_format.json_schema must be an object.");
		}
		JsonNode schema = OpenBody.field((named != null) ? named : format, "schema");
		if (schema != null && !schema.isObject()) {
			throw OpenRefusal.invalid("response_format",
					"The schema of response_format must be a JSON Schema, which is an object.");
		}
		return schema;
	}

}
