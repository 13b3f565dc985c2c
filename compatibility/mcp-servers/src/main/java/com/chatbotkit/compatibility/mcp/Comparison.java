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

package com.chatbotkit.compatibility.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/**
 * What has become of a tool on its way to the bot: the words of its descriptions, and the
 * types of its nodes.
 */
final class Comparison {

	int words;

	int kept;

	int nodes;

	final List<String> changed = new ArrayList<>();

	/**
	 * Adds a tool.
	 * @param name where a changed type is
	 * @param description the tool's description as the server gave it
	 * @param raw the schema as the server gave it
	 * @param sent the function as the bot was offered it
	 */
	void add(String name, String description, JsonNode raw, JsonNode sent) {
		Set<String> told = words(sent.path("description").asString(""));
		descriptions(sent.path("parameters"), told);
		Set<String> meant = words(description);
		descriptions(raw, meant);
		this.words += meant.size();
		meant.retainAll(told);
		this.kept += meant.size();
		types(name, raw, sent.path("parameters"));
	}

	private void types(String path, JsonNode raw, JsonNode sent) {
		String type = raw.path("type").asString("");
		if (!type.isEmpty() && !type.equals("null") && !sent.isMissingNode()) {
			this.nodes++;
			if (!type.equals(sent.path("type").asString(""))) {
				this.changed.add(path + ": " + type + " is " + sent.path("type").asString("nothing"));
			}
		}
		raw.path("properties")
			.properties()
			.forEach((property) -> types(path + "." + property.getKey(), property.getValue(),
					sent.path("properties").path(property.getKey())));
		if (raw.path("items").isObject()) {
			types(path + "[]", raw.get("items"), sent.path("items"));
		}
	}

	private static void descriptions(JsonNode schema, Set<String> words) {
		if (schema.path("description").isString()) {
			words.addAll(words(schema.get("description").asString()));
		}
		schema.forEach((child) -> descriptions(child, words));
	}

	private static Set<String> words(String text) {
		Set<String> words = new TreeSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
		words.remove("");
		return words;
	}

}
