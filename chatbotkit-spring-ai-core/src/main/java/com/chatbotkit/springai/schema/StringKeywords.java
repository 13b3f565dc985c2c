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

import tools.jackson.databind.JsonNode;

/**
 * Reads the keywords of a string: length, pattern, format and content.
 */
final class StringKeywords {

	private StringKeywords() {
	}

	static void read(JsonNode schema, SchemaReader reader, SchemaDraft draft) {
		length(schema, "minLength", draft);
		length(schema, "maxLength", draft);
		text(schema, "pattern", draft);
		text(schema, "format", draft);
		// Ajv's limits of dates and times.
		limit(schema.path("formatMinimum"), "not before", draft);
		limit(schema.path("formatExclusiveMinimum"), "after", draft);
		limit(schema.path("formatMaximum"), "not after", draft);
		limit(schema.path("formatExclusiveMaximum"), "before", draft);
		String encoding = schema.path("contentEncoding").asString("");
		if (!encoding.isBlank()) {
			draft.words.add(DescriptionWords.shorten(encoding, DescriptionWords.VALUE_LENGTH) + " encoded");
		}
		String mediaType = schema.path("contentMediaType").asString("");
		if (!mediaType.isBlank()) {
			draft.words.add("content of type " + DescriptionWords.shorten(mediaType, DescriptionWords.VALUE_LENGTH));
		}
		content(schema, reader, draft);
	}

	private static void content(JsonNode schema, SchemaReader reader, SchemaDraft draft) {
		if (schema.path("contentSchema").isObject() && !schema.path("contentSchema").isEmpty()) {
			draft.words.add("content: " + SchemaDescriber.whole(reader.read(schema.path("contentSchema"))));
		}
	}

	private static void limit(JsonNode value, String limit, SchemaDraft draft) {
		if (value.isString()) {
			draft.words.add(limit + " " + DescriptionWords.shorten(value.stringValue(), DescriptionWords.VALUE_LENGTH));
		}
	}

	private static void length(JsonNode schema, String keyword, SchemaDraft draft) {
		JsonNode value = schema.path(keyword);
		if (JavaScriptNumbers.isCount(value)) {
			draft.keywords.put(keyword, value);
		}
	}

	private static void text(JsonNode schema, String keyword, SchemaDraft draft) {
		JsonNode value = schema.path(keyword);
		if (value.isString() && !value.stringValue().isEmpty()) {
			draft.keywords.put(keyword, value);
		}
	}

}
