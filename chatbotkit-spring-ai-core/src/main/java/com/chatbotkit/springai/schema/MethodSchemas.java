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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Repairs the references in the schemas that Spring AI generates for methods.
 * <p>
 * {@code JsonSchemaGenerator.generateForMethodInput} embeds the schema of each parameter
 * as it is. Where the parameter's type contains itself, its {@code "#"} then names the
 * arguments as a whole and no longer the parameter.
 */
final class MethodSchemas {

	private static final List<String> START = List.of("$schema", "type");

	private MethodSchemas() {
	}

	static void repair(ObjectNode schema) {
		if (!isOfMethod(schema)) {
			return;
		}
		List<String> references = new ArrayList<>();
		schema.path("properties").properties().forEach((parameter) -> {
			if (isOfObject(parameter.getValue())) {
				String name = parameter.getKey().replace("~", "~0").replace("/", "~1");
				references.add("#/properties/" + name);
				replace(parameter.getValue(), references.get(references.size() - 1));
			}
		});
		if (references.size() == 1) {
			replace(schema.path("$defs"), references.get(0));
		}
	}

	// The schema of a type has its definitions first, and formats for all its numbers.
	private static boolean isOfMethod(ObjectNode schema) {
		boolean start = schema.propertyStream().limit(START.size()).map(Map.Entry::getKey).toList().equals(START);
		return start && schema.has("required")
				&& schema.path("properties").valueStream().noneMatch(MethodSchemas::isFormattedNumber);
	}

	private static boolean isFormattedNumber(JsonNode property) {
		return property.has("format") && !property.path("type").asString("").equals("string");
	}

	// A reference that is the property, or its items, is one of a type to itself.
	private static boolean isOfObject(JsonNode parameter) {
		return parameter.has("properties")
				|| parameter.path("anyOf").valueStream().anyMatch((subtype) -> subtype.has("properties"));
	}

	private static void replace(JsonNode node, String reference) {
		if (node instanceof ObjectNode object && object.path("$ref").asString("").equals("#")) {
			object.put("$ref", reference);
		}
		node.forEach((child) -> replace(child, reference));
	}

}
