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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ArgumentTypes}: values that the model had to write as text. A table's
 * columns are the fact, the schema of the argument, what the model writes and what the
 * tool gets.
 */
class ArgumentTypesTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a constant number               | {"anyOf":[{"const":1},{"const":-1},{"const":"text"}]} | "1"        | 1
					a negative one                  | {"anyOf":[{"const":1},{"const":-1},{"const":"text"}]} | "-1"       | -1
					written with a fraction         | {"anyOf":[{"const":1},{"const":"text"}]} | "1.0"      | 1.0
					a listed number                 | {"enum":[1,"auto",null,true]}        | "1"        | 1
					a listed null                   | {"enum":[1,"auto",null,true]}        | "null"     | null
					a listed true                   | {"enum":[1,"auto",null,true]}        | "true"     | true
					a number or a word              | {"anyOf":[{"enum":["auto"]},{"type":"integer"}]} | "5"        | 5
					a number or a date              | {"anyOf":[{"type":"string","format":"date"},{"type":"number"}]} | "5.5"      | 5.5
					a number or a pattern           | {"anyOf":[{"type":"string","pattern":"^[a-z]+$"},{"type":"number"}]} | "1e400"    | 1e400
					a number or a long text         | {"anyOf":[{"type":"string","minLength":10},{"type":"number"}]} | "17"       | 17
					of one of two types             | {"type":["number","boolean"]}        | "true"     | true
					a plain number                  | {"type":"integer"}                   | "12345678901234567890" | 12345678901234567890
					with white space around         | {"type":"integer"}                   | " 5 "      | 5
					a null where one is allowed     | {"type":["integer","null"]}          | "null"     | null
					OpenAPI's null                  | {"type":"integer","nullable":true}   | "null"     | null
					a list or a word                | {"anyOf":[{"const":"all"},{"type":"array","items":{"type":"integer"}}]} | "[1, 2]"   | [1, 2]
					an object or a word             | {"anyOf":[{"const":"all"},{"type":"object","properties":{"a":{"enum":[1,"x"]}}}]} | "{\\"a\\": \\"1\\"}" | {"a": 1}
					in a list                       | {"type":"array","items":{"type":["integer","boolean"]}} | ["1", 2, "true","x"] | [1, 2, true,"x"]
					in a tuple                      | {"prefixItems":[{"type":"string"},{"type":"integer"}]} | ["1","2"]  | ["1",2]
					in an object                    | {"type":"object","properties":{"a":{"type":"integer"}}} | {"a":"1","b":"1"} | {"a":1,"b":"1"}
					in a map                        | {"additionalProperties":{"type":"integer"}} | {"a":"1"}  | {"a":1}
					of a patterned name             | {"patternProperties":{"^n":{"type":"integer"}}} | {"n1":"1","m":"1"} | {"n1":1,"m":"1"}
					behind a reference              | {"$ref":"#/$defs/N"}                 | "1"        | 1
					in what contains itself         | {"$ref":"#/$defs/T"}                 | {"next":{"next":{"next":{"next":{"v":"1"}}}}} | {"next":{"next":{"next":{"next":{"v":1}}}}}
					of a part                       | {"allOf":[{"$ref":"#/$defs/N"},{"minimum":0}]} | "1"        | 1
					of the branch that fits         | {"oneOf":[{"properties":{"k":{"const":"a"},"v":{"type":"string"}}},{"properties":{"k":{"const":"b"},"v":{"type":"integer"}}}]} | {"k":"b","v":"1"} | {"k":"b","v":1}
					of an object that may be null   | {"anyOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["b"]},{"type":"null"}]} | {"a":"1"}  | {"a":1}
					under a condition               | {"if":{"properties":{"k":{"const":"n"}}},"then":{"properties":{"v":{"type":"integer"}}}} | {"k":"n","v":"1"} | {"k":"n","v":1}
					under a condition of another part | {"allOf":[{"if":{"properties":{"k":{"const":1}}},"then":{"properties":{"v":{"type":"integer"}}}},{"properties":{"k":{"type":"integer"}}}]} | {"k":"1","v":"2"} | {"k":1,"v":2}
					under a condition that the other branch fulfils | {"if":{"properties":{"k":{"const":1}}},"then":{"properties":{"v":{"type":"integer"}}},"else":{"properties":{"k":{"const":1}}}} | {"k":"1","v":"2"} | {"k":1,"v":2}
					""")
	void aTextBecomesWhatTheSchemaAsksFor(String fact, String schema, String written, String expected) {
		assertThat(restored(schema, written)).isEqualTo(expected);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a text that is allowed           | {"type":["string","number"]}         | "1"
					a text that is listed            | {"enum":["1",1]}                     | "1"
					any value                        | {}                                   | "1"
					a text or an object              | {"type":["string","object"]}         | "{\\"a\\":1}"
					a text that is no number         | {"type":"integer"}                   | "01"
					a number that is not listed      | {"enum":[1,"auto"]}                  | "2"
					a fraction for an integer        | {"type":"integer"}                   | "1.5"
					a number that is too large       | {"type":"integer","maximum":9}       | "10"
					a word                           | {"type":"integer"}                   | "ten"
					a word in capitals               | {"type":"boolean"}                   | "TRUE"
					a number for a text              | {"type":"string"}                    | 1
					a number where it is allowed     | {"type":["string","number"]}         | 1.50
					a list instead of an object      | {"type":"object"}                    | "[1]"
					a property without a schema      | {"properties":{"b":{"type":"integer"}}} | {"a":"1"}
					a reference to nowhere           | {"$ref":"#/nowhere"}                 | "1"
					two of one name                  | {"properties":{"a":{"type":"string"}}} | {"a":"1","a":"2"}
					a pattern that takes for ever    | {"anyOf":[{"type":"string","pattern":"^((1|11)+)+$"},{"type":"integer"}]} | "1111111111111111111111111111111111111112"
					""")
	void whatIsAllowedOrNotMeantStays(String fact, String schema, String written) {
		assertThat(restored(schema, written)).isEqualTo(written);
	}

	@Test
	void allElseStaysByteForByte() {
		String schema = "{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"}}}";
		assertThat(ArgumentTypes.restore(
				"\n{ \"a\" : 1E400,\t\"b\":[ 1.50, \"\\u00e9\\/\" ] , \"v\": \"7\",\"a\":0.10, \"v\" :\"8\" }\n",
				InputSchema.of(schema), false))
			.isEqualTo("{ \"a\" : 1E400,\t\"b\":[ 1.50, \"\\u00e9\\/\" ] , \"v\": 7,\"a\":0.10, \"v\" :8 }");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = "{\"v\":\"1\" | \"1\" | [\"1\"] | {\"v\":\"1\"} {} | null | ``")
	void whatIsNoObjectStays(String broken, String text, String list, String two, String none, String empty) {
		String schema = "{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"}}}";
		for (String arguments : new String[] { broken, text, list, two, none, empty }) {
			assertThat(ArgumentTypes.restore(arguments, InputSchema.of(schema), false)).isEqualTo(arguments);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			a number     | {"input":1E400}              | 1E400
			many digits  | {"input": 12345678901234567.8900 } | 12345678901234567.8900
			a list       | {"input":[ 1.0,2 ]}          | [ 1.0,2 ]
			names twice  | {"input":[{"a":1,"a":2}]}    | [{"a":1,"a":2}]
			escapes      | {"input":"\\u00e9\\/"}       | "\\u00e9\\/"
			beside others | {"a":{"input":1},"input":2} | 2
			no wrapper   | [1]                          | [1]
			another name | {"inputs":1}                 | {"inputs":1}
			broken       | {"input":1                   | {"input":1
			""")
	void aWrappedInputArrivesAsItWasWritten(String fact, String arguments, String expected) {
		assertThat(ToolSchema.unwrap(arguments)).isEqualTo(expected);
	}

	@Test
	void aWrappedInputGetsItsKindToo() {
		String schema = "{\"type\":[\"integer\",\"boolean\"]}";
		assertThat(ArgumentTypes.restore(ToolSchema.unwrap("{\"input\":\"5\"}"), InputSchema.of(schema), true))
			.isEqualTo("5");
	}

	@Test
	void eachValueOfAVeryLongListGetsItsType() {
		String schema = "{\"items\":{\"properties\":{\"a\":{\"type\":[\"integer\",\"boolean\"]},\"b\":{\"type\":\"integer\"}}}}";
		String written = IntStream.range(0, 30_000)
			.mapToObj((i) -> "{\"a\":\"" + i + "\",\"b\":2}")
			.collect(Collectors.joining(",", "[", "]"));
		assertThat(restored(schema, written)).isEqualTo(written.replace(":\"", ":").replace("\",", ","));
	}

	@ParameterizedTest
	@MethodSource
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aPatternThatWouldTakeForEverIsNotTried(String pattern) {
		assertThat(restored(
				"{\"anyOf\":[{\"type\":\"string\",\"pattern\":\"%s\"},{\"type\":\"integer\"}]}".formatted(pattern),
				"\"1\""))
			.isEqualTo("\"1\"");
		assertThat(
				restored("{\"patternProperties\":{\"%s\":{\"type\":\"integer\"}}}".formatted(pattern), "{\"a\":\"1\"}"))
			.isEqualTo("{\"a\":1}");
	}

	static Stream<String> aPatternThatWouldTakeForEverIsNotTried() {
		return Stream.of("(".repeat(20_000) + ")".repeat(20_000), "(?:" + "(?:".repeat(9) + ")" + "){9999}".repeat(9),
				"(){2147483647}".repeat(20), "(?:(?:){0,2147483647})*", "(){99999999999999}");
	}

	@Test
	void alternativesWithinAlternativesEnd() {
		String definitions = IntStream.range(0, 40)
			.mapToObj((i) -> "\"d%d\":{\"anyOf\":[%s]}".formatted(i, IntStream.range(0, 4)
				.mapToObj((
						j) -> "{\"properties\":{\"k\":{\"const\":%d},\"n\":{\"$ref\":\"#/$defs/d%d\"},\"v\":{\"type\":\"integer\"}}}"
							.formatted(j, i + 1))
				.collect(Collectors.joining(","))))
			.collect(Collectors.joining(","));
		String schema = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{%s,\"d40\":{}}}".formatted(definitions);
		String arguments = "{\"k\":3,\"v\":\"1\",\"n\":".repeat(40) + "{}" + "}".repeat(40);
		assertThat(ArgumentTypes.restore(arguments, InputSchema.of(schema), false)).isIn(arguments,
				arguments.replace("\"1\"", "1"));
	}

	private static String restored(String schema, String written) {
		String tool = """
				{"type":"object","properties":{"v":%s},"$defs":{"N":{"type":"integer"},
				 "T":{"type":"object","properties":{"v":{"enum":[1,"x"]},"next":{"$ref":"#/$defs/T"}}}}}"""
			.formatted(schema);
		String restored = ArgumentTypes.restore("{\"v\":" + written + "}", InputSchema.of(tool), false);
		assertThat(restored).startsWith("{\"v\":").endsWith("}");
		return restored.substring(5, restored.length() - 1);
	}

}
