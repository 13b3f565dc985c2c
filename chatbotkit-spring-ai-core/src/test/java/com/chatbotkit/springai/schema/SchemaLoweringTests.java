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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static com.chatbotkit.springai.schema.LoweredSchemas.lowered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SchemaLowering}: the root, refusals and the cache.
 */
class SchemaLoweringTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " \n", "{}", "{\"type\":\"object\"}", "{\"$schema\":\"x\",\"type\":\"object\"}",
			"{\"type\":[\"object\",\"null\"]}", "{\"type\":\"null\"}" })
	void aToolWithoutArgumentsTakesAnEmptyObject(String schema) {
		assertThat(LoweredSchemas.lower(schema)).isEqualTo(json("""
				{"type":"object","properties":{}}"""));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a list  | {"type":"array","items":{"type":"string"}} | {"type":"object","properties":{"input":{"type":"array","items":{"type":"string"}}},"required":["input"]}
					a text  | {"type":"string","description":"d"}        | {"type":"object","properties":{"input":{"type":"string","description":"d"}},"required":["input"]}
					""")
	void anInputThatIsNoObjectIsWrapped(String fact, String schema, String expected) {
		assertThat(lowered(schema)).isEqualTo(json(expected));
	}

	@Test
	void alternativesAtTheRootAreOneObject() {
		assertThat(lowered("""
				{"anyOf":[{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]},
				          {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}]}"""))
			.isEqualTo(json("""
					{"type":"object","description":"one of: an object with id; an object with name",
					 "properties":{"id":{"type":"integer"},"name":{"type":"string"}}}"""));
	}

	@Test
	void aRootThatOnlyDescribesIsAnObject() {
		assertThat(lowered("{\"description\":\"d\"}")).isEqualTo(json("""
				{"type":"object","description":"d","properties":{}}"""));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"type":     | not valid JSON
			{} {}        | not valid JSON
			{'a':1}      | not valid JSON
			NaN          | not valid JSON
			[]           | must be a JSON object, but it is: []
			true         | must be a JSON object, but it is: true
			null         | must be a JSON object, but it is: null
			"object"     | must be a JSON object, but it is: "object"
			""")
	void whatIsNoJsonObjectIsRefusedWithASentence(String schema, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> LoweredSchemas.lower(schema))
			.withMessageStartingWith("The input schema ")
			.withMessageContaining(message);
	}

	@Test
	void nestingBeyondWhatTheParserReadsIsRefused() {
		String schema = "{\"items\":".repeat(2000) + "{}" + "}".repeat(2000);
		assertThatIllegalArgumentException().isThrownBy(() -> LoweredSchemas.lower(schema));
	}

	@Test
	void theSameSchemaIsLoweredOnce() {
		String schema = "{\"type\":\"object\",\"title\":\"theSameSchemaIsLoweredOnce\"}";
		assertThat(cached(schema)).isSameAs(cached(new StringBuilder(schema).toString()));
		assertThat(json(cached(schema).parameters().toString())).isEqualTo(LoweredSchemas.lower(schema));
	}

	@Test
	void noSchemaIsCachedAsTheEmptyOne() {
		assertThat(cached(null)).isSameAs(cached(""));
		assertThat(json(cached(null).parameters().toString())).isEqualTo(LoweredSchemas.lower("{}"));
	}

	@Test
	void aRefusedSchemaIsRefusedAgain() {
		assertThatIllegalArgumentException().isThrownBy(() -> cached("[]"));
		assertThatIllegalArgumentException().isThrownBy(() -> cached("[]"));
	}

	private static ToolSchema cached(@Nullable String schema) {
		return ToolSchema.of(schema);
	}

}
