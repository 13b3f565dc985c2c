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

package com.chatbotkit.springai.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BodyRulesTests {

	private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "[1]|\"value\" must be of type object",
			"{}|\"model\" is required", "{\"model\":\"\"}|\"model\" is not allowed to be empty",
			"{\"model\":5}|\"model\" must be a string", "{\"model\":\"m\"}|\"messages\" is required",
			"{\"model\":\"m\",\"messages\":[]}|\"messages\" must contain at least 1 items",
			"{\"model\":\"m\",\"messages\":[null]}|\"messages[0]\" must be of type object",
			"{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"tool_calls\":[1]}]}|\"messages[0].tool_calls[0]\" must be of type object" })
	void refuses(String body, String message) {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> BodyRules.apply(JavaScriptJson.parse(body)))
			.withMessage(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"{\"type\":\"string\",\"minLength\":\"3\"}|{\"type\":\"string\",\"minLength\":3}",
			"{\"type\":\"number\",\"maximum\":\" 1e2 \"}|{\"type\":\"number\",\"maximum\":100}",
			"{\"type\":\"object\",\"additionalProperties\":\"TRUE\"}|{\"type\":\"object\",\"additionalProperties\":true}",
			"{\"type\":\"integer\",\"enum\":[\"1\",2]}|{\"type\":\"integer\",\"enum\":[1,2]}", "{}|{}" })
	void convertsSchemas(String schema, String converted) {
		assertThat(JavaScriptJson.stringify(applyTool(schema))).isEqualTo(converted);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"object\",\"$schema\":\"x\"}", "{\"anyOf\":[]}", "{\"type\":[\"string\"]}",
			"{\"type\":\"integer\",\"format\":\"int32\"}", "{\"type\":\"string\",\"minLength\":\".0\"}",
			"{\"type\":\"object\",\"properties\":{},\"required\":[\"a\"]}",
			"{\"type\":\"object\",\"required\":[\"a\",\"a\"]}", "{\"type\":\"array\",\"items\":true}",
			"{\"type\":\"number\",\"maximum\":9007199254740992}" })
	void refusesSchemas(String schema) {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> applyTool(schema))
			.withMessage("\"tools[0].function.parameters\" does not match any of the allowed types");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"{\"type\":\"object\",\"$schema\":\"x\"}|\"parameters.$schema\" is not allowed",
			"{\"anyOf\":[],\"description\":\"d\"}|\"parameters\" has no type, but anyOf",
			"{\"type\":[\"string\"]}|\"parameters.type\" must be one of [string, number, integer, boolean, object, array]",
			"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"format\":\"int32\"}}}|\"parameters.properties.a.format\" is not allowed",
			"{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":true}}|\"parameters.items.items\" must be of type object",
			"{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"x\"}}|\"parameters.additionalProperties\" has no type, but $ref",
			"{\"type\":\"string\",\"enum\":[\"a\",\"\"]}|\"parameters.enum[1]\" is not allowed to be empty",
			"{\"type\":\"object\",\"properties\":{},\"required\":[\"a\"]}|\"parameters.required\" contains a name that is no property",
			"5|\"parameters\" must be of type object" })
	void knowsWhyASchemaIsRefused(String schema, String reason) {
		assertThat(ChatCompletionsEndpoint.schemaRefusal(JavaScriptJson.parse(schema))).isEqualTo(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{\"type\":\"number\"}}}",
			"{\"type\":\"object\",\"additionalProperties\":false}" })
	void findsNothingWrongWithASchemaThatIsAccepted(String schema) {
		assertThat(ChatCompletionsEndpoint.schemaRefusal(JavaScriptJson.parse(schema))).isNull();
	}

	@Test
	void refusesSchemasThatAreTooDeep() {
		String deep = "{\"type\":\"array\",\"items\":".repeat(380) + "{}" + "}".repeat(380);
		assertThat(applyTool(deep)).isNotNull();
		String tooDeep = "{\"type\":\"array\",\"items\":".repeat(420) + "{}" + "}".repeat(420);
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> applyTool(tooDeep));
	}

	private static JsonNode applyTool(String schema) {
		String body = "{\"model\":\"m\"," + MESSAGES + ",\"tools\":[{\"type\":\"function\",\"function\":"
				+ "{\"name\":\"f\",\"description\":\"d\",\"parameters\":" + schema + "}}]}";
		return BodyRules.apply(JavaScriptJson.parse(body)).at("/tools/0/function/parameters");
	}

}
