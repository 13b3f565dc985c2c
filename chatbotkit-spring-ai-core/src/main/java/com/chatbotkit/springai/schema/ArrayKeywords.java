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

import tools.jackson.databind.JsonNode;

/**
 * Reads the keywords of an array. The dialect has one schema for all items, so positions
 * and the number of items become part of the description.
 */
final class ArrayKeywords {

	private static final List<String> LENGTH_KEYWORDS = List.of("minItems", "maxItems");

	private static final List<String> CONTAINED_KEYWORDS = List.of("minContains", "maxContains");

	private final SchemaReader reader;

	ArrayKeywords(SchemaReader reader) {
		this.reader = reader;
	}

	void read(JsonNode schema, SchemaDraft draft) {
		JsonNode items = schema.path("items");
		// Before draft 2020-12, a tuple was an array in "items".
		boolean tuple = items.isArray() && schema.path("prefixItems").isEmpty();
		List<SchemaDraft> positions = this.reader.readAll(tuple ? items : schema.path("prefixItems"));
		JsonNode itemSchema = tuple ? schema.path("additionalItems") : items;
		if (itemSchema.isMissingNode() && schema.path("unevaluatedItems").isObject()) {
			itemSchema = schema.path("unevaluatedItems");
		}
		SchemaDraft rest = this.reader.read(itemSchema);
		if (rest.is(SchemaDraft.NOTHING)) {
			draft.words.add(positions.isEmpty() ? "no items" : "no further items");
			if (rest.description != null) {
				draft.words.add(rest.description);
			}
		}
		draft.items = positions.isEmpty() ? rest : tuple(positions, rest, itemSchema.isObject(), draft);
		if (draft.items.is(SchemaDraft.NOTHING)) {
			draft.items = new SchemaDraft(null);
		}
		NumberKeywords.counts(schema, LENGTH_KEYWORDS, "item", "items", draft);
		if (schema.path("uniqueItems").asBoolean(false)) {
			draft.words.add("no duplicates");
		}
		if (schema.hasNonNull("contains")) {
			draft.words.add("contains " + SchemaDescriber.whole(this.reader.read(schema.path("contains"))));
			NumberKeywords.counts(schema, CONTAINED_KEYWORDS, "of them", "of them", draft);
		}
	}

	private static SchemaDraft tuple(List<SchemaDraft> positions, SchemaDraft rest, boolean described,
			SchemaDraft draft) {
		draft.words.add("items in this order: " + SchemaDescriber.all(positions));
		List<SchemaDraft> all = new ArrayList<>(positions);
		if (described) {
			draft.words.add("further items: " + SchemaDescriber.of(rest));
			all.add(rest);
		}
		return SchemaUnion.of(all);
	}

}
