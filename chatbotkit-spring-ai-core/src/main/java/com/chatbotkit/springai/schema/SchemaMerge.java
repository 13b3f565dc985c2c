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

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Merges two drafts of one node, as {@code allOf} requires.
 */
final class SchemaMerge {

	private SchemaMerge() {
	}

	/**
	 * Adds the second draft to the first. If both have a keyword, the first one wins and
	 * the second becomes part of the description.
	 */
	static SchemaDraft of(SchemaDraft draft, SchemaDraft other) {
		draft.name = (draft.name != null) ? draft.name : other.name;
		draft.title = (draft.title != null) ? draft.title : other.title;
		draft.nullable |= other.nullable;
		if (draft.description == null) {
			draft.description = other.description;
		}
		else if (other.description != null && !other.description.equals(draft.description)) {
			draft.words.add(other.description);
		}
		if (!mergeType(draft, other)) {
			draft.words.add("also " + SchemaDescriber.whole(other));
			return draft;
		}
		draft.words.addAll(other.words);
		other.keywords.forEach((keyword, value) -> mergeKeyword(draft, keyword, value));
		if (draft.is("integer")) {
			removeFractions(draft);
		}
		draft.required.addAll(other.required);
		draft.properties = properties(draft.properties, other.properties);
		draft.items = mergeNullable(draft.items, other.items);
		draft.additional = mergeNullable(draft.additional, other.additional);
		return draft;
	}

	private static boolean mergeType(SchemaDraft draft, SchemaDraft other) {
		if (draft.type == null || (draft.is("number") && other.is("integer"))) {
			draft.type = other.type;
			return true;
		}
		return other.type == null || draft.is(other.type) || (draft.is("integer") && other.is("number"));
	}

	private static void mergeKeyword(SchemaDraft draft, String keyword, JsonNode value) {
		JsonNode present = draft.keywords.putIfAbsent(keyword, value);
		if (present == null || present.equals(value) || keyword.equals("default")) {
			return;
		}
		if (keyword.equals("enum")) {
			List<JsonNode> both = present.valueStream().filter(new HashSet<>(value.values())::contains).toList();
			if (!both.isEmpty()) {
				draft.keywords.put(keyword, EnumKeywords.array(both));
				return;
			}
		}
		draft.words.add("also " + DescriptionWords.keyword(keyword, value));
	}

	private static void removeFractions(SchemaDraft draft) {
		JsonNode values = draft.keywords.remove("enum");
		if (values == null) {
			return;
		}
		List<JsonNode> integers = values.valueStream().filter(JavaScriptNumbers::isInteger).toList();
		if (integers.isEmpty()) {
			draft.words.add(DescriptionWords.keyword("enum", values));
		}
		else {
			draft.keywords.put("enum", EnumKeywords.array(integers));
		}
	}

	private static @Nullable Map<String, SchemaDraft> properties(@Nullable Map<String, SchemaDraft> properties,
			@Nullable Map<String, SchemaDraft> other) {
		if (properties == null || other == null) {
			return (properties != null) ? properties : other;
		}
		other.forEach((name, draft) -> properties.merge(name, draft, SchemaMerge::of));
		return properties;
	}

	private static @Nullable SchemaDraft mergeNullable(@Nullable SchemaDraft draft, @Nullable SchemaDraft other) {
		if (draft == null) {
			return other;
		}
		// Generators forbid other properties in each part of an "allOf", although the
		// other parts add some.
		if (other == null || other.is(SchemaDraft.NOTHING)) {
			return draft;
		}
		return draft.is(SchemaDraft.NOTHING) ? other : of(draft, other);
	}

}
