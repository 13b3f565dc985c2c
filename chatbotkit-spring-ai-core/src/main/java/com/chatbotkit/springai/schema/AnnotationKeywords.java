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

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the keywords that a schema of any type may have: description, title, default and
 * examples.
 */
final class AnnotationKeywords {

	private AnnotationKeywords() {
	}

	static void read(JsonNode schema, SchemaDraft draft) {
		draft.description = text(schema.path("description"));
		draft.title = text(schema.path("title"));
		draft.nullable |= schema.path("nullable").asBoolean(false);
		if (schema.path("deprecated").asBoolean(false)) {
			draft.words.add("deprecated");
		}
		if (schema.hasNonNull("default")) {
			draft.keywords.put("default", schema.path("default"));
		}
		if (schema.path("examples").isArray() && !schema.path("examples").isEmpty()) {
			draft.words.add("e.g. " + DescriptionWords.values(schema.path("examples").valueStream().limit(3).toList()));
		}
		else if (schema.hasNonNull("example")) {
			draft.words.add("e.g. " + DescriptionWords.value(schema.path("example")));
		}
	}

	/** Shortens annotations that another node of the schema has in full. */
	static void shorten(SchemaDraft draft) {
		draft.description = shortened(draft.description);
		draft.title = shortened(draft.title);
		draft.keywords.remove("default");
		List<String> words = draft.words.stream()
			.map((text) -> DescriptionWords.shorten(text, DescriptionWords.PHRASE_LENGTH))
			.toList();
		draft.words.clear();
		draft.words.addAll(words);
	}

	/** Returns the number of characters of a draft's annotations. */
	static long length(SchemaDraft draft) {
		return Stream.of(draft.description, draft.title, draft.words, draft.keywords)
			.filter(Objects::nonNull)
			.mapToLong((said) -> said.toString().length())
			.sum();
	}

	private static @Nullable String shortened(@Nullable String text) {
		return (text != null) ? DescriptionWords.shorten(text, DescriptionWords.PHRASE_LENGTH) : null;
	}

	private static @Nullable String text(JsonNode value) {
		String text = value.isValueNode() ? value.asString("") : "";
		return text.isBlank() ? null : text;
	}

}
