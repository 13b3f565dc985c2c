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

package com.chatbotkit.springai.api;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses and writes a selector in its short form and its JSON form.
 */
final class SelectorParser {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String WHAT_TO_WRITE = "write model/name=<model> for a plain model or bot/id=<id> for a bot";

	private static final Pattern ESCAPED_SLASH = Pattern.compile("%2F", Pattern.CASE_INSENSITIVE);

	/**
	 * The texts that JavaScript's {@code Number(text)} accepts. The endpoint turns such
	 * values of the short form into numbers: {@code 0123} would reach bot {@code 123}.
	 */
	private static final Pattern NUMBER_LIKE = Pattern
		.compile("\\s*[+-]?(Infinity|(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?)"
				+ "\\s*|\\s*0[xX][0-9a-fA-F]+\\s*|\\s*0[oO][0-7]+\\s*|\\s*0[bB][01]+\\s*|[\\s\\uFEFF\\u00A0]+");

	private SelectorParser() {
	}

	static ChatBotKitSelector parse(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			throw new IllegalArgumentException("The model selector is missing: " + WHAT_TO_WRITE);
		}
		return text.startsWith("{") ? parseJson(text) : parseShort(text);
	}

	/**
	 * Reads a selector that a user wrote, and also refuses probable mistakes.
	 */
	static ChatBotKitSelector read(@Nullable String written) {
		String text = (written != null) ? WrittenId.trim(written) : null;
		ChatBotKitSelector selector = parse(text);
		if (text != null && !text.startsWith("{")) {
			WrittenId.checkShort(text, (selector instanceof ChatBotKitSelector.Bot bot) ? bot.id()
					: ((ChatBotKitSelector.Model) selector).name());
		}
		return selector;
	}

	private static ChatBotKitSelector parseShort(String text) {
		String[] parts = text.split("/", -1);
		Map<String, String> config = new HashMap<>();
		for (int i = 1; i < parts.length; i++) {
			int equals = parts[i].indexOf('=');
			String key = unescape((equals < 0) ? parts[i] : parts[i].substring(0, equals));
			String value = (equals < 0) ? "" : unescape(parts[i].substring(equals + 1));
			if (isNothing(value)) {
				throw new IllegalArgumentException("The endpoint refuses the value \"" + value + "\" in the selector \""
						+ text + "\": write it in the JSON form, " + json(unescape(parts[0]), key, value));
			}
			config.put(key, value);
		}
		return of(text, (parts.length > 1) ? unescape(parts[0]) : null, config);
	}

	private static ChatBotKitSelector parseJson(String text) {
		JsonNode node = readTree(text);
		Map<String, String> config = new HashMap<>();
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			if (!property.getKey().equals("name")) {
				put(config, property);
			}
		}
		JsonNode nested = node.path("config");
		for (Map.Entry<String, JsonNode> property : nested.properties()) {
			put(config, property);
		}
		return of(text, node.path("name").stringValue(null), config);
	}

	private static void put(Map<String, String> config, Map.Entry<String, JsonNode> property) {
		JsonNode value = property.getValue();
		if (value.isString() || (value.isNumber() && value.doubleValue() != 0)) {
			config.put(property.getKey(), value.asString());
		}
	}

	private static JsonNode readTree(String text) {
		try {
			return JSON.readTree(text);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The model selector starts with { but is no JSON: write "
					+ json("bot", "id", "<id>") + " or bot/id=<id>", ex);
		}
	}

	private static ChatBotKitSelector of(String text, @Nullable String kind, Map<String, String> config) {
		return switch ((kind != null) ? kind : "") {
			case "bot" -> new ChatBotKitSelector.Bot(required(text, config.get("id")));
			case "model" -> new ChatBotKitSelector.Model(
					required(text, config.containsKey("name") ? config.get("name") : config.get("id")));
			case "conversation" -> throw new IllegalArgumentException("The selector \"" + text
					+ "\" is reserved: ChatBotKit does not support conversation/… yet; " + WHAT_TO_WRITE);
			default ->
				throw new IllegalArgumentException("\"" + text + "\" is no selector of ChatBotKit: " + WHAT_TO_WRITE);
		};
	}

	private static String required(String text, @Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw new IllegalArgumentException("The selector \"" + text + "\" has no id or name: " + WHAT_TO_WRITE);
		}
		return value;
	}

	private static String unescape(String text) {
		return (text.indexOf('%') < 0) ? text : ESCAPED_SLASH.matcher(text).replaceAll("/");
	}

	/**
	 * Whether the endpoint reads the value as {@code false}, {@code 0} or {@code NaN},
	 * which it treats as missing.
	 */
	private static boolean isNothing(String value) {
		if (startsLikeName(value)) {
			return value.equals("false");
		}
		Matcher number = NUMBER_LIKE.matcher(value);
		// Without group 1, the value is 0x… (read as 0) or only white space.
		return number.matches() && (number.group(1) == null || Double.parseDouble(number.group(1)) == 0);
	}

	/**
	 * Whether the value starts with a letter that no number starts with. Most values do.
	 */
	private static boolean startsLikeName(String value) {
		char first = value.isEmpty() ? ' ' : value.charAt(0);
		return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z' && first != 'I');
	}

	private static boolean isExact(String value) {
		return !value.equals("true") && !value.equals("false")
				&& (startsLikeName(value) || !NUMBER_LIKE.matcher(value).matches());
	}

	/**
	 * Whether the value survives the short form unchanged.
	 */
	static boolean isPlain(String value) {
		return isExact(value) && value.indexOf('/') < 0 && WrittenId.isShort(value)
				&& (value.indexOf('%') < 0 || !ESCAPED_SLASH.matcher(value).find());
	}

	static String json(String kind, String key, String value) {
		return "{\"name\":" + JSON.writeValueAsString(kind) + ",\"config\":{" + JSON.writeValueAsString(key) + ":"
				+ JSON.writeValueAsString(value) + "}}";
	}

}
