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

package com.chatbotkit.springai.schema;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a draft as a schema in the endpoint's dialect.
 * <p>
 * A node without a type must be empty there, so its parent's description says what is
 * known about it.
 */
final class SchemaWriter {

	private static final List<String> KEYWORDS = List.of("enum", "minLength", "maxLength", "pattern", "format",
			"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf");

	// As long as descriptions of alternatives.
	private static final int MAX_REPEATED = 64 * 1024;

	private SchemaWriter() {
	}

	static ObjectNode write(SchemaDraft draft) {
		ObjectNode node = JsonNodeFactory.instance.objectNode();
		if (draft.isUntyped()) {
			return node;
		}
		node.put("type", draft.type);
		String description = DescriptionWords.sentences(description(draft), words(draft));
		if (description != null) {
			node.put("description", description);
		}
		for (String keyword : KEYWORDS) {
			put(node, keyword, draft.keywords.get(keyword));
		}
		if (draft.is("object")) {
			properties(draft, node);
		}
		else if (draft.is("array")) {
			// Some model providers refuse an array without items.
			node.set("items", (draft.items != null) ? write(draft.items) : JsonNodeFactory.instance.objectNode());
		}
		put(node, "default", draft.keywords.get("default"));
		return node;
	}

	private static void properties(SchemaDraft draft, ObjectNode node) {
		SchemaDraft additional = draft.additional;
		ObjectNode additionalNode = (additional != null) ? write(additional) : JsonNodeFactory.instance.objectNode();
		if (draft.properties != null) {
			ObjectNode properties = node.putObject("properties");
			draft.properties.forEach((name, property) -> properties.set(name, write(property)));
			// The dialect requires each required property to be among the properties.
			List<String> missing = draft.required.stream().filter((name) -> !properties.has(name)).toList();
			ObjectNode any = JsonNodeFactory.instance.objectNode();
			boolean repeats = (long) missing.size() * additionalNode.toString().length() <= MAX_REPEATED;
			missing.forEach((name) -> properties.set(name, (repeats ? additionalNode : any).deepCopy()));
		}
		if (!draft.required.isEmpty()) {
			draft.required.forEach(node.putArray("required")::add);
		}
		if (additional != null && additional.isUntyped()) {
			node.put("additionalProperties", !additional.is(SchemaDraft.NOTHING));
		}
		else if (additional != null) {
			node.set("additionalProperties", additionalNode);
		}
	}

	private static @Nullable String description(SchemaDraft draft) {
		return (draft.description != null) ? draft.description : draft.title;
	}

	private static List<String> words(SchemaDraft draft) {
		List<String> words = new ArrayList<>(draft.words);
		if (draft.nullable) {
			words.add("may be null");
		}
		if (draft.is("object") && draft.properties != null) {
			draft.properties.forEach((name, property) -> addUntyped(name, property, words));
		}
		addUntyped("other properties", draft.is("object") ? draft.additional : null, words);
		addUntyped("each item", draft.is("array") ? draft.items : null, words);
		return words;
	}

	private static void addUntyped(String subject, @Nullable SchemaDraft draft, List<String> words) {
		if (draft == null || !draft.isUntyped()) {
			return;
		}
		List<String> untypedWords = words(draft);
		JsonNode value = draft.keywords.get("default");
		if (value != null) {
			untypedWords.add("default " + DescriptionWords.value(value));
		}
		if (draft.is(SchemaDraft.NULL)) {
			untypedWords.add("always null");
		}
		if (draft.is(SchemaDraft.NOTHING) && !subject.equals("other properties")) {
			untypedWords.add("no value is allowed");
		}
		String text = DescriptionWords.sentences(description(draft), untypedWords);
		if (text != null) {
			words.add(subject + ": " + text);
		}
	}

	private static void put(ObjectNode node, String keyword, @Nullable JsonNode value) {
		if (value != null) {
			node.set(keyword, value);
		}
	}

}
