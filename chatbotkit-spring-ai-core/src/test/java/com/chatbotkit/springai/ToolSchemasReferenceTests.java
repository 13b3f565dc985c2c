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

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static com.chatbotkit.springai.LoweredSchemas.json;
import static com.chatbotkit.springai.LoweredSchemas.lowered;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolSchemas}: references, recursion and the bounds of what is inlined.
 */
class ToolSchemasReferenceTests {

	@ParameterizedTest(name = "{0} named by {1}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			a definition          | #/$defs/City
			an old definition     | #/definitions/Town
			a property            | #/properties/b
			a place in a list     | #/anyOf/0
			a name with a slash   | #/$defs/a~1b
			a name with a tilde   | #/$defs/a~0b
			an escaped name       | #/$defs/a%20b
			an unescaped name     | #/$defs/a b
			a name with a percent | #/$defs/100%
			a generic type        | #/$defs/Map(String,City)
			an anchor             | #city
			an embedded id        | https://example.com/city.json
			a place within an id  | https://example.com/city.json#/$defs/Inner
			a moved definition    | #/$defs/Moved
			""")
	void aReferenceIsReplacedByWhatItNames(String fact, String reference) {
		ObjectNode lowered = lowered(
				"""
						{"type":"object","properties":{"p":{"$ref":"%s"},"b":{"type":"boolean"},
						 "deep":{"type":"string","$defs":{"Moved":{"type":"boolean"}}}},
						 "anyOf":[{"type":"boolean"}],
						 "$defs":{"City":{"type":"boolean"},"a/b":{"type":"boolean"},"a~b":{"type":"boolean"},
						  "a b":{"type":"boolean"},"100%%":{"type":"boolean"},"Map(String,City)":{"type":"boolean"},
						  "Anchored":{"$anchor":"city","type":"boolean"},
						  "Embedded":{"$id":"https://example.com/city.json","type":"boolean","$defs":{"Inner":{"type":"boolean"}}}},
						 "definitions":{"Town":{"type":"boolean"}}}"""
					.formatted(reference));
		assertThat(lowered.at("/properties/p")).isEqualTo(json("{\"type\":\"boolean\"}"));
	}

	@Test
	void aDescriptionBesideAReferenceComesFirst() {
		assertThat(lowered("""
				{"type":"object","properties":{"home":{"$ref":"#/$defs/A","description":"Home"}},
				 "$defs":{"A":{"type":"string","description":"An address"}}}""").at("/properties/home"))
			.isEqualTo(json("""
					{"type":"string","description":"Home. An address"}"""));
	}

	@Test
	void keywordsBesideAReferenceComeTogetherWithIt() {
		assertThat(lowered("""
				{"type":"object","properties":{"p":{"$ref":"#/$defs/A","maxLength":5,"default":"x"}},
				 "$defs":{"A":{"type":"string","minLength":1}}}""").at("/properties/p")).isEqualTo(json("""
				{"type":"string","minLength":1,"maxLength":5,"default":"x"}"""));
	}

	@Test
	void aReferenceMayStandAtTheRoot() {
		assertThat(lowered("""
				{"$ref":"#/$defs/A","$defs":{"A":{"type":"object","properties":{"a":{"type":"string"}}}}}"""))
			.isEqualTo(json("""
					{"type":"object","properties":{"a":{"type":"string"}}}"""));
	}

	@Test
	void recursionEndsAfterThreeLevelsAtAnOpenObjectThatSaysWhatItIs() {
		ObjectNode lowered = lowered("""
				{"type":"object","properties":{"tree":{"$ref":"#/$defs/Node"}},"$defs":{"Node":{"type":"object",
				 "description":"A node","properties":{"value":{"type":"string"},"next":{"$ref":"#/$defs/Node"}},
				 "required":["value"],"additionalProperties":false}}}""");
		JsonNode third = lowered.at("/properties/tree/properties/next/properties/next");
		assertThat(third.at("/properties/value")).isEqualTo(json("{\"type\":\"string\"}"));
		assertThat(third.at("/properties/next")).isEqualTo(json("""
				{"type":"object","description":"A node. nested Node with value, next"}"""));
	}

	@Test
	void recursionThroughTheRootEnds() {
		ObjectNode lowered = lowered("""
				{"type":"object","properties":{"next":{"$ref":"#"}}}""");
		assertThat(lowered.at("/properties/next/properties/next/properties/next")).isEqualTo(json("""
				{"type":"object","description":"nested again with next"}"""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"$ref\":\"#\"}", "{\"allOf\":[{\"$ref\":\"#\"}]}",
			"{\"anyOf\":[{\"$ref\":\"#\"},true]}", "{\"not\":{\"$ref\":\"#\"}}",
			"{\"if\":{\"$ref\":\"#\"},\"then\":{\"$ref\":\"#\"}}",
			"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}" })
	void aSchemaMadeOfItselfIsAnObject(String schema) {
		assertThat(lowered(schema).path("properties")).isEmpty();
	}

	@Test
	void definitionsThatMultiplyEachOtherStaySmall() {
		String definitions = IntStream.range(0, 30)
			.mapToObj((
					i) -> "\"d%d\":{\"properties\":{\"l\":{\"$ref\":\"#/$defs/d%d\"},\"r\":{\"$ref\":\"#/$defs/d%d\"}}}"
						.formatted(i, i + 1, i + 1))
			.collect(Collectors.joining(","));
		ObjectNode lowered = lowered("{\"$ref\":\"#/$defs/d0\",\"$defs\":{%s}}".formatted(definitions));
		assertThat(lowered.toString()).hasSizeLessThan(32 * 1024);
		assertThat(lowered.at("/properties/l/properties/r/properties/l/type").asString()).isEqualTo("object");
	}

	@Test
	void recursionInManyBranchesStaysSmallAndShallowEvenly() {
		String properties = IntStream.range(0, 40)
			.mapToObj((i) -> "\"property%d\":{\"$ref\":\"#\"}".formatted(i))
			.collect(Collectors.joining(","));
		ObjectNode lowered = lowered("{\"type\":\"object\",\"properties\":{%s}}".formatted(properties));
		assertThat(lowered.toString()).hasSizeLessThan(32 * 1024);
		assertThat(lowered.path("properties").valueStream().distinct()).hasSize(1);
	}

	@Test
	void aLargeSchemaWhoseDefinitionsAreUsedOnceIsKeptWhole() {
		String description = "d".repeat(1000);
		String properties = IntStream.range(0, 100)
			.mapToObj((i) -> "\"p%d\":{\"$ref\":\"#/$defs/d%d\"}".formatted(i, i))
			.collect(Collectors.joining(","));
		String definitions = IntStream.range(0, 100)
			.mapToObj((i) -> "\"d%d\":{\"type\":\"string\",\"description\":\"%s\"}".formatted(i, description))
			.collect(Collectors.joining(","));
		ObjectNode lowered = lowered("{\"properties\":{%s},\"$defs\":{%s}}".formatted(properties, definitions));
		assertThat(lowered.path("properties").valueStream())
			.allMatch((property) -> property.path("description").asString().equals(description));
	}

	@Test
	void aSchemaThatIsNestedTooDeeplyEndsInAnyValue() {
		int depth = 100;
		String schema = "{\"type\":\"array\",\"items\":".repeat(depth) + "{\"type\":\"string\"}" + "}".repeat(depth);
		ObjectNode lowered = lowered("{\"type\":\"object\",\"properties\":{\"p\":%s}}".formatted(schema));
		assertThat(lowered.toString()).contains("each item: nested too deeply to say more").doesNotContain("string");
	}

}
