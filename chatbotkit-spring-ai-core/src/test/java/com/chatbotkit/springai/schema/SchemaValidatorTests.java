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

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which values a schema accepts, keyword by keyword: one that it accepts is handed to the
 * tool as the bot wrote it.
 */
class SchemaValidatorTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'type':'integer'} | 1 | 1.5", "{'type':'integer'} | 1.0 | '1'",
					"{'type':'integer'} | 0.0 | null", "{'type':'number'} | 1.5 | true", "{'type':'string'} | '1' | 1",
					"{'type':'boolean'} | false | 'false'", "{'type':'null'} | null | 0", "{'type':'object'} | {} | []",
					"{'type':'array'} | [] | {}", "{'type':'STRING'} | '' | 1", "{'type':['string','null']} | null | 1",
					"{'type':'string','nullable':true} | null | 1" })
	void aValueIsOfTheType(String schema, String accepted, String refused) {
		check(schema, accepted, refused);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'minimum':2} | 2 | 1.9", "{'maximum':2} | 2 | 2.1", "{'exclusiveMinimum':2} | 2.1 | 2",
					"{'exclusiveMaximum':2} | 1.9 | 2", "{'minimum':2,'maximum':3} | 3 | 4",
					"{'minimum':'2','maximum':0} | 0 | 1" })
	void aNumberIsInTheRange(String schema, String accepted, String refused) {
		check(schema, accepted, refused);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'const':'a'} | 'a' | 'b'", "{'const':1} | 1.0 | 2", "{'const':1} | 1 | '1'",
					"{'const':'1'} | '1' | 1", "{'const':true} | true | false", "{'const':false} | false | true",
					"{'const':false} | false | null", "{'const':null} | null | false",
					"{'const':[1,'a']} | [1,'a'] | [1,'b']", "{'const':[1]} | [1] | [1,1]", "{'const':[]} | [] | {}",
					"{'const':{'a':1}} | {'a':1} | {'a':2}", "{'const':{'a':1}} | {'a':1} | {'b':1}",
					"{'const':{'a':1}} | {'a':1.0} | {'a':1,'b':1}", "{'const':{}} | {} | []",
					"{'enum':['a',1]} | 1 | 'b'", "{'enum':[{'a':[1]}]} | {'a':[1]} | {'a':[2]}" })
	void aValueIsOneOfThoseThatAreNamed(String schema, String accepted, String refused) {
		check(schema, accepted, refused);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'minItems':1} | [1] | []", "{'maxItems':1} | [1] | [1,2]",
					"{'items':{'type':'string'}} | ['a','b'] | ['a',1]",
					"{'prefixItems':[{'type':'string'}],'items':{'type':'integer'}} | ['a',1] | ['a','b']",
					"{'prefixItems':[{'type':'string'}]} | ['a',1] | [1]",
					"{'items':[{'type':'string'}],'additionalItems':{'type':'integer'}} | ['a',1] | ['a','b']",
					"{'items':false} | [] | [1]" })
	void eachItemIsAccepted(String schema, String accepted, String refused) {
		check(schema, accepted, refused);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'required':['a']} | {'a':null} | {'b':1}",
					"{'properties':{'a':{'type':'string'}}} | {'a':'','b':1} | {'a':1}",
					"{'properties':{'a':{}},'additionalProperties':false} | {'a':1} | {'b':1}",
					"{'patternProperties':{'^x':{'type':'string'}}} | {'x':'','y':1} | {'x':1}",
					"{'patternProperties':{'^x':{}},'additionalProperties':false} | {'x':1} | {'y':1}",
					"{'properties':{'x':{}},'patternProperties':{'^x':false}} | {'x':1} | {'xy':1}" })
	void eachMemberIsAccepted(String schema, String accepted, String refused) {
		check(schema, accepted, refused);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'allOf':[{'type':'integer'},{'minimum':2}]} | 2 | 1",
					"{'allOf':[{'minimum':2},{'type':'integer'}]} | 2 | '2'",
					"{'anyOf':[{'type':'integer'},{'type':'null'}]} | null | 'a'",
					"{'oneOf':[{'type':'integer'},{'minimum':2}]} | 2 | 1.5",
					"{'if':{'type':'integer'},'then':{'minimum':2},'else':{'type':'string'}} | 2 | 1",
					"{'if':{'type':'integer'},'then':{'minimum':2},'else':{'type':'string'}} | 'a' | null",
					"{'if':{'type':'integer'},'else':false} | 1 | 'a'",
					"{'$ref':'#/$defs/a','$defs':{'a':{'type':'integer'}}} | 1 | 'a'" })
	void partsAreCombined(String schema, String accepted, String refused) {
		check(schema, accepted, refused);
	}

	@Test
	void aSchemaThatLeadsBackToItselfEnds() {
		check("{'type':'object','properties':{'next':{'$ref':'#'}}}", "{'next':{'next':{}}}", "{'next':{'next':1}}");
		assertThat(accepts("{'allOf':[{'$ref':'#'}]}", "1")).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'anyOf':[]} | 1", "{'enum':'a'} | 1", "{'required':[1]} | {}", "{'type':'thing'} | 1",
					"{'minItems':-1,'maxItems':'0'} | [1]", "{'items':true} | [1]", "{'unknown':false} | 1",
					"{'$ref':'#/nowhere'} | 1" })
	void whatIsNoKeywordAcceptsEveryValue(String schema, String value) {
		assertThat(accepts(schema, value)).isTrue();
	}

	private static void check(String schema, String accepted, String refused) {
		assertThat(accepts(schema, accepted)).as(accepted).isTrue();
		assertThat(accepts(schema, refused)).as(refused).isFalse();
	}

	private static boolean accepts(String schema, String value) {
		ObjectNode node = JSON.readValue(schema.replace('\'', '"'), ObjectNode.class);
		JsonValue read = Objects.requireNonNull(JsonValue.read(value.replace('\'', '"')));
		return new SchemaValidator(new SchemaReferences(node), value.length()).accepts(read, node);
	}

}
