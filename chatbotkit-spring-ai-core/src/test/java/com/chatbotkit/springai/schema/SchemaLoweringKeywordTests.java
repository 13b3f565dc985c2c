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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static com.chatbotkit.springai.schema.LoweredSchemas.liftedWords;
import static com.chatbotkit.springai.schema.LoweredSchemas.lowered;
import static com.chatbotkit.springai.schema.LoweredSchemas.loweredProperty;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaLowering}: one keyword after the other, each as a property of a
 * tool. A table's columns are the fact, the schema and what becomes of it.
 */
class SchemaLoweringKeywordTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					all that the dialect knows stays        | {"type":"string","description":"d","enum":["a"],"minLength":1,"maxLength":2,"pattern":"x","format":"date","default":"a"} | {"type":"string","description":"d","enum":["a"],"minLength":1,"maxLength":2,"pattern":"x","format":"date","default":"a"}
					an empty pattern is dropped             | {"type":"string","pattern":""}       | {"type":"string"}
					an empty format is dropped              | {"type":"string","format":""}        | {"type":"string"}
					a format of any name stays              | {"type":"string","format":"duration"} | {"type":"string","format":"duration"}
					a negative length is dropped            | {"type":"string","minLength":-1}     | {"type":"string"}
					a length of none stays                  | {"type":"string","maxLength":0}     | {"type":"string","maxLength":0}
					a fractional length is dropped          | {"type":"string","maxLength":2.5}    | {"type":"string"}
					a length as text is dropped             | {"type":"string","maxLength":"3"}    | {"type":"string"}
					keywords of other types are dropped     | {"type":"string","minimum":1,"items":{},"properties":{}} | {"type":"string"}
					an encoding becomes words               | {"type":"string","contentEncoding":"base64"} | {"type":"string","description":"base64 encoded"}
					a media type becomes words              | {"type":"string","contentMediaType":"image/png"} | {"type":"string","description":"content of type image/png"}
					limits of a date become words           | {"type":"string","format":"date","formatMinimum":"2020-01-01","formatExclusiveMaximum":"2030-01-01"} | {"type":"string","description":"not before 2020-01-01. before 2030-01-01","format":"date"}
					a type in upper case is understood      | {"type":"STRING"}                    | {"type":"string"}
					""")
	void strings(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					all that the dialect knows stays           | {"type":"integer","enum":[1,2],"minimum":1,"exclusiveMinimum":0,"maximum":9,"exclusiveMaximum":10,"multipleOf":1,"default":1} | {"type":"integer","enum":[1,2],"minimum":1,"exclusiveMinimum":0,"maximum":9,"exclusiveMaximum":10,"multipleOf":1,"default":1}
					int64 becomes a word                       | {"type":"integer","format":"int64","description":"The id"} | {"type":"integer","description":"The id. int64"}
					int32 says nothing                         | {"type":"integer","format":"int32"}        | {"type":"integer"}
					double says nothing                        | {"type":"number","format":"double"}        | {"type":"number"}
					another format becomes a word              | {"type":"number","format":"decimal"}       | {"type":"number","description":"decimal"}
					a bound just within what is safe stays     | {"type":"integer","maximum":9007199254740990} | {"type":"integer","maximum":9007199254740990}
					bounds that say what JSON can hold go      | {"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991} | {"type":"integer"}
					the least number as most stays             | {"type":"integer","maximum":-9007199254740991} | {"type":"integer","maximum":-9007199254740991}
					a bound beyond it becomes words            | {"type":"integer","maximum":9007199254740992} | {"type":"integer","description":"at most 9007199254740992"}
					a bound that no double holds becomes words | {"type":"number","minimum":-1e400}         | {"type":"number","description":"at least -1E+400"}
					a bound as text is dropped                 | {"type":"number","minimum":"1"}            | {"type":"number"}
					a draft 4 exclusive bound takes its number | {"type":"number","minimum":5,"exclusiveMinimum":true} | {"type":"number","exclusiveMinimum":5}
					a draft 4 inclusive bound stays            | {"type":"number","maximum":5,"exclusiveMaximum":false} | {"type":"number","maximum":5}
					an exclusive true without bound is dropped | {"type":"number","exclusiveMinimum":true}  | {"type":"number"}
					a multiple of zero is dropped              | {"type":"number","multipleOf":0}           | {"type":"number"}
					a multiple that is zero as a double is too | {"type":"number","multipleOf":1e-400}      | {"type":"number"}
					a negative multiple is dropped             | {"type":"number","multipleOf":-2}          | {"type":"number"}
					""")
	void numbers(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					items stay                           | {"type":"array","items":{"type":"string"},"default":[]} | {"type":"array","items":{"type":"string"},"default":[]}
					missing items are said to be any     | {"type":"array"}                  | {"type":"array","items":{}}
					items true are any                   | {"type":"array","items":true}     | {"type":"array","items":{}}
					items false become words             | {"type":"array","items":false}    | {"type":"array","description":"no items","items":{}}
					a least count becomes words          | {"type":"array","minItems":1,"description":"The ids"} | {"type":"array","description":"The ids. at least 1 item","items":{}}
					a most count becomes words           | {"type":"array","maxItems":3}     | {"type":"array","description":"at most 3 items","items":{}}
					an exact count becomes words         | {"type":"array","minItems":2,"maxItems":2} | {"type":"array","description":"exactly 2 items","items":{}}
					a least count of none says nothing   | {"type":"array","minItems":0}     | {"type":"array","items":{}}
					uniqueness becomes words             | {"type":"array","uniqueItems":true} | {"type":"array","description":"no duplicates","items":{}}
					contained items become words         | {"type":"array","contains":{"type":"string"}} | {"type":"array","description":"contains a string","items":{}}
					a count of them becomes words        | {"type":"array","contains":{"const":"a"},"minContains":2,"maxContains":3} | {"type":"array","description":"contains \\"a\\". at least 2 of them. at most 3 of them","items":{}}
					positions become words and one type  | {"type":"array","prefixItems":[{"type":"number"},{"type":"number"}],"items":false} | {"type":"array","description":"no further items. items in this order: a number; a number","items":{"type":"number"}}
					positions of older drafts do too     | {"type":"array","items":[{"type":"string"},{"type":"integer"}],"additionalItems":{"type":"boolean"}} | {"type":"array","description":"items in this order: a string; an integer. further items: a boolean","items":{"type":"string","description":"one of: a string; an integer; a boolean"}}
					described items of any type          | {"type":"array","items":{"description":"A cell"}} | {"type":"array","description":"each item: A cell","items":{}}
					""")
	void arrays(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					all that the dialect knows stays          | {"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false,"default":{}} | {"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false,"default":{}}
					values of a map stay                      | {"type":"object","additionalProperties":{"type":"integer"}} | {"type":"object","additionalProperties":{"type":"integer"}}
					required without properties stays         | {"type":"object","required":["a"]}     | {"type":"object","required":["a"]}
					repeated names are required once          | {"type":"object","properties":{"a":{}},"required":["a","a"]} | {"type":"object","properties":{"a":{}},"required":["a"]}
					an unknown required name is any value     | {"type":"object","properties":{},"required":["a"]} | {"type":"object","properties":{"a":{}},"required":["a"]}
					an unknown one of a map is its value      | {"type":"object","properties":{},"required":["a"],"additionalProperties":{"type":"string"}} | {"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":{"type":"string"}}
					a required that is no array is dropped    | {"type":"object","properties":{"a":{}},"required":true} | {"type":"object","properties":{"a":{}}}
					an empty required is dropped              | {"type":"object","properties":{"a":{}},"required":[]} | {"type":"object","properties":{"a":{}}}
					a property without a name is dropped      | {"type":"object","properties":{"":{}},"required":[""]} | {"type":"object","properties":{}}
					a property that JavaScript loses is too   | {"type":"object","properties":{"__proto__":{}}} | {"type":"object","properties":{}}
					properties named like keywords stay       | {"type":"object","properties":{"type":{"type":"string"},"$ref":{"type":"string"},"properties":{"type":"object"}}} | {"type":"object","properties":{"type":{"type":"string"},"$ref":{"type":"string"},"properties":{"type":"object"}}}
					a least count becomes words               | {"type":"object","minProperties":1}    | {"type":"object","description":"at least 1 property"}
					a most count becomes words                | {"type":"object","maxProperties":4}    | {"type":"object","description":"at most 4 properties"}
					a rule for names becomes words            | {"type":"object","propertyNames":{"pattern":"^[a-z]+$"}} | {"type":"object","description":"each property name is a string (matching ^[a-z]+$)"}
					names that are texts say nothing          | {"type":"object","propertyNames":{"type":"string"},"additionalProperties":{"type":"integer"}} | {"type":"object","additionalProperties":{"type":"integer"}}
					names without a type are texts            | {"type":"object","propertyNames":{"description":"A code"}} | {"type":"object","description":"each property name is a string (A code)"}
					names of an enum become words             | {"type":"object","propertyNames":{"enum":["a","b"]}} | {"type":"object","description":"each property name is \\"a\\", \\"b\\""}
					patterned properties are the additional   | {"type":"object","patternProperties":{"^x":{"type":"string"}},"additionalProperties":false} | {"type":"object","description":"properties matching ^x: a string","additionalProperties":{"type":"string"}}
					a dependency becomes words                | {"type":"object","dependentRequired":{"a":["b","c"]}} | {"type":"object","description":"a needs b, c"}
					a dependency of older drafts does too     | {"type":"object","dependencies":{"a":["b"]}} | {"type":"object","description":"a needs b"}
					no unevaluated ones are no other ones     | {"type":"object","allOf":[{"properties":{"a":{"type":"string"}}}],"unevaluatedProperties":false} | {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}
					patterned ones are evaluated              | {"type":"object","patternProperties":{"^x":true},"unevaluatedProperties":false} | {"type":"object","description":"properties matching ^x: any value","additionalProperties":true}
					""")
	void objects(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a constant is an enum of one         | {"const":"a"}                         | {"type":"string","enum":["a"]}
					a constant number is one, too        | {"const":1.5}                         | {"type":"number","enum":[1.5]}
					texts without a type are strings     | {"enum":["a","b"]}                    | {"type":"string","enum":["a","b"]}
					whole numbers are integers           | {"enum":[1,2]}                        | {"type":"integer","enum":[1,2]}
					whole numbers and others are numbers | {"enum":[1,2.5]}                      | {"type":"number","enum":[1,2.5]}
					the empty text becomes words         | {"type":"string","enum":["a",""]}     | {"type":"string","description":"or \\"\\"","enum":["a"]}
					the empty text alone becomes words   | {"type":"string","enum":[""]}         | {"type":"string","description":"always \\"\\""}
					null becomes words                   | {"type":["string","null"],"enum":["a",null]} | {"type":"string","description":"may be null","enum":["a"]}
					so it does beside a type without it  | {"type":"string","enum":["a",null]}   | {"type":"string","description":"may be null","enum":["a"]}
					a repeated value is said once        | {"type":"string","enum":["a","a"]}    | {"type":"string","enum":["a"]}
					an empty enum is dropped             | {"type":"string","enum":[]}           | {"type":"string"}
					a true alone becomes words           | {"type":"boolean","enum":[true]}      | {"type":"boolean","description":"always true"}
					a constant true becomes words        | {"const":true}                        | {"type":"boolean","description":"always true"}
					both booleans say nothing            | {"type":"boolean","enum":[true,false]} | {"type":"boolean"}
					objects become words                 | {"enum":[{"a":1},{"a":2}]}            | {"type":"object","description":"one of: {\\"a\\":1}, {\\"a\\":2}"}
					a constant array becomes words       | {"type":"array","const":[1]}          | {"type":"array","description":"always [1]","items":{}}
					values of another type become words  | {"type":"integer","enum":["1","2"]}   | {"type":"integer","description":"one of: \\"1\\", \\"2\\""}
					a fraction is no integer             | {"type":"integer","enum":[1,2.5]}     | {"type":"integer","enum":[1]}
					an unsafe number becomes words       | {"type":"integer","enum":[1,9007199254740993]} | {"type":"integer","description":"or 9007199254740993","enum":[1]}
					values of mixed types become words   | {"enum":["auto",5,null]}              | {"type":"string","description":"one of: \\"auto\\"; 5. may be null"}
					names of the values become words     | {"type":"integer","enum":[0,1],"x-enum-varnames":["LOW","HIGH"]} | {"type":"integer","description":"0 is LOW, 1 is HIGH","enum":[0,1]}
					what the values mean becomes words   | {"enum":["a","b","c"],"enumNames":["a","B","Cc"],"enumDescriptions":["First","","Last"]} | {"type":"string","description":"\\"c\\" is Cc. \\"a\\" is First, \\"c\\" is Last","enum":["a","b","c"]}
					so it does as an object              | {"enum":["a",7],"x-enumDescriptions":{"a":"First","7":"Seventh","b":"x"}} | {"type":"string","description":"one of: \\"a\\" (\\"a\\" is First); 7 (7 is Seventh)"}
					names of another number are dropped  | {"enum":["a"],"enumNames":["A","B"],"x-enumNames":"A"} | {"type":"string","enum":["a"]}
					types that no value has are dropped  | {"type":["string","integer"],"enum":["a"]} | {"type":"string","enum":["a"]}
					""")
	void enums(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a title serves where there is no description | {"type":"string","title":"City"}      | {"type":"string","description":"City"}
					a title beside a description is dropped      | {"type":"string","title":"T","description":"d"} | {"type":"string","description":"d"}
					a blank description is dropped               | {"type":"string","description":" "}   | {"type":"string"}
					a description that is no text is dropped     | {"type":"string","description":["a"]} | {"type":"string"}
					a number as description is text              | {"type":"string","description":5}     | {"type":"string","description":"5"}
					words follow a full stop                     | {"type":"integer","format":"int64","description":"The id."} | {"type":"integer","description":"The id. int64"}
					words follow a question mark                 | {"type":"integer","format":"int64","description":"Which id?"} | {"type":"integer","description":"Which id? int64"}
					examples become words                        | {"type":"string","examples":["a","b"]} | {"type":"string","description":"e.g. \\"a\\", \\"b\\""}
					only the first examples do                   | {"type":"integer","examples":[1,2,3,4]} | {"type":"integer","description":"e.g. 1, 2, 3"}
					an example does                              | {"type":"string","example":"a"}       | {"type":"string","description":"e.g. \\"a\\""}
					a deprecation becomes a word                 | {"type":"string","deprecated":true}   | {"type":"string","description":"deprecated"}
					OpenAPI's nullable becomes words             | {"type":"string","nullable":true}     | {"type":"string","description":"may be null"}
					a null default is dropped                    | {"type":"string","default":null}      | {"type":"string"}
					any other default stays as it is             | {"type":"string","default":{"a":[1.50,null]}} | {"type":"string","default":{"a":[1.50,null]}}
					what says nothing to a model is dropped      | {"type":"string","$comment":"c","$id":"i","$anchor":"a","readOnly":true,"writeOnly":false,"x-order":1,"xml":{},"discriminator":{},"externalDocs":{}} | {"type":"string"}
					""")
	void annotations(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "from {0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					properties       | {"properties":{"a":{"type":"string"}}} | {"type":"object","properties":{"a":{"type":"string"}}}
					additional ones  | {"additionalProperties":{"type":"string"}} | {"type":"object","additionalProperties":{"type":"string"}}
					items            | {"items":{"type":"string"}}      | {"type":"array","items":{"type":"string"}}
					a pattern        | {"pattern":"x"}                  | {"type":"string","pattern":"x"}
					a length         | {"minLength":1}                  | {"type":"string","minLength":1}
					a format         | {"format":"date"}                | {"type":"string","format":"date"}
					a number format  | {"format":"int64"}               | {"type":"number","description":"int64"}
					a minimum        | {"minimum":1}                    | {"type":"number","minimum":1}
					an unknown type  | {"type":"any","maxLength":1}     | {"type":"string","maxLength":1}
					""")
	void aMissingTypeIsInferred(String fact, String schema, String expected) {
		assertThat(loweredProperty(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a description      | {"description":"The value to set."}       | p: The value to set.
					a title            | {"title":"Value"}                         | p: Value
					a default          | {"description":"A value","default":5}     | p: A value. default 5
					an unknown type    | {"type":"any","description":"A value"}    | p: A value
					always null        | {"type":"null"}                           | p: always null
					a constant null    | {"const":null}                            | p: always null
					nulls of two kinds | {"anyOf":[{"type":"null","description":"A"},false,{"type":"null","description":"B","not":{"type":"string"}},{"type":"null","description":"A"}]} | p: A. B. not a string. always null
					what never fits    | false                                     | p: no value is allowed
					a remote reference | {"$ref":"https://example.com/a.json"}     | p: defined at https://example.com/a.json
					a lost reference   | {"$ref":"#/$defs/Lost","description":"d"} | p: d. defined at #/$defs/Lost
					every JSON value   | {"type":["string","number","boolean","array","object","null"]} | p: one of: a string; a number; a boolean; an array; an object. may be null
					four of five kinds | {"type":["string","number","boolean","object"]} | p: one of: a string; a number; a boolean; an object
					""")
	void whatAnyValueCannotSayOfItselfItsParentSays(String fact, String schema, String words) {
		assertThat(liftedWords(schema)).isEqualTo(words);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = "{} | true | {\"$comment\":\"c\"} | {\"type\":[]}")
	void anyValueSaysNothing(String empty, String yes, String comment, String noTypes) {
		assertThat(liftedWords(empty) + liftedWords(yes) + liftedWords(comment) + liftedWords(noTypes)).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					additional values | {"type":"object","properties":{},"additionalProperties":{"description":"A metric"}} | {"type":"object","description":"other properties: A metric","properties":{},"additionalProperties":true}
					true              | {"type":"object","properties":{},"additionalProperties":true} | {"type":"object","properties":{},"additionalProperties":true}
					""")
	void additionalPropertiesOfAnyValue(String fact, String schema, String expected) {
		assertThat(lowered(schema)).isEqualTo(json(expected));
	}

	@ParameterizedTest
	@CsvSource({ "40,true", "400,false" })
	void requiredPropertiesThatAreNotListedHaveTheSchemaOfOthersUnlessThatWouldBeLong(int names, boolean repeated) {
		String required = IntStream.range(0, names).mapToObj((i) -> "\"r" + i + "\"").collect(Collectors.joining(","));
		ObjectNode lowered = lowered("""
				{"type":"object","properties":{},"required":[%s],"additionalProperties":
				 {"type":"string","description":"%s"}}""".formatted(required, "word ".repeat(300).strip()));
		assertThat(lowered.path("properties")).hasSize(names)
			.allMatch((property) -> property.equals(lowered.path("additionalProperties")) == repeated)
			.allMatch((property) -> property.isEmpty() != repeated);
		assertThat(lowered.path("required")).hasSize(names);
	}

}
