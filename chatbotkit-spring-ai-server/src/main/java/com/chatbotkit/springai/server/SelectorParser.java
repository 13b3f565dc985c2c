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

import java.util.Map;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentTarget;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Parses the selector of a request (docs/contract.md#selector).
 */
final class SelectorParser {

	private static final Pattern ESCAPED_SLASH = Pattern.compile("%2F", Pattern.CASE_INSENSITIVE);

	private SelectorParser() {
	}

	static AgentTarget parse(String selector) {
		Parts parts = split(selector);
		JsonNode name = parts.name();
		return switch (name.isString() ? name.stringValue() : "") {
			case "model" -> model(parts.config());
			case "bot" -> bot(parts.config());
			case "conversation" -> throw NativeErrors.badRequest("The `conversation/*` selector is not supported yet");
			default -> throw NativeErrors
				.badRequest("Unsupported model selector \"" + selector + "\" - expected one of model/*, bot/*");
		};
	}

	private static AgentTarget model(JsonNode config) {
		JsonNode name = config.path("name");
		JsonNode value = (name.isMissingNode() || name.isNull()) ? config.path("id") : name;
		if (!JavaScriptStrings.isTruthy(value)) {
			throw NativeErrors.badRequest("Model selector requires a `name` or `id`");
		}
		return new AgentTarget.Model(JavaScriptStrings.toText(value));
	}

	private static AgentTarget bot(JsonNode config) {
		JsonNode id = config.path("id");
		if (!JavaScriptStrings.isTruthy(id)) {
			throw NativeErrors.badRequest("Bot selector requires an `id`");
		}
		return new AgentTarget.Bot(JavaScriptStrings.toText(id));
	}

	private static Parts split(String selector) {
		if (selector.startsWith("{")) {
			return fromJson(selector);
		}
		ObjectNode config = JsonNodeFactory.instance.objectNode();
		if (selector.indexOf('/') <= 0) {
			return new Parts(StringNode.valueOf(selector), config);
		}
		String[] segments = selector.split("/", -1);
		for (int i = 1; i < segments.length; i++) {
			String[] pair = segments[i].split("=", 2);
			String key = unescape(pair[0]);
			if (!key.isEmpty()) {
				config.set(key, value((pair.length > 1) ? unescape(pair[1]) : ""));
			}
		}
		return new Parts(StringNode.valueOf(unescape(segments[0])), config);
	}

	private static Parts fromJson(String selector) {
		JsonNode json;
		try {
			json = JavaScriptJson.parse(selector);
		}
		catch (JacksonException ex) {
			throw NativeErrors.badRequest("Invalid syntax");
		}
		ObjectNode config = JsonNodeFactory.instance.objectNode();
		json.forEachEntry((key, value) -> {
			if (!key.equals("name") && !key.equals("config")) {
				config.set(key, value);
			}
		});
		// A string or an array would only add numeric keys, which no selector reads.
		for (Map.Entry<String, JsonNode> entry : json.path("config").properties()) {
			config.set(entry.getKey(), entry.getValue());
		}
		return new Parts(json.path("name"), config);
	}

	private static String unescape(String text) {
		return ESCAPED_SLASH.matcher(text).replaceAll("/");
	}

	private static JsonNode value(String text) {
		if (!text.isEmpty() && JavaScriptNumbers.isNumeric(text)) {
			return JavaScriptJson.number(JavaScriptNumbers.parseFloat(text));
		}
		if (text.equals("true") || text.equals("false")) {
			return BooleanNode.valueOf(text.equals("true"));
		}
		return StringNode.valueOf(text);
	}

	private record Parts(JsonNode name, JsonNode config) {

	}

}
