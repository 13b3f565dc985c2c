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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Repairs the references in the schemas that Spring AI generates for methods.
 * <p>
 * {@code JsonSchemaGenerator.generateForMethodInput} (seen in Spring AI 2.0.0) embeds the
 * schema of each parameter and moves its definitions to the root. If the parameter's type
 * contains itself, the reference {@code "#"} then points to the arguments as a whole
 * instead of the parameter.
 */
final class MethodSchemaRepair {

	private static final List<String> FIRST_KEYWORDS = List.of("$schema", "type");

	private static final String ROOT = "#";

	private static final String DEFINITION = "#/$defs/";

	private final JsonNode definitions;

	private final Set<JsonNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());

	private MethodSchemaRepair(JsonNode definitions) {
		this.definitions = definitions;
	}

	/**
	 * Redirects each {@code "#"} to the parameter that it was generated for, if the
	 * schema looks like that of a method.
	 */
	static void repair(ObjectNode schema) {
		if (!isForMethod(schema)) {
			return;
		}
		MethodSchemaRepair repair = new MethodSchemaRepair(schema.path("$defs"));
		schema.path("properties").properties().forEach((parameter) -> {
			if (!isSelfReference(parameter.getValue())) {
				String name = parameter.getKey().replace("~", "~0").replace("/", "~1");
				repair.redirect(parameter.getValue(), "#/properties/" + name);
			}
		});
	}

	// A type's schema starts with its definitions and keeps the formats of its
	// properties.
	private static boolean isForMethod(ObjectNode schema) {
		boolean start = schema.propertyStream()
			.limit(FIRST_KEYWORDS.size())
			.map(Map.Entry::getKey)
			.toList()
			.equals(FIRST_KEYWORDS);
		return start && schema.has("required")
				&& schema.path("properties").valueStream().noneMatch((property) -> property.has("format"));
	}

	// A property that is a reference to the root, or a list of them, belongs to a type
	// that contains itself, not to a method.
	private static boolean isSelfReference(JsonNode property) {
		JsonNode type = property;
		while (type.path("items").isObject()) {
			type = type.path("items");
		}
		return isRootReference(type) || type.path("anyOf").valueStream().anyMatch(MethodSchemaRepair::isRootReference);
	}

	private static boolean isRootReference(JsonNode node) {
		return node.path("$ref").asString("").equals(ROOT);
	}

	private void redirect(JsonNode node, String target) {
		String reference = node.path("$ref").asString("");
		if (node instanceof ObjectNode object && reference.equals(ROOT)) {
			object.put("$ref", target);
		}
		else if (reference.startsWith(DEFINITION)) {
			JsonNode definition = this.definitions.path(reference.substring(DEFINITION.length()));
			// A definition that two parameters share belongs to the first one.
			if (this.visited.add(definition)) {
				redirect(definition, target);
			}
		}
		node.forEach((child) -> redirect(child, target));
	}

}
