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
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DialectChecker}, with the examples of docs/contract.md#tools and
 * recorded requests.
 */
class DialectCheckerTests {

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'type':'object'}", "{'type':'object','required':['b']}",
			"{'type':'object','properties':{'#id':{'type':'string'}}}",
			"{'type':'object','properties':{'a':{}},'required':['a'],'additionalProperties':{}}",
			"{'type':'string','format':'date-time','pattern':'(','minLength':1,'maxLength':9,'enum':[]}",
			"{'type':'integer','enum':[1,2],'exclusiveMinimum':0,'maximum':9007199254740991}",
			"{'type':'number','multipleOf':0.5,'exclusiveMaximum':true}",
			"{'type':'array','items':{},'default':[1,{'x':null}]}", "{'type':'boolean','description':''}" })
	void acceptsWhatTheEndpointAccepts(String schema) {
		assertThat(DialectChecker.violations(JsonMapper.shared().readTree(json(schema)))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "{'description':'x'}", "{'enum':['a']}", "{'type':null}", "{'type':'null'}",
			"{'type':['string','null']}", "{'type':'string','title':'T'}", "{'type':'string','description':null}",
			"{'type':'string','minimum':0}", "{'type':'string','format':''}", "{'type':'string','enum':['']}",
			"{'type':'string','minLength':-1}", "{'type':'string','nullable':true}", "{'type':'string','x-a':1}",
			"{'type':'integer','format':'int32'}", "{'type':'integer','enum':[1,2.5]}",
			"{'type':'integer','maximum':9007199254740992}", "{'type':'number','maximum':1e400}",
			"{'type':'number','multipleOf':0}", "{'type':'boolean','enum':[true]}", "{'type':'array','items':true}",
			"{'type':'array','items':[{}]}", "{'type':'array','items':{'type':'string'},'uniqueItems':true}",
			"{'type':'object','required':['']}", "{'type':'object','required':['a','a']}",
			"{'type':'object','properties':{},'required':['a']}", "{'type':'object','properties':{'a':true}}",
			"{'type':'object','properties':{'':{}}}", "{'type':'object','patternProperties':{}}",
			"{'type':'object','$schema':'x'}", "{'type':'object','properties':{'a':{'$ref':'#'}}}",
			"{'anyOf':[{'type':'string'}]}" })
	void refusesWhatTheEndpointRefuses(String schema) {
		assertThat(DialectChecker.violations(JsonMapper.shared().readTree(json(schema)))).isNotEmpty();
	}

	@Test
	void namesThePlaceOfAViolation() {
		String schema = json("{'type':'object','properties':{'a':{'type':'array','items':{'title':'T'}}}}");
		assertThat(DialectChecker.violations(JsonMapper.shared().readTree(schema)))
			.containsExactly("#/properties/a/items has no type of the dialect");
	}

	private static String json(String schema) {
		return schema.replace('\'', '"');
	}

}
