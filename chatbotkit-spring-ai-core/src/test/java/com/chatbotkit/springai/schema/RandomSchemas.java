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

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes random JSON schemas, of every draft at once, many of them broken.
 */
final class RandomSchemas {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final List<String> NAMES = List.of("a", "b", "kind", "a/b", "~c", "d e", "100%", "", "__proto__",
			"ünï", "type", "properties", "$ref", "required");

	private static final List<String> REFERENCES = List.of("#", "#/$defs/a", "#/$defs/b", "#/$defs/kind",
			"#/definitions/a", "#/$defs/a~1b", "#/$defs/~0c", "#/$defs/d%20e", "#/$defs/100%", "#/properties/a",
			"#/properties/b/items", "#/anyOf/0", "#/allOf/1", "#anchor", "#/nowhere", "#/anyOf/99999999999",
			"http://example.com/schema.json", "thing.json#/properties/a", "", "%", "#%zz");

	private static final List<String> TYPES = List.of("string", "number", "integer", "boolean", "array", "object",
			"null", "STRING", "OBJECT", "any", "");

	private static final List<String> TEXTS = List.of("", " ", "x", "A thing.", "Really?", "one of: a string",
			"line\nbreak", "date-time", "int32", "int64", "^[a-z]+$", "😀".repeat(150), "long ".repeat(80));

	private static final List<String> NUMBERS = List.of("0", "1", "-1", "2.5", "3.0", "10", "1e400", "-1e400", "1e-400",
			"9007199254740991", "9007199254740992", "-9223372036854775808", "1E+2", "0.1000000000000000055");

	private static final List<String> SCHEMA_KEYWORDS = List.of("items", "additionalProperties", "not", "if", "then",
			"else", "contains", "propertyNames", "additionalItems", "unevaluatedProperties", "unevaluatedItems");

	private static final List<String> LIST_KEYWORDS = List.of("anyOf", "oneOf", "allOf", "prefixItems", "items");

	private static final List<String> MAP_KEYWORDS = List.of("properties", "properties", "properties", "$defs",
			"definitions", "patternProperties", "dependentSchemas", "dependencies");

	private static final List<String> NUMBER_KEYWORDS = List.of("minimum", "maximum", "exclusiveMinimum",
			"exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
			"maxProperties");

	private static final List<String> TEXT_KEYWORDS = List.of("description", "title", "format", "pattern",
			"contentEncoding", "contentMediaType", "$comment", "$schema", "$id", "$anchor", "x-order");

	private static final List<String> FLAG_KEYWORDS = List.of("nullable", "deprecated", "uniqueItems", "readOnly",
			"exclusiveMinimum", "exclusiveMaximum");

	private static final List<String> VALUE_KEYWORDS = List.of("default", "const", "example");

	private static final List<String> VALUES_KEYWORDS = List.of("enum", "examples", "required", "required");

	private final Random random;

	private final int deepest;

	RandomSchemas(long seed) {
		this(new Random(seed), 3);
	}

	/**
	 * Makes schemas of bounded depth.
	 * @param deepest how deep the properties and the definitions of a root may be
	 */
	RandomSchemas(Random random, int deepest) {
		this.random = random;
		this.deepest = deepest;
	}

	ObjectNode next() {
		ObjectNode root = schema(1 + this.random.nextInt(this.deepest + 1));
		if (this.random.nextBoolean()) {
			// Most tools: an object with properties, some of which are defined apart.
			root.put("type", "object").set("properties", map(this.deepest));
			root.set("$defs", map(this.deepest));
		}
		return root;
	}

	private ObjectNode schema(int depth) {
		ObjectNode schema = NODES.objectNode();
		if (this.random.nextInt(4) > 0) {
			schema.set("type", type());
		}
		int size = this.random.nextInt(6);
		for (int i = 0; i < size; i++) {
			keyword(schema, depth);
		}
		if (this.random.nextInt(5) == 0) {
			schema.put(oneOf(List.of("$ref", "$ref", "$ref", "$dynamicRef")), oneOf(REFERENCES));
		}
		return schema;
	}

	private void keyword(ObjectNode schema, int depth) {
		switch (this.random.nextInt(depth > 0 ? 13 : 8)) {
			case 0, 1 -> schema.set(oneOf(NUMBER_KEYWORDS), number());
			case 2, 3 -> schema.put(oneOf(TEXT_KEYWORDS), oneOf(TEXTS));
			case 4 -> schema.put(oneOf(FLAG_KEYWORDS), this.random.nextBoolean());
			case 5 -> schema.set(oneOf(VALUE_KEYWORDS), value(2));
			case 6 -> schema.set(oneOf(VALUES_KEYWORDS), values());
			// A keyword whose value is of the wrong type.
			case 7 -> schema.set(anyKeyword(), value(2));
			case 8, 9, 10 -> schema.set(oneOf(MAP_KEYWORDS), map(depth - 1));
			case 11 -> schema.set(oneOf(LIST_KEYWORDS), list(depth - 1));
			default -> schema.set(oneOf(SCHEMA_KEYWORDS), schemaOrBoolean(depth - 1));
		}
	}

	private String anyKeyword() {
		return oneOf(oneOf(List.of(SCHEMA_KEYWORDS, LIST_KEYWORDS, MAP_KEYWORDS, NUMBER_KEYWORDS, TEXT_KEYWORDS,
				FLAG_KEYWORDS, VALUES_KEYWORDS, List.of("type", "$ref"))));
	}

	private JsonNode type() {
		if (this.random.nextInt(6) > 0) {
			return NODES.stringNode(oneOf(TYPES));
		}
		ArrayNode types = NODES.arrayNode();
		int size = this.random.nextInt(5);
		for (int i = 0; i < size; i++) {
			types.add(oneOf(TYPES));
		}
		return types;
	}

	private JsonNode schemaOrBoolean(int depth) {
		return (this.random.nextInt(6) == 0) ? NODES.booleanNode(this.random.nextBoolean()) : schema(depth);
	}

	private ObjectNode map(int depth) {
		ObjectNode map = NODES.objectNode();
		int size = this.random.nextInt(4);
		for (int i = 0; i < size; i++) {
			map.set(oneOf(NAMES), schemaOrBoolean(depth));
		}
		return map;
	}

	private ArrayNode list(int depth) {
		ArrayNode list = NODES.arrayNode();
		int size = this.random.nextInt(5);
		for (int i = 0; i < size; i++) {
			list.add(schemaOrBoolean(depth));
		}
		return list;
	}

	private JsonNode number() {
		return NODES.numberNode(new BigDecimal(oneOf(NUMBERS)));
	}

	private ArrayNode values() {
		ArrayNode values = NODES.arrayNode();
		int size = this.random.nextInt(5);
		for (int i = 0; i < size; i++) {
			values.add((this.random.nextInt(3) > 0) ? NODES.stringNode(oneOf(NAMES)) : value(1));
		}
		return values;
	}

	private JsonNode value(int depth) {
		return switch (this.random.nextInt(depth > 0 ? 7 : 5)) {
			case 0 -> NODES.nullNode();
			case 1 -> NODES.booleanNode(this.random.nextBoolean());
			case 2 -> number();
			case 3 -> NODES.stringNode(oneOf(TEXTS));
			case 4 -> NODES.stringNode(oneOf(NAMES));
			case 5 -> NODES.arrayNode().add(value(depth - 1));
			default -> NODES.objectNode().set(oneOf(NAMES), value(depth - 1));
		};
	}

	private <T> T oneOf(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
