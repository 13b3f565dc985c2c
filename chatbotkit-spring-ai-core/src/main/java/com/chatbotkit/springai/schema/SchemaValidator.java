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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Checks whether a schema accepts a value.
 * <p>
 * Keywords that it does not know accept every value, because a value may be converted
 * only if the schema certainly does not accept it. {@code oneOf} accepts a value that
 * several branches accept.
 */
final class SchemaValidator {

	private static final int MIN_STEPS = 50_000;

	/** More than any plain list or object of values needs. */
	private static final int STEPS_PER_CHARACTER = 20;

	private final SchemaReferences references;

	private final IdentityHashMap<JsonValue, IdentityHashMap<JsonNode, Boolean>> known = new IdentityHashMap<>();

	private final long maxSteps;

	private long steps;

	/**
	 * Creates a validator for one document.
	 * @param length the length of the document
	 */
	SchemaValidator(SchemaReferences references, int length) {
		this.references = references;
		this.maxSteps = MIN_STEPS + (long) STEPS_PER_CHARACTER * length;
	}

	/**
	 * Whether a schema accepts a value as it is.
	 */
	boolean accepts(JsonValue value, JsonNode schema) {
		if (!schema.isObject()) {
			return !schema.isBoolean() || schema.booleanValue();
		}
		IdentityHashMap<JsonNode, Boolean> ofValue = this.known.computeIfAbsent(value,
				(key) -> new IdentityHashMap<>());
		Boolean result = ofValue.get(schema);
		if (result == null) {
			// A reference that leads back here adds nothing.
			ofValue.put(schema, true);
			result = ++this.steps > this.maxSteps || (acceptsOwn(value, schema) && acceptsCombined(value, schema));
			ofValue.put(schema, result);
		}
		return result;
	}

	/**
	 * Whether the number of steps has exceeded the limit, so that results are no longer
	 * certain.
	 */
	boolean isExhausted() {
		return this.steps > this.maxSteps;
	}

	/**
	 * Returns the schema that a reference points to, or null.
	 */
	@Nullable JsonNode target(JsonNode schema, String keyword) {
		return this.references.target(schema, keyword);
	}

	/**
	 * Whether a schema's own types include the type of a value.
	 */
	static boolean allowsType(JsonNode schema, JsonValue value) {
		JsonNode type = schema.path("type");
		boolean any = true;
		for (JsonNode element : type.isArray() ? type.values() : List.of(type)) {
			String name = element.isString() ? element.stringValue().toLowerCase(Locale.ROOT) : "";
			if (SchemaTypes.isKnown(name)) {
				any = false;
				if (isOf(value, name)) {
					return true;
				}
			}
		}
		return any || isAllowedNull(value, schema);
	}

	private static boolean isAllowedNull(JsonValue value, JsonNode schema) {
		return value.token() == JsonToken.VALUE_NULL && schema.path("nullable").asBoolean(false);
	}

	private static boolean isOf(JsonValue value, String type) {
		return switch (value.token()) {
			case VALUE_STRING -> type.equals("string");
			case VALUE_TRUE, VALUE_FALSE -> type.equals("boolean");
			case VALUE_NULL -> type.equals("null");
			case START_OBJECT -> type.equals("object");
			case START_ARRAY -> type.equals("array");
			default -> type.equals("number") || (type.equals("integer") && isInteger(value));
		};
	}

	private static boolean isInteger(JsonValue value) {
		BigDecimal number = value.number();
		return number == null || number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
	}

	private boolean acceptsOwn(JsonValue value, JsonNode schema) {
		if (isAllowedNull(value, schema)) {
			return true;
		}
		if (!allowsType(schema, value) || (schema.has("const") && !equal(value, schema.path("const")))) {
			return false;
		}
		if (schema.path("enum").isArray()
				&& schema.path("enum").valueStream().noneMatch((element) -> equal(value, element))) {
			return false;
		}
		return switch (value.token()) {
			case VALUE_STRING -> StringValidator.accepts(String.valueOf(value.string()), schema);
			case START_OBJECT -> members(value, schema);
			case START_ARRAY -> items(value, schema);
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> range(value.number(), schema);
			default -> true;
		};
	}

