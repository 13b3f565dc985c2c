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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Describes in English what a schema allows.
 * <p>
 * A brief description names the properties of an object, because the schema next to it
 * defines them. A whole description also describes each of them, for the places where the
 * schema does not.
 */
final class SchemaDescriber {

	static final String ANY_VALUE = "any value";

	private static final int MAX_LENGTH = 64 * 1024;

	private final boolean whole;

	private SchemaDescriber(boolean whole) {
		this.whole = whole;
	}

	static String of(SchemaDraft draft) {
		return new SchemaDescriber(false).phrase(draft);
	}

	static String whole(SchemaDraft draft) {
		return new SchemaDescriber(true).phrase(draft);
	}

	static String all(List<SchemaDraft> drafts) {
		return DescriptionWords.list(drafts.stream().map(SchemaDescriber::of).toList(), "; ");
	}

	/**
	 * Describes alternatives, or returns an empty text if all descriptions are equal.
	 * @param phrase describes one of them
	 */
	static String distinct(List<SchemaDraft> drafts, Function<SchemaDraft, String> phrase) {
		Set<String> phrases = drafts.stream().map(phrase).collect(Collectors.toCollection(LinkedHashSet::new));
		return (phrases.size() == 1) ? "" : DescriptionWords.list(phrases, "; ");
	}

	private String phrase(SchemaDraft draft) {
		return phrase(draft, false);
	}

	/**
	 * Describes a schema within another one.
	 */
	private String nested(SchemaDraft draft) {
		return phrase(draft, draft.nullable);
	}

	private String phrase(SchemaDraft draft, boolean nullable) {
		List<String> details = new ArrayList<>();
		if (draft.description != null) {
			details.add(DescriptionWords.line(draft.description));
		}
		else if (draft.title != null && !draft.is("object")) {
			details.add(DescriptionWords.line(draft.title));
		}
		JsonNode values = draft.keywords.get("enum");
		draft.keywords.forEach((keyword, value) -> {
			if (!keyword.equals("enum")) {
				details.add(DescriptionWords.keyword(keyword, value));
			}
		});
		details.addAll(draft.words);
		if (nullable) {
			details.add("may be null");
		}
		if (this.whole && draft.items != null) {
			String items = nested(draft.items);
			if (!items.equals(noun(new SchemaDraft(draft.items.type)))) {
				details.add("each item: " + items);
			}
		}
		String noun = (values != null) ? DescriptionWords.values(List.copyOf(values.values())) : noun(draft);
		String phrase = details.isEmpty() ? noun : noun + " (" + String.join(", ", details) + ")";
		// Descriptions contain descriptions: without a limit they could double at each
		// level.
		return (phrase.length() > MAX_LENGTH) ? DescriptionWords.shorten(phrase, MAX_LENGTH) : phrase;
	}

	private String noun(SchemaDraft draft) {
		String type = (draft.type != null) ? draft.type : "";
		return switch (type) {
			case "" -> ANY_VALUE;
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

	private String object(SchemaDraft draft) {
		String label = draft.label();
		Map<String, SchemaDraft> properties = (draft.properties != null) ? draft.properties : Map.of();
		Set<String> names = new LinkedHashSet<>();
		draft.required.forEach((name) -> names.add(property(name, properties.get(name), true)));
		properties.forEach((name, property) -> {
			if (!draft.required.contains(name)) {
				names.add(property(name, property, false));
			}
		});
		SchemaDraft additional = draft.additional;
		if (this.whole && additional != null && !additional.is(SchemaDraft.NOTHING)) {
			String others = nested(additional);
			if (!others.equals(ANY_VALUE)) {
				names.add("other properties: " + others);
			}
		}
		String with = DescriptionWords.list(names, ", ");
		return ((label != null) ? label : "an object") + (with.isEmpty() ? "" : " with " + with);
	}

	private String property(String name, @Nullable SchemaDraft property, boolean required) {
		if (property == null) {
			return name;
		}
		if (isConstant(property) && !(this.whole && hasWords(property))) {
			return name + " " + DescriptionWords
				.value(property.keywords.getOrDefault("enum", EnumKeywords.array(List.of())).path(0));
		}
		List<String> details = new ArrayList<>();
		if (!required) {
			details.add("optional");
		}
		String phrase = this.whole ? nested(property) : ANY_VALUE;
		if (!phrase.equals(ANY_VALUE)) {
			details.add(phrase);
		}
		return details.isEmpty() ? name : name + " (" + String.join("; ", details) + ")";
	}

	private static boolean hasWords(SchemaDraft property) {
		return property.description != null || property.title != null || !property.words.isEmpty();
	}

	// Most often a discriminator that tells alternatives apart.
	private static boolean isConstant(SchemaDraft property) {
		JsonNode values = property.keywords.get("enum");
		return values != null && values.size() == 1;
	}

}
