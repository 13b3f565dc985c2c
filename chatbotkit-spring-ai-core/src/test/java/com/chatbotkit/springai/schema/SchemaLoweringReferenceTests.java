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

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static com.chatbotkit.springai.schema.LoweredSchemas.lowered;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaLowering}: references, recursion and the bounds of what is
 * inlined.
 */
class SchemaLoweringReferenceTests {

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
			an escaped property   | #/properties/c%20d
			an anchor             | #city
			an embedded id        | https://example.com/city.json
			a place within an id  | https://example.com/city.json#/$defs/Inner
			an id of draft 4      | #town
			a relative id         | https://example.com/a/street.json
			the document's own id | https://example.com/a/root.json#/$defs/City
			the same, relative    | root.json#/$defs/City
			a moved definition    | #/$defs/Moved
			""")
	void aReferenceIsReplacedByWhatItNames(String fact, String reference) {
		ObjectNode lowered = lowered(
				"""
						{"$id":"https://example.com/a/root.json","type":"object","properties":{"p":{"$ref":"%s"},"b":{"type":"boolean"},"c d":{"type":"boolean"},
						 "deep":{"type":"string","$defs":{"Moved":{"type":"boolean"}}}},
						 "anyOf":[{"type":"boolean"}],
						 "$defs":{"City":{"type":"boolean"},"a/b":{"type":"boolean"},"a~b":{"type":"boolean"},
						  "a b":{"type":"boolean"},"100%%":{"type":"boolean"},"Map(String,City)":{"type":"boolean"},
						  "Anchored":{"$anchor":"city","type":"boolean"},
						  "Embedded":{"$id":"https://example.com/city.json","type":"boolean","$defs":{"Inner":{"type":"boolean"}}}},
						 "definitions":{"Town":{"id":"#town","type":"boolean"},"Street":{"$id":"street.json","type":"boolean"}}}"""
					.formatted(reference));
		assertThat(lowered.at("/properties/p")).isEqualTo(json("{\"type\":\"boolean\"}"));
	}

	@Test
	void aReferenceElsewhereIsNoDefinitionOfThatName() {
		assertThat(
				lowered("""
						{"properties":{"p":{"type":"string","$ref":"#/elsewhere/A"}},"$defs":{"A":{"type":"string","minLength":1}}}""")
					.at("/properties/p"))
			.isEqualTo(json("""
					{"type":"string","description":"defined at #/elsewhere/A"}"""));
	}

	@Test
	void aReferenceMayBeToWhatNeverFits() {
		assertThat(lowered("""
				{"properties":{"p":{"anyOf":[{"$ref":"#/$defs/None"},{"type":"string"}]}},"$defs":{"None":false}}""")
			.at("/properties/p")).isEqualTo(json("""
					{"type":"string"}"""));
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
	void anEnumIsWrittenOutWhereverItIsNamed() {
		String schema = "{\"type\":\"object\",\"properties\":{%s},\"$defs\":{\"Code\":%s}}"
			.formatted(properties(10, "#/$defs/Code"), codes(250));
		assertThat(lowered(schema).path("properties").valueStream()).hasSize(10)
			.allMatch((property) -> property.path("enum").size() == 250);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			beside it         | {"$ref":"#/$defs/Code","description":"d"}
			in a list         | {"type":"array","items":{"$ref":"#/$defs/Code"}}
			in a map          | {"type":"object","additionalProperties":{"$ref":"#/$defs/Code"}}
			or null           | {"anyOf":[{"$ref":"#/$defs/Code"},{"type":"null"}]}
			as an alias       | {"$ref":"#/$defs/Alias"}
			of a part         | {"allOf":[{"$ref":"#/$defs/Code"}],"title":"T"}
			in a record       | {"$ref":"#/$defs/Address"}
			in a nested one   | {"$ref":"#/$defs/Person"}
			in a list of them | {"type":"array","items":{"$ref":"#/$defs/Person"}}
			""")
	void soItIsHoweverItIsNamed(String fact, String property) {
		String properties = IntStream.range(0, 20)
			.mapToObj((i) -> "\"p%d\":%s".formatted(i, property))
			.collect(Collectors.joining(","));
		String schema = """
				{"type":"object","properties":{%s},"$defs":{"Code":%s,"Alias":{"$ref":"#/$defs/Code"},
				 "Address":{"type":"object","properties":{"street":{"type":"string"},"country":{"$ref":"#/$defs/Code"}}},
				 "Person":{"type":"object","properties":{"name":{"type":"string"},"home":{"$ref":"#/$defs/Address"}}}}}"""
			.formatted(properties, codes(250));
		assertThat(lowered(schema).toString().split("\"code-249\"", -1)).hasSize(21);
	}

	@Test
	void anEnumIsWrittenOutBesideWhatIsCut() {
		String schema = """
				{"type":"object","properties":{"laughs":{"$ref":"#/$defs/d0"},"tree":{"$ref":"#/$defs/Tree"},%s},"$defs":{"Code":%s,
				 "Tree":{"type":"object","properties":{"code":{"$ref":"#/$defs/Code"},"left":{"$ref":"#/$defs/Tree"},
				 "right":{"$ref":"#/$defs/Tree"}}},%s}}"""
			.formatted(properties(10, "#/$defs/Code"), codes(250), laughs(30));
		ObjectNode lowered = lowered(schema);
		assertThat(lowered.at("/properties/p9/enum")).hasSize(250);
		assertThat(lowered.at("/properties/tree/properties/code/enum")).hasSize(250);
		assertThat(lowered.toString()).hasSizeLessThan(512 * 1024);
	}

	@Test
	void recursionThroughManyTypesStaysSmall() {
		String definitions = IntStream.range(0, 30)
			.mapToObj((i) -> "\"d%d\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},%s}}"
				.formatted(i,
						IntStream.range(0, 30)
							.mapToObj((j) -> "\"p%d\":{\"$ref\":\"#/$defs/d%d\"}".formatted(j, j))
							.collect(Collectors.joining(","))))
			.collect(Collectors.joining(","));
		String schema = "{\"type\":\"object\",\"properties\":{%s},\"$defs\":{%s}}"
			.formatted(properties(3, "#/$defs/d0"), definitions);
		ObjectNode lowered = lowered(schema);
		assertThat(lowered.toString()).hasSizeLessThan(3 * schema.length());
		assertThat(lowered.at("/properties/p2/properties/name/type").asString()).isEqualTo("string");
	}

	@Test
	void plainValuesThatWouldFillTheRequestAreWrittenOutOnce() {
		String schema = "{\"type\":\"object\",\"properties\":{%s},\"$defs\":{\"Code\":%s}}"
			.formatted(properties(400, "#/$defs/Code"), codes(250));
		ObjectNode lowered = lowered(schema);
		assertThat(lowered.at("/properties/p0/enum")).hasSize(250);
		assertThat(lowered.at("/properties/p399/description").asString())
			.startsWith("one of the values of Code: \"code-0\", \"code-1\"");
		assertThat(lowered.toString()).hasSizeLessThan(512 * 1024);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"$schema\":\"http://json-schema.org/draft-07/schema#\"," })
	void aPlaceIsFoundInASchemaThatWasEmbeddedAsItWas(String start) {
		String embedded = """
				{%s"type":"object","properties":{"from":{"type":"object","properties":{"line":{"type":"number"}}},
				 "to":{"$ref":"#/properties/from"},"others":{"type":"array","items":{"$ref":"#/properties/from/properties/line"}}}}"""
			.formatted(start);
		ObjectNode lowered = lowered("""
				{"type":"object","properties":{"from":{"type":"boolean"},"body":%s}}""".formatted(embedded)
			.replace("\"from\":{\"type\":\"boolean\"},", start.isEmpty() ? "" : "\"from\":{\"type\":\"boolean\"},"));
		JsonNode body = lowered.at("/properties/body/properties");
		assertThat(body.path("to")).isEqualTo(body.path("from"));
		assertThat(body.at("/others/items")).isEqualTo(json("{\"type\":\"number\"}"));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					its values are named      | "propertyName":"kind","mapping":{"c":"#/$defs/Cat","d":"Dog"} | `` | . kind is "c" for Cat, "d" for Dog
					or are the names          | "propertyName":"kind"                                         | `` | . kind is "Cat" for Cat, "Dog" for Dog
					constants say it already  | "propertyName":"kind","mapping":{"c":"#/$defs/Cat"}           | `,"const":"c"` | ``
					so does an enum           | "propertyName":"kind","mapping":{"c":"#/$defs/Cat"}           | `,"enum":["c"]` | ``
					without a property        | "mapping":{"c":"#/$defs/Cat"}                                 | `` | ``
					""")
	void aDiscriminatorNamesTheAlternatives(String fact, String discriminator, String kind, String words) {
		String description = lowered("""
				{"properties":{"pet":{"oneOf":[{"$ref":"#/$defs/Cat"},{"$ref":"#/$defs/Dog"}],"discriminator":{%s}}},
				 "$defs":{"Cat":{"type":"object","properties":{"kind":{"type":"string"%s},"lives":{"type":"integer"}}},
				  "Dog":{"type":"object","properties":{"kind":{"type":"string"},"tricks":{"type":"integer"}}}}}"""
			.formatted(discriminator, kind)).at("/properties/pet/description").asString();
		assertThat(description).startsWith("one of: Cat with ").endsWith("tricks (optional)" + words);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"$schema\":\"http://json-schema.org/draft-07/schema#\"," })
	void equallyNamedDefinitionsOfTwoEmbeddedSchemasStayApart(String start) {
		ToolSchema schema = ToolSchema
			.of("""
					{"type":"object","properties":{
					 "a":{%1$s"type":"object","properties":{"id":{"$ref":"#/$defs/Id"}},"$defs":{"Id":{"type":"integer"}}},
					 "b":{%1$s"type":"object","properties":{"id":{"$ref":"#/$defs/Id"}},"$defs":{"Id":{"type":"string"}}}}}"""
				.formatted(start));
		assertThat(schema.parameters().toString())
			.contains("\"b\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}");
		assertThat(schema.fromWire("{\"a\":{\"id\":\"1\"},\"b\":{\"id\":\"1\"}}"))
			.isEqualTo("{\"a\":{\"id\":1},\"b\":{\"id\":\"1\"}}");
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void anEnumOfManyValuesTakesTimeByItsLengthOnly() {
		// Comparing each value with each takes minutes.
		assertThat(
				LoweredSchemas.lower("{\"properties\":{\"p\":%s}}".formatted(codes(200_000))).at("/properties/p/enum"))
			.hasSize(200_000);
	}

	@Test
	void chainsOfReferencesEnd() {
		String definitions = IntStream.range(0, 20_000)
			.mapToObj((i) -> "\"d%d\":{\"$ref\":\"#/$defs/d%d\"}".formatted(i, i + 1))
			.collect(Collectors.joining(","));
		assertThat(lowered("{\"type\":\"object\",\"properties\":{\"p\":{\"$ref\":\"#/$defs/d0\"}},\"$defs\":{%s}}"
			.formatted(definitions)).path("properties").has("p")).isTrue();
	}

	private static String properties(int count, String reference) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "\"p%d\":{\"$ref\":\"%s\"}".formatted(i, reference))
			.collect(Collectors.joining(","));
	}

	private static String codes(int count) {
		return "{\"type\":\"string\",\"enum\":[%s]}".formatted(
				IntStream.range(0, count).mapToObj((i) -> "\"code-" + i + "\"").collect(Collectors.joining(",")));
	}

	private static String laughs(int count) {
		return IntStream.range(0, count)
			.mapToObj((
					i) -> "\"d%d\":{\"properties\":{\"l\":{\"$ref\":\"#/$defs/d%d\"},\"r\":{\"$ref\":\"#/$defs/d%d\"}}}"
						.formatted(i, i + 1, i + 1))
			.collect(Collectors.joining(","));
	}

	@Test
	void aSchemaThatIsNestedTooDeeplyEndsInAnyValue() {
		int depth = 100;
		String schema = "{\"type\":\"array\",\"items\":".repeat(depth) + "{\"type\":\"string\"}" + "}".repeat(depth);
		ObjectNode lowered = lowered("{\"type\":\"object\",\"properties\":{\"p\":%s}}".formatted(schema));
		assertThat(lowered.toString()).contains("each item: nested too deeply to say more").doesNotContain("string");
	}

	@Test
	void aLongDescriptionThatIsReferredToOftenIsSaidInFullAsFarAsTheBudgetAllows() {
		String description = "word ".repeat(12_000).strip();
		String references = IntStream.range(0, 1000)
			.mapToObj((i) -> "\"p%d\":{\"$ref\":\"#/$defs/Node\"}".formatted(i))
			.collect(Collectors.joining(","));
		ObjectNode lowered = lowered("""
				{"type":"object","properties":{%s},"$defs":{"Node":{"type":"object","description":"%s",
				 "title":"T","properties":{"next":{"$ref":"#/$defs/Node"}}}}}""".formatted(references, description));
		assertThat(lowered.toString()).hasSizeLessThan(1024 * 1024);
		assertThat(lowered.at("/properties/p0/description").stringValue())
			.isEqualTo(description + ". nested Node with next");
		assertThat(lowered.at("/properties/p999/description").stringValue()).startsWith("word word word")
			.endsWith("…. nested Node with next")
			.hasSizeLessThan(250);
	}

	@Test
	void ofManyPropertiesThatAreNotInlinedTheFirstAreNamed() {
		String properties = IntStream.range(0, 1000)
			.mapToObj((i) -> "\"p%d\":{\"$ref\":\"#/$defs/Node\"}".formatted(i))
			.collect(Collectors.joining(","));
		ObjectNode lowered = lowered(
				"""
						{"type":"object","properties":{"a":{"$ref":"#/$defs/Node"}},"$defs":{"Node":{"type":"object","properties":{%s}}}}"""
					.formatted(properties));
		assertThat(lowered.at("/properties/a/properties/p999/description").stringValue())
			.startsWith("nested Node with p0, p1, p2, ")
			.endsWith("…")
			.hasSize(DescriptionWords.PHRASE_LENGTH);
	}

}
