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

import static com.chatbotkit.springai.schema.LoweredSchemas.json;
import static com.chatbotkit.springai.schema.LoweredSchemas.lowered;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaLowering} with whole schemas as MCP servers write them.
 */
class McpToolSchemasTests {

	@Test
	void ofAPythonServerWithOptionalArgumentsAndTitles() {
		assertThat(
				lowered("""
						{"type":"object","title":"search_issuesArguments","properties":{
						  "query":{"title":"Query","type":"string"},
						  "labels":{"anyOf":[{"items":{"type":"string"},"type":"array"},{"type":"null"}],"default":null,"title":"Labels"},
						  "state":{"const":"open","default":"open","title":"State","type":"string"},
						  "limit":{"default":10,"maximum":100,"minimum":1,"title":"Limit","type":"integer"}},
						 "required":["query"]}"""))
			.isEqualTo(json("""
					{"type":"object","description":"search_issuesArguments","properties":{
					  "query":{"type":"string","description":"Query"},
					  "labels":{"type":"array","description":"Labels. may be null","items":{"type":"string"}},
					  "state":{"type":"string","description":"State","enum":["open"],"default":"open"},
					  "limit":{"type":"integer","description":"Limit","minimum":1,"maximum":100,"default":10}},
					 "required":["query"]}"""));
	}

	@Test
	void ofAPythonServerWithModelsAndADiscriminator() {
		assertThat(
				lowered("""
						{"$defs":{
						  "Circle":{"title":"Circle","type":"object","required":["shape","radius"],"properties":{
						    "shape":{"const":"circle","title":"Shape","type":"string"},"radius":{"exclusiveMinimum":0,"type":"number"}}},
						  "Square":{"title":"Square","type":"object","required":["shape","side"],"properties":{
						    "shape":{"const":"square","title":"Shape","type":"string"},"side":{"type":"number"}}}},
						 "type":"object","required":["shape"],"properties":{"shape":{
						  "discriminator":{"mapping":{"circle":"#/$defs/Circle","square":"#/$defs/Square"},"propertyName":"shape"},
						  "oneOf":[{"$ref":"#/$defs/Circle"},{"$ref":"#/$defs/Square"}]}}}"""))
			.isEqualTo(
					json("""
							{"type":"object","properties":{"shape":{"type":"object",
							  "description":"one of: Circle with shape \\"circle\\", radius; Square with shape \\"square\\", side",
							  "properties":{
							    "shape":{"type":"string","description":"one of: \\"circle\\" (Shape); \\"square\\" (Shape)","enum":["circle","square"]},
							    "radius":{"type":"number","exclusiveMinimum":0},
							    "side":{"type":"number"}},
							  "required":["shape"]}},
							 "required":["shape"]}"""));
	}

	@Test
	void ofATypeScriptServerWithDraft7() {
		assertThat(lowered("""
				{"type":"object","properties":{
				  "path":{"type":"string","minLength":1},
				  "edits":{"type":"array","minItems":1,"items":{"type":"object","properties":{
				    "oldText":{"type":"string","description":"Text to search for"},
				    "newText":{"type":"string","description":"Text to replace it with"}},
				   "required":["oldText","newText"],"additionalProperties":false}},
				  "dryRun":{"type":"boolean","default":false,"description":"Preview only"}},
				 "required":["path","edits"],"additionalProperties":false,
				 "$schema":"http://json-schema.org/draft-07/schema#"}""")).isEqualTo(json("""
				{"type":"object","properties":{
				  "path":{"type":"string","minLength":1},
				  "edits":{"type":"array","description":"at least 1 item","items":{"type":"object","properties":{
				    "oldText":{"type":"string","description":"Text to search for"},
				    "newText":{"type":"string","description":"Text to replace it with"}},
				   "required":["oldText","newText"],"additionalProperties":false}},
				  "dryRun":{"type":"boolean","description":"Preview only","default":false}},
				 "required":["path","edits"],"additionalProperties":false}"""));
	}

	@Test
	void ofATypeScriptServerThatRefersToItsOwnProperties() {
		assertThat(lowered("""
				{"type":"object","properties":{
				  "from":{"type":"object","properties":{"line":{"type":["number","null"]}},"required":["line"]},
				  "to":{"$ref":"#/properties/from"}}}""").path("properties").valueStream().distinct()).hasSize(1);
	}

	@Test
	void ofARestServiceWithOpenApiKeywords() {
		assertThat(lowered("""
				{"type":"object","properties":{
				  "id":{"type":"integer","format":"int64","example":42,"readOnly":true},
				  "status":{"type":"string","enum":["new","done"],"nullable":true,"x-enum-varnames":["NEW","DONE"]},
				  "meta":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}}}}"""))
			.isEqualTo(json("""
					{"type":"object","properties":{
					  "id":{"type":"integer","description":"int64. e.g. 42"},
					  "status":{"type":"string","description":"may be null","enum":["new","done"]},
					  "meta":{"type":"object","additionalProperties":{"type":"string",
					   "description":"one of: a string; a number; a boolean"}}}}"""));
	}

}
