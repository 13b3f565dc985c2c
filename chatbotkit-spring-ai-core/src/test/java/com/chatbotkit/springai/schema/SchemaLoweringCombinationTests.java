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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static com.chatbotkit.springai.schema.LoweredSchemas.lowered;
import static com.chatbotkit.springai.schema.LoweredSchemas.loweredProperty;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaLowering}: unions, merges and conditions, each as a property of
 * a tool. A table's columns are the fact, the schema and what becomes of it.
 */
class SchemaLoweringCombinationTests {

	@Test
	void manyValuesOfSeveralTypesAreAllNamed() {
		String codes = IntStream.range(0, 4000).mapToObj((i) -> "\"code-" + i + "\"").collect(Collectors.joining(","));
		for (String schema : List.of("{\"enum\":[1,%s]}", "{\"anyOf\":[{\"enum\":[%s]},{\"type\":\"object\"}]}",
				"{\"anyOf\":[{\"anyOf\":[{\"enum\":[%s]},{\"type\":\"integer\"}]},{\"type\":\"object\"}]}")) {
			String words = loweredProperty(schema.formatted(codes)).path("description").asString("");
			assertThat(words).contains("\"code-0\"", "\"code-3999\"");
		}
	}

	@Test
	void aListOfWordsEndsAfterTenThousand() {
		String values = IntStream.range(0, 10_000).mapToObj("[%d]"::formatted).collect(Collectors.joining(","));
		assertThat(wordsOf(values)).endsWith("[9999]");
		assertThat(wordsOf(values + ",[10000]")).endsWith("[9999], …");
	}

	@ParameterizedTest
	@CsvSource({ "999, x, 999, x", "1000, x, 999, …", "998, 🐎, 998, 🐎", "998, 🐎x, 998, …", "997, 🐎xx, 997, 🐎…" })
	void aLongTextInWordsIsCutBetweenCharacters(int length, String end, int kept, String endOfWords) {
		String schema = "{\"patternProperties\":{\"%s\":{\"type\":\"string\"}}}".formatted("x".repeat(length) + end);
		assertThat(loweredProperty(schema).path("description").asString(""))
			.isEqualTo("properties matching " + "x".repeat(kept) + endOfWords + ": a string");
	}

