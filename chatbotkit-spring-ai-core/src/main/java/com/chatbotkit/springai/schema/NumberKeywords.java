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
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Reads the keywords of a number or an integer.
 */
final class NumberKeywords {

	private static final Set<String> FORMATS = Set.of("int32", "int64", "float", "double");

	// Add nothing to the type for a model that writes JSON.
	private static final Set<String> REDUNDANT_FORMATS = Set.of("", "int32", "float", "double");

	private NumberKeywords() {
	}

	static void read(JsonNode schema, SchemaDraft draft) {
		bound(schema, "minimum", "exclusiveMinimum", draft);
		bound(schema, "maximum", "exclusiveMaximum", draft);
		JsonNode multiple = schema.path("multipleOf");
		if (JavaScriptNumbers.isSafe(multiple) && JavaScriptNumbers.number(multiple) > 0) {
			draft.keywords.put("multipleOf", multiple);
		}
		String format = schema.path("format").asString("").strip();
		if (!REDUNDANT_FORMATS.contains(format)) {
			draft.words.add(DescriptionWords.shorten(format, DescriptionWords.VALUE_LENGTH));
		}
	}

	// Draft 4 says "exclusiveMinimum": true beside "minimum".
	private static void bound(JsonNode schema, String keyword, String exclusive, SchemaDraft draft) {
		boolean draft4 = schema.path(exclusive).isBoolean() && schema.path(exclusive).booleanValue();
		put(draft4 ? exclusive : keyword, schema.path(keyword), draft);
		if (!draft4) {
			put(exclusive, schema.path(exclusive), draft);
		}
	}

	private static void put(String keyword, JsonNode value, SchemaDraft draft) {
		if (isLimitOfType(keyword, value)) {
			return;
		}
		if (JavaScriptNumbers.isSafe(value)) {
			draft.keywords.put(keyword, value);
		}
		else if (value.isNumber()) {
			draft.words.add(DescriptionWords.keyword(keyword, value));
		}
	}

	// zod writes these bounds on every integer. They say nothing to a model.
	private static boolean isLimitOfType(String keyword, JsonNode value) {
		return value.isNumber() && JavaScriptNumbers.number(value) == switch (keyword) {
			case "minimum" -> -JavaScriptNumbers.MAX_SAFE;
			case "maximum" -> JavaScriptNumbers.MAX_SAFE;
			default -> Double.NaN;
		};
	}

	static boolean isFormat(String format) {
		return FORMATS.contains(format);
	}

	/**
	 * Describes the minimum and maximum number of something.
	 */
	static void counts(JsonNode schema, List<String> keywords, String singular, String plural, SchemaDraft draft) {
		JsonNode minimum = schema.path(keywords.get(0));
		JsonNode maximum = schema.path(keywords.get(1));
		boolean hasMinimum = JavaScriptNumbers.isCount(minimum) && JavaScriptNumbers.number(minimum) > 0;
		if (hasMinimum && JavaScriptNumbers.isCount(maximum)
				&& JavaScriptNumbers.number(minimum) == JavaScriptNumbers.number(maximum)) {
			draft.words.add("exactly " + DescriptionWords.count(minimum, singular, plural));
			return;
		}
		if (hasMinimum) {
			draft.words.add("at least " + DescriptionWords.count(minimum, singular, plural));
		}
		if (JavaScriptNumbers.isCount(maximum)) {
			draft.words.add("at most " + DescriptionWords.count(maximum, singular, plural));
		}
	}

}
