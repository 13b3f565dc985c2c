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

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads {@code enum} and {@code const}: what the dialect accepts as an enum of the type,
 * the other values as words.
 */
final class EnumKeywords {

	private EnumKeywords() {
	}

	/**
	 * Reads the values that fit a type; where none does, all of them, as words.
	 */
	static void read(JsonNode schema, String type, SchemaDraft draft) {
		if (type.equals(SchemaDraft.NULL)) {
			return;
		}
		List<JsonNode> listed = new ArrayList<>(values(schema));
		draft.nullable |= listed.removeIf(JsonNode::isNull);
		List<JsonNode> fitting = listed.stream().filter((value) -> SchemaTypes.fits(type, value)).toList();
		List<JsonNode> sayable = fitting.stream().filter(EnumKeywords::isSayable).toList();
		List<JsonNode> words = new ArrayList<>(
				fitting.isEmpty() ? listed : fitting.stream().filter((value) -> !isSayable(value)).toList());
		if (type.equals("boolean") && sayable.size() == 1) {
			words.addAll(sayable);
		}
		else if (!type.equals("boolean") && !sayable.isEmpty()) {
			draft.keywords.put("enum", array(sayable));
			if (!words.isEmpty()) {
				draft.words.add("or " + DescriptionWords.values(words));
				return;
			}
		}
		if (!words.isEmpty()) {
			draft.words.add(((words.size() == 1) ? "always " : "one of: ") + DescriptionWords.values(words));
		}
	}

	/**
	 * Returns the values that a schema allows one by one, empty if it does not list them.
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

	private static boolean isSayable(JsonNode value) {
		return switch (value.getNodeType()) {
			case STRING -> !value.stringValue().isEmpty();
			case NUMBER -> JavaScriptNumbers.isSafe(value);
			case BOOLEAN -> true;
			default -> false;
		};
	}

}
