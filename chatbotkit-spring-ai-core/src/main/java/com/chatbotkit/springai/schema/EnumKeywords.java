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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads {@code enum} and {@code const}. Values that the dialect accepts become an enum,
 * the others become part of the description.
 */
final class EnumKeywords {

	/** The names under which generators say what each value of an enum means. */
	private static final List<String> MEANINGS = List.of("enumNames", "x-enumNames", "x-enum-names", "x-enum-varnames",
			"enumDescriptions", "x-enumDescriptions", "x-enum-descriptions");

	private EnumKeywords() {
	}

	/**
	 * Reads the values of a type. If no value has the type, all values become part of the
	 * description.
	 */
	static void read(JsonNode schema, String type, SchemaDraft draft) {
		if (type.equals(SchemaDraft.NULL)) {
			return;
		}
		List<JsonNode> values = new ArrayList<>(values(schema));
		draft.nullable |= values.removeIf(JsonNode::isNull);
		List<JsonNode> matching = values.stream().filter((value) -> SchemaTypes.matches(type, value)).toList();
		List<JsonNode> supported = matching.stream().filter(EnumKeywords::isSupported).toList();
		List<JsonNode> words = new ArrayList<>(
				matching.isEmpty() ? values : matching.stream().filter((value) -> !isSupported(value)).toList());
		if (type.equals("boolean") && supported.size() == 1) {
			words.addAll(supported);
		}
		else if (!type.equals("boolean") && !supported.isEmpty()) {
			draft.keywords.put("enum", array(supported));
			if (!words.isEmpty()) {
				draft.words.add("or " + DescriptionWords.values(words));
				words.clear();
			}
		}
		if (!words.isEmpty()) {
			draft.words.add(((words.size() == 1) ? "always " : "one of: ") + DescriptionWords.values(words));
		}
		Set<JsonNode> said = Set.copyOf(matching.isEmpty() ? values : matching);
		for (String keyword : MEANINGS) {
			readMeanings(schema.path("enum"), schema.path(keyword), said, draft);
		}
	}

	/**
	 * Reads what the values mean: a list in their order, or an object with a member for
	 * each.
	 */
	private static void readMeanings(JsonNode values, JsonNode meanings, Set<JsonNode> said, SchemaDraft draft) {
		if (!meanings.isObject() && !(meanings.isArray() && meanings.size() == values.size())) {
			return;
		}
		List<String> words = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			String value = values.path(i).asString("");
			JsonNode meaning = meanings.isObject() ? meanings.path(value) : meanings.path(i);
			if (said.contains(values.path(i)) && meaning.isString() && !meaning.stringValue().isBlank()
					&& !letters(meaning.stringValue()).equals(letters(value))) {
				words.add(DescriptionWords.value(values.path(i)) + " is "
						+ DescriptionWords.shorten(meaning.stringValue(), DescriptionWords.VALUE_LENGTH));
			}
		}
		if (!words.isEmpty()) {
			draft.words.add(DescriptionWords.list(words, ", "));
		}
	}

	/**
	 * Returns the letters and digits in lower case: {@code IN_USE} says no more than
	 * {@code in-use}.
	 */
	private static String letters(String text) {
		return text.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns the values that a schema lists, or an empty list if it lists none.
	 */
	static List<JsonNode> values(JsonNode schema) {
		if (schema.has("const")) {
			return List.of(schema.path("const"));
		}
		JsonNode values = schema.path("enum");
		return values.isArray() ? values.valueStream().distinct().toList() : List.of();
	}

	static ArrayNode array(Collection<JsonNode> values) {
		return JsonNodeFactory.instance.arrayNode().addAll(values);
	}

	private static boolean isSupported(JsonNode value) {
		return switch (value.getNodeType()) {
			case STRING -> !value.stringValue().isEmpty();
			case NUMBER -> JavaScriptNumbers.isSafe(value);
			case BOOLEAN -> true;
			default -> false;
		};
	}

}