	private static String wordsOf(String values) {
		return loweredProperty("{\"enum\":[%s]}".formatted(values)).path("description").asString("");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					null beside one type becomes words      | {"anyOf":[{"type":"string"},{"type":"null"}]} | {"type":"string","description":"may be null"}
					so it does in a type array              | {"type":["integer","null"]}             | {"type":"integer","description":"may be null"}
					what stands beside the union stays      | {"anyOf":[{"type":"string"},{"type":"null"}],"default":"x","description":"d","title":"T"} | {"type":"string","description":"d. may be null","default":"x"}
					one alternative is the node             | {"oneOf":[{"type":"string","maxLength":3}]} | {"type":"string","maxLength":3}
					an empty union says nothing             | {"type":"string","anyOf":[]}            | {"type":"string"}
					an impossible alternative is dropped    | {"anyOf":[false,{"type":"string"}]}     | {"type":"string"}
					equal alternatives are one              | {"anyOf":[{"type":"string","description":"d"},{"type":"string","description":"d"}]} | {"type":"string","description":"d"}
					constants are one enum                  | {"oneOf":[{"const":"a"},{"const":"b"}]} | {"type":"string","enum":["a","b"]}
					enums are one enum                      | {"anyOf":[{"type":"string","enum":["a","b"]},{"type":"string","enum":["b","c"]}]} | {"type":"string","enum":["a","b","c"]}
					what constants mean is kept             | {"oneOf":[{"const":"c","title":"Celsius"},{"const":"f","description":"Fahrenheit"}]} | {"type":"string","description":"one of: \\"c\\" (Celsius); \\"f\\" (Fahrenheit)","enum":["c","f"]}
					an enum beside any text becomes words   | {"anyOf":[{"enum":["a"]},{"type":"string"}]} | {"type":"string","description":"one of: \\"a\\"; a string"}
					texts of two formats become words       | {"anyOf":[{"type":"string","format":"date"},{"type":"string","format":"time"}]} | {"type":"string","description":"one of: a string (format date); a string (format time)"}
					text can write a number                 | {"anyOf":[{"type":"string"},{"type":"integer"}],"description":"The id"} | {"type":"string","description":"The id. one of: a string; an integer"}
					constraints then become words           | {"anyOf":[{"enum":["auto"]},{"type":"integer","minimum":1}]} | {"type":"string","description":"one of: \\"auto\\"; an integer (at least 1)"}
					text can write a boolean                | {"type":["boolean","string"]}           | {"type":"string","description":"one of: a boolean; a string"}
					an integer is a number                  | {"type":["integer","number"]}           | {"type":"number"}
					a number comes before a boolean         | {"type":["boolean","number"]}           | {"type":"number","description":"one of: a boolean; a number"}
					ranges become words                     | {"anyOf":[{"type":"integer","maximum":1},{"type":"integer","minimum":9}]} | {"type":"integer","description":"one of: an integer (at most 1); an integer (at least 9)"}
					what limits all of them stays           | {"anyOf":[{"type":"string","minLength":1,"maxLength":5},{"type":"string","maxLength":5}]} | {"type":"string","description":"one of: a string (at least 1 character, at most 5 characters); a string (at most 5 characters)","maxLength":5}
					a list can hold its item                | {"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]} | {"type":"array","description":"one of: a string; an array of strings","items":{"type":"string"}}
					lists are a list of the union           | {"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"array","items":{"type":"integer"}}]} | {"type":"array","description":"one of: an array of strings; an array of integers","items":{"type":"string","description":"one of: a string; an integer"}}
					an object comes before text             | {"anyOf":[{"type":"string"},{"type":"object","properties":{"a":{}}}]} | {"type":"object","description":"one of: a string; an object with a (optional)","properties":{"a":{}}}
					""")
	void unions(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					properties are merged, required is what all require | {"oneOf":[{"type":"object","title":"Cat","properties":{"kind":{"const":"cat"},"name":{"type":"string"},"lives":{"type":"integer"}},"required":["kind","name"]},{"type":"object","title":"Dog","properties":{"kind":{"const":"dog"},"tail":{"type":"boolean"}},"required":["kind","tail"]}]} | {"type":"object","description":"one of: Cat with kind \\"cat\\", name, lives (optional); Dog with kind \\"dog\\", tail","properties":{"kind":{"type":"string","enum":["cat","dog"]},"name":{"type":"string"},"lives":{"type":"integer"},"tail":{"type":"boolean"}},"required":["kind"]}
					properties of both are unions                       | {"anyOf":[{"type":"object","properties":{"v":{"type":"string"}}},{"type":"object","properties":{"v":{"type":"integer"},"w":{}}}]} | {"type":"object","description":"one of: an object with v (optional); an object with v (optional), w (optional)","properties":{"v":{"type":"string","description":"one of: a string; an integer"},"w":{}}}
					closed where all are closed                         | {"anyOf":[{"type":"object","properties":{"a":{}},"additionalProperties":false},{"type":"object","properties":{"b":{}},"additionalProperties":false}]} | {"type":"object","description":"one of: an object with a (optional); an object with b (optional)","properties":{"a":{},"b":{}},"additionalProperties":false}
					open where one is open                              | {"anyOf":[{"type":"object","properties":{"a":{}},"additionalProperties":false},{"type":"object","properties":{"b":{}}}]} | {"type":"object","description":"one of: an object with a (optional); an object with b (optional)","properties":{"a":{},"b":{}}}
					alternatives of required properties become words    | {"type":"object","properties":{"a":{},"b":{}},"required":["a"],"oneOf":[{"required":["a"]},{"required":["b"]}]} | {"type":"object","description":"one of: an object with a; an object with b","properties":{"a":{},"b":{}},"required":["a"]}
					""")
	void unionsOfObjects(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					parts of an object are one object        | {"allOf":[{"type":"object","properties":{"a":{}},"required":["a"]},{"properties":{"b":{}},"required":["b"]}]} | {"type":"object","properties":{"a":{},"b":{}},"required":["a","b"]}
					closed parts do not shut each other out  | {"allOf":[{"properties":{"a":{}},"additionalProperties":false},{"properties":{"b":{}},"additionalProperties":false}]} | {"type":"object","properties":{"a":{},"b":{}},"additionalProperties":false}
					required of one part, property of another | {"allOf":[{"required":["b"],"properties":{"a":{}}},{"properties":{"b":{"type":"string"}}}]} | {"type":"object","properties":{"a":{},"b":{"type":"string"}},"required":["b"]}
					maps and closed parts do not, either     | {"additionalProperties":false,"allOf":[{"additionalProperties":{"type":"string"}},{"additionalProperties":false}]} | {"type":"object","additionalProperties":{"type":"string"}}
					values of maps come together             | {"additionalProperties":{"type":"string"},"allOf":[{"additionalProperties":{"maxLength":3}}]} | {"type":"object","additionalProperties":{"type":"string","maxLength":3}}
					items come together                      | {"items":{"type":"string"},"allOf":[{"items":{"minLength":1}},{"type":"array"}]} | {"type":"array","items":{"type":"string","minLength":1}}
					items of one part are items of all       | {"type":"array","items":{"type":"string"},"allOf":[{"minItems":1}]} | {"type":"array","description":"at least 1 item","items":{"type":"string"}}
					items of a later part are, too           | {"type":"array","allOf":[{"items":{"type":"string"}}]} | {"type":"array","items":{"type":"string"}}
					constraints come together                | {"type":"string","allOf":[{"minLength":1},{"maxLength":9}]} | {"type":"string","minLength":1,"maxLength":9}
					the second of one constraint is words    | {"allOf":[{"type":"integer","minimum":1},{"minimum":5}]} | {"type":"integer","description":"also at least 5","minimum":1}
					enums are what both allow                | {"allOf":[{"enum":["a","b"]},{"enum":["b","c"]}]} | {"type":"string","enum":["b"]}
					a number that is an integer is one       | {"allOf":[{"type":"number"},{"type":"integer"}]} | {"type":"integer"}
					an integer keeps no fractions            | {"type":"integer","allOf":[{"enum":[1,2.5]}]} | {"type":"integer","enum":[1]}
					fractions alone become words             | {"type":"integer","allOf":[{"enum":[2.5]}]} | {"type":"integer","description":"one of: 2.5"}
					descriptions follow each other           | {"description":"A","allOf":[{"type":"string","description":"B"}]} | {"type":"string","description":"A. B"}
					the first title names it                 | {"anyOf":[{"title":"Cat","allOf":[{"title":"Animal","type":"object"}]},{"allOf":[{"title":"Dog","type":"object"}]}]} | {"type":"object","description":"one of: Cat; Dog"}
					so does the first definition             | {"$defs":{"A":{"type":"object"},"B":{"type":"object"}},"anyOf":[{"allOf":[{"$ref":"#/properties/p/$defs/A"},{"$ref":"#/properties/p/$defs/B"}]},{"type":"string"}]} | {"type":"object","description":"one of: A; a string"}
					a name may have a percent sign           | {"$defs":{"100%":{"type":"object"}},"anyOf":[{"$ref":"#/properties/p/$defs/100%"},{"type":"string"}]} | {"type":"object","description":"one of: 100%; a string"}
					a whole document has no name             | {"$defs":{"A":{"$id":"a.json","type":"object"}},"anyOf":[{"$ref":"a.json#"},{"type":"string"}]} | {"type":"object","description":"one of: an object; a string"}
					a contradiction becomes words            | {"type":"string","allOf":[{"type":"integer"}]} | {"type":"string","description":"also an integer"}
					""")
	void merges(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					if, then and else                | {"type":"object","properties":{"k":{"type":"string"}},"if":{"properties":{"k":{"const":"a"}}},"then":{"required":["x"],"properties":{"x":{"type":"string"}}},"else":{"required":["y"]}} | {"type":"object","description":"if it is an object with k \\"a\\", then an object with x, else an object with y","properties":{"k":{"type":"string"},"x":{"type":"string"}}}
					what a property brings with it   | {"type":"object","properties":{"card":{"type":"string"}},"dependentSchemas":{"card":{"properties":{"address":{"type":"string"}},"required":["address"]}}} | {"type":"object","description":"with card, an object with address","properties":{"card":{"type":"string"},"address":{"type":"string"}}}
					not                              | {"type":"string","not":{"enum":["root"]}} | {"type":"string","description":"not \\"root\\""}
					not anything says nothing        | {"type":"string","not":{}}            | {"type":"string"}
					properties of what is none stay words | {"type":"string","if":{"const":"a"},"then":{"properties":{"x":{"type":"integer"}}}} | {"type":"string","description":"if it is \\"a\\", then an object with x (optional; an integer)"}
					without a type they are properties | {"if":{"required":["a"]},"then":{"properties":{"x":{"type":"integer"}}}} | {"type":"object","description":"if it is an object with a, then an object with x (optional)","properties":{"x":{"type":"integer"}}}
					""")
	void conditionsBecomeWords(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a list of many alternatives       | {"enum":[[0],[1],[2],[3],[4],[5],[6],[7],[8],[9],[10],[11],[12]]} | one of: [0], [1], [2], [3], [4], [5], [6], [7], [8], [9], [10], [11], [12]
					a long value                      | {"const":["0123456789012345678901234567890123456789012345678901234567890123456789"]} | always ["0123456789012345678901234567890123456789012345678901234567890123456789"]
					a long pattern                    | {"type":"string","pattern":"a","allOf":[{"pattern":"^[a-z]{1,64}(-[a-z]{1,64}){0,16}@(an-example-of-a-name[.])+[a-z]{2,64}$"}]} | also matching ^[a-z]{1,64}(-[a-z]{1,64}){0,16}@(an-example-of-a-name[.])+[a-z]{2,64}$
					""")
	void valuesInWordsAreWhole(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema).path("description").asString()).isEqualTo(expected);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					of a null                            | {"anyOf":[{"type":"string"},{"type":"null","description":"@"}]}
					of a branch that becomes text        | {"anyOf":[{"type":"string"},{"type":"integer","description":"@"}]}
					of a property of a lost object       | {"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"object","properties":{"a":{"type":"string","description":"@"}}}]}
					of a property of a kept object       | {"anyOf":[{"type":"string"},{"type":"object","properties":{"a":{"type":"string","description":"@"}}}]}
					of a property that branches share    | {"anyOf":[{"type":"object","properties":{"a":{"type":"string","description":"@"}}},{"type":"object","properties":{"a":{"type":"string"}}}]}
					of a constant of a lost object       | {"anyOf":[{"type":"array"},{"type":"object","properties":{"a":{"const":"a","title":"@"}}}]}
					of a property deep in a lost object  | {"anyOf":[{"type":"array"},{"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{"b":{"description":"@"}}}}}}]}
					of the values of a lost map          | {"anyOf":[{"type":"array"},{"type":"object","additionalProperties":{"type":"string","description":"@"}}]}
					of values beside a closed branch     | {"anyOf":[{"type":"object","properties":{"a":{}}},{"type":"object","additionalProperties":{"type":"string","description":"@"}}]}
					of a property among any kinds        | {"anyOf":[{"type":"string"},{"type":"number"},{"type":"boolean"},{"type":"array"},{"type":"object","properties":{"a":{"type":"string","description":"@"}}}]}
					of a property beside any value       | {"anyOf":[{},{"type":"object","properties":{"a":{"type":"string","description":"@"}}}]}
					of items beside an object            | {"type":"object","items":{"type":"string","description":"@"}}
					of properties beside a text          | {"type":"string","properties":{"a":{"description":"@"}}}
					of a contradiction                   | {"type":"string","allOf":[{"type":"object","properties":{"a":{"description":"@"}}}]}
					of a condition                       | {"type":"object","if":{"properties":{"a":{"type":"string","description":"@"}}},"then":{"required":["a"]}}
					of what a condition adds again       | {"type":"object","properties":{"a":{"type":"string"}},"if":{"required":["a"]},"then":{"properties":{"a":{"description":"@"}}}}
					of what is forbidden                 | {"type":"object","not":{"properties":{"a":{"type":"string","description":"@"}}}}
					of contained items                   | {"type":"array","contains":{"type":"object","properties":{"a":{"description":"@"}}}}
					of a rule for names                  | {"type":"object","propertyNames":{"type":"string","description":"@"}}
					of patterned properties              | {"type":"object","patternProperties":{"^x":{"type":"object","properties":{"a":{"description":"@"}}}},"additionalProperties":{"type":"string"}}
					of others beside patterned ones      | {"type":"object","patternProperties":{"^x":{"type":"string"}},"additionalProperties":{"type":"string","description":"@"}}
					of a place in a tuple                | {"type":"array","prefixItems":[{"type":"array"},{"type":"object","properties":{"a":{"type":"string","description":"@"}}}]}
					of unevaluated properties            | {"type":"object","unevaluatedProperties":{"type":"string","description":"@"}}
					of unevaluated items                 | {"type":"array","unevaluatedItems":{"type":"string","description":"@"}}
					of content                           | {"type":"string","contentMediaType":"application/json","contentSchema":{"type":"object","properties":{"a":{"description":"@"}}}}
					of a property that cannot be named   | {"type":"object","properties":{"":{"type":"string","description":"@"}}}
					""")
	void noDescriptionIsLostHoweverLong(String fact, String schema) {
		String description = "one fact and another. ".repeat(40).strip();
		assertThat(loweredProperty(schema.replace("@", description)).toString() + liftedOf(schema, description))
			.contains(description);
	}

	private static String liftedOf(String schema, String description) {
		return lowered("{\"type\":\"object\",\"properties\":{\"p\":%s}}".formatted(schema.replace("@", description)))
			.path("description")
			.asString("");
	}

}
