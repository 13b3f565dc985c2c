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

package com.chatbotkit.springai;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says in a few words of English what a draft allows.
 */
final class SchemaPhrase {

	private SchemaPhrase() {
	}

	static String of(SchemaDraft draft) {
		List<String> details = new ArrayList<>();
		if (draft.description != null) {
			details.add(draft.description);
		}
		else if (draft.title != null && !draft.is("object")) {
			details.add(draft.title);
		}
		JsonNode values = draft.keywords.get("enum");
		draft.keywords.forEach((keyword, value) -> {
			if (!keyword.equals("enum") && !keyword.equals("default")) {
				details.add(SchemaWords.keyword(keyword, value));
			}
		});
		details.addAll(draft.words);
		String noun = (values != null) ? SchemaWords.values(List.copyOf(values.values())) : noun(draft);
		String text = details.isEmpty() ? noun : noun + " (" + String.join(", ", details) + ")";
		return SchemaWords.shorten(text, SchemaWords.PHRASE_LENGTH);
	}

	static String all(List<SchemaDraft> drafts) {
		return SchemaWords.list(drafts.stream().map(SchemaPhrase::of).toList(), "; ");
	}

	/**
	 * Returns the phrases of alternatives, or an empty text if all are the same.
	 */
	static String distinct(List<SchemaDraft> drafts) {
		Set<String> phrases = drafts.stream()
			.map(SchemaPhrase::of)
			.collect(Collectors.toCollection(LinkedHashSet::new));
		return (phrases.size() == 1) ? "" : SchemaWords.list(phrases, "; ");
	}

	private static String noun(SchemaDraft draft) {
		String type = (draft.type != null) ? draft.type : "";
		return switch (type) {
			case "" -> "any value";
			case SchemaDraft.NULL -> "null";
			case SchemaDraft.NOTHING -> "nothing";
			case "object" -> object(draft);
			case "array" -> "an array" + ofItems(draft.items);
			case "integer" -> "an integer";
			default -> "a " + type;
		};
	}

	private static String ofItems(@Nullable SchemaDraft items) {
		return (items == null || items.isUntyped()) ? "" : " of " + items.type + "s";
	}

	private static String object(SchemaDraft draft) {
		String label = draft.label();
		Set<String> names = new LinkedHashSet<>();
		draft.required.forEach((name) -> names.add(property(name, draft)));
		if (draft.properties != null) {
			draft.properties.forEach((name, property) -> {
				if (!draft.required.contains(name)) {
					names.add(property(name, draft) + (isConstant(property) ? "" : " (optional)"));
				}
			});
		}
		String with = SchemaWords.list(names, ", ");
		return ((label != null) ? label : "an object") + (with.isEmpty() ? "" : " with " + with);
	}

	private static String property(String name, SchemaDraft draft) {
		SchemaDraft property = (draft.properties != null) ? draft.properties.get(name) : null;
		if (property == null || !isConstant(property)) {
			return name;
		}
		return name + " "
				+ SchemaWords.value(property.keywords.getOrDefault("enum", SchemaEnums.array(List.of())).path(0));
	}

	// A discriminator, most often: what tells alternatives apart.
	private static boolean isConstant(SchemaDraft property) {
		JsonNode values = property.keywords.get("enum");
		return values != null && values.size() == 1;
	}

}
