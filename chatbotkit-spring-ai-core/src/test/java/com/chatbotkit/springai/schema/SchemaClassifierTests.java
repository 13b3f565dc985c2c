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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SchemaClassifier}: what is written out at each reference, and what
 * contains itself. The definition is "d", which may refer to the others.
 */
class SchemaClassifierTests {

	private static final int MOST = 64 * 1024;

	private static final String OTHERS = "\"e\":{\"enum\":[\"x\"]},\"o\":{\"properties\":{\"a\":{}}},"
			+ "\"back\":{\"items\":{\"$ref\":\"#/$defs/d\"}}";

	@ParameterizedTest
	@ValueSource(strings = { "{\"enum\":[\"a\",\"b\"]}", "{\"type\":\"number\",\"minimum\":1}",
			"{\"type\":\"array\",\"items\":{\"format\":\"date\"}}", "{\"$ref\":\"#/$defs/e\"}",
			"{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/e\"}}", "{\"anyOf\":[{\"$ref\":\"#/$defs/e\"},{}]}",
			"{\"$ref\":\"#/$defs/gone\"}", "{\"properties\":{}}", "{\"$defs\":{\"x\":{\"properties\":{\"a\":{}}}}}",
			"{\"default\":{\"properties\":{\"a\":{}}}}" })
	void aValueIsPlain(String schema) {
		JsonNode document = document(schema);
		assertThat(classifier(document).isPlain(document.at("/$defs/d"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"properties\":{\"a\":{}}}", "{\"patternProperties\":{\"a\":{}}}",
			"{\"type\":\"array\",\"items\":{\"properties\":{\"a\":{}}}}", "{\"$ref\":\"#/$defs/o\"}",
			"{\"anyOf\":[{},{\"$ref\":\"#/$defs/o\"}]}", "{\"if\":{\"const\":1}}", "{\"$ref\":\"#/$defs/back\"}",
			"{\"items\":{\"$ref\":\"#/$defs/d\"}}", "{\"items\":[{\"$ref\":\"#/$defs/o\"}]}" })
	void whatHasPropertiesOrItselfIsNot(String schema) {
		JsonNode document = document(schema);
		assertThat(classifier(document).isPlain(document.at("/$defs/d"))).isFalse();
	}

	@Test
	void aValueIsPlainUpToASize() {
		// Two for each object and list, and each keyword with its value.
		String schema = "{\"anyOf\":[{\"enum\":[\"%s\"]},{\"$ref\":\"#/$defs/e\"}]}";
		int rest = 2 + 2 + 2 + "enum[\"\"]".length() + 2 + 2 + "enum[\"x\"]".length();
		JsonNode fits = document(schema.formatted("y".repeat(MOST - rest)));
		assertThat(classifier(fits).isPlain(fits.at("/$defs/d"))).isTrue();
		JsonNode larger = document(schema.formatted("y".repeat(MOST - rest + 1)));
		assertThat(classifier(larger).isPlain(larger.at("/$defs/d"))).isFalse();
	}

	@Test
	void aValueIsPlainUpToADepth() {
		JsonNode deep = document("{\"items\":".repeat(63) + "{}" + "}".repeat(63));
		assertThat(classifier(deep).isPlain(deep.at("/$defs/d"))).isTrue();
		JsonNode deeper = document("{\"items\":".repeat(64) + "{}" + "}".repeat(64));
		assertThat(classifier(deeper).isPlain(deeper.at("/$defs/d"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"$ref\":\"#/$defs/d\"}", "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/d\"}}}",
			"{\"anyOf\":[{},{\"$ref\":\"#/$defs/back\"}]}", "{\"items\":{\"$dynamicRef\":\"#/$defs/back\"}}" })
	void whatRefersToItselfIsRecursive(String schema) {
		JsonNode document = document(schema);
		SchemaClassifier classifier = classifier(document);
		assertThat(classifier.isRecursive(document.at("/$defs/d"))).isTrue();
		assertThat(classifier.isRecursive(document.at("/$defs/d"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"$ref\":\"#/$defs/o\"}", "{\"$ref\":\"#/$defs/gone\"}", "{\"$ref\":5}",
			"{\"$defs\":{\"x\":{\"$ref\":\"#/$defs/d\"}}}", "{\"definitions\":{\"x\":{\"$ref\":\"#/$defs/d\"}}}" })
	void whatRefersToOthersOnlyIsNot(String schema) {
		JsonNode document = document(schema);
		assertThat(classifier(document).isRecursive(document.at("/$defs/d"))).isFalse();
	}

	@Test
	void whatLeadsToSomethingRecursiveIsNotForThat() {
		JsonNode document = json("""
				{"$defs":{"d":{"items":{"$ref":"#/$defs/loop"}},"loop":{"items":{"$ref":"#/$defs/loop"}}}}""");
		assertThat(classifier(document).isRecursive(document.at("/$defs/d"))).isFalse();
		assertThat(classifier(document).isRecursive(document.at("/$defs/loop"))).isTrue();
	}

	private static JsonNode document(String schema) {
		return json("{\"$defs\":{\"d\":%s,%s}}".formatted(schema, OTHERS));
	}

	private static SchemaClassifier classifier(JsonNode document) {
		return new SchemaClassifier(new SchemaReferences(document));
	}

}