	private boolean acceptsCombined(JsonValue value, JsonNode schema) {
		for (String keyword : SchemaReferences.KEYWORDS) {
			JsonNode target = target(schema, keyword);
			if (target != null && !accepts(value, target)) {
				return false;
			}
		}
		if (schema.path("allOf").isArray()
				&& schema.path("allOf").valueStream().anyMatch((part) -> !accepts(value, part))) {
			return false;
		}
		for (String keyword : List.of("anyOf", "oneOf")) {
			JsonNode branches = schema.path(keyword);
			if (branches.isArray() && !branches.isEmpty()
					&& branches.valueStream().noneMatch((branch) -> accepts(value, branch))) {
				return false;
			}
		}
		if (schema.has("if")) {
			return accepts(value, schema.path(accepts(value, schema.path("if")) ? "then" : "else"));
		}
		return true;
	}

	private boolean members(JsonValue value, JsonNode schema) {
		for (JsonNode name : schema.path("required")) {
			if (name.isString() && value.member(name.stringValue()) == null) {
				return false;
			}
		}
		return value.members().stream().allMatch((member) -> accepts(member.value(), ofMember(member.name(), schema)));
	}

	/**
	 * Returns the schema of a member, or a missing node if there is none.
	 */
	static JsonNode ofMember(String name, JsonNode schema) {
		JsonNode property = schema.path("properties").path(name);
		if (!property.isMissingNode()) {
			return property;
		}
		JsonNode patterns = schema.path("patternProperties");
		if (!patterns.isObject() || patterns.isEmpty()) {
			return schema.path("additionalProperties");
		}
		List<JsonNode> matching = patterns.propertyStream()
			.filter((pattern) -> StringValidator.matches(pattern.getKey(), name))
			.<JsonNode>map(Map.Entry::getValue)
			.toList();
		return matching.isEmpty() ? schema.path("additionalProperties") : matching.get(0);
	}

	private boolean items(JsonValue value, JsonNode schema) {
		int size = value.members().size();
		if (!JavaScriptNumbers.isWithin(size, schema.path("minItems"), schema.path("maxItems"))) {
			return false;
		}
		for (int i = 0; i < size; i++) {
			if (!accepts(value.members().get(i).value(), ofItem(i, schema))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the schema of an item, or a missing node if there is none.
	 */
	static JsonNode ofItem(int index, JsonNode schema) {
		JsonNode items = schema.path("items");
		JsonNode positions = items.isArray() ? items : schema.path("prefixItems");
		if (index < positions.size()) {
			return positions.path(index);
		}
		return items.isArray() ? schema.path("additionalItems") : items;
	}

	private static boolean range(@Nullable BigDecimal number, JsonNode schema) {
		if (number == null) {
			return true;
		}
		return holds(schema, "minimum", number, 0, 1) && holds(schema, "maximum", number, -1, 0)
				&& holds(schema, "exclusiveMinimum", number, 1, 1) && holds(schema, "exclusiveMaximum", number, -1, -1);
	}

	private static boolean holds(JsonNode schema, String keyword, BigDecimal number, int minSign, int maxSign) {
		JsonNode bound = schema.path(keyword);
		if (!bound.isNumber()) {
			return true;
		}
		int comparison = Integer.signum(number.compareTo(bound.decimalValue()));
		return comparison >= minSign && comparison <= maxSign;
	}

	private static boolean equal(JsonValue value, JsonNode node) {
		return switch (value.token()) {
			case VALUE_STRING -> node.isString() && node.stringValue().equals(value.string());
			case VALUE_TRUE -> node.isBoolean() && node.booleanValue();
			case VALUE_FALSE -> node.isBoolean() && !node.booleanValue();
			case VALUE_NULL -> node.isNull();
			case START_ARRAY ->
				node.isArray() && node.size() == value.members().size() && IntStream.range(0, node.size())
					.allMatch((i) -> equal(value.members().get(i).value(), node.path(i)));
			case START_OBJECT -> node.isObject() && node.size() == value.members().size()
					&& value.members().stream().allMatch((member) -> equal(member.value(), node.path(member.name())));
			default -> {
				BigDecimal number = value.number();
				yield node.isNumber() && number != null && number.compareTo(node.decimalValue()) == 0;
			}
		};
	}

}
