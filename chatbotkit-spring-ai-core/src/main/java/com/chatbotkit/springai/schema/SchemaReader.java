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
 * Reads a node of any version of JSON Schema into a {@link SchemaDraft}: first its own
 * keywords, then its references and combinations. Keywords that it does not know, such as
 * {@code $schema} and {@code readOnly}, are dropped.
 */
final class SchemaReader {

	// Deeper than any schema that a model could fill in, and far from a stack overflow.
	private static final int MAX_DEPTH = 64;

	private static final Map<String, List<String>> TYPE_KEYWORDS = Map.of("array",
			List.of("items", "prefixItems", "contains"), "object",
			List.of("properties", "patternProperties", "additionalProperties", "propertyNames"));

	private final SchemaReferences references;

	private final InliningBudget inlining;

	private final UninlinedDefinitions uninlined;

	private final ArrayKeywords arrays = new ArrayKeywords(this);

	private final ObjectKeywords objects = new ObjectKeywords(this);

	private final ConditionKeywords conditions = new ConditionKeywords(this);

	private final DiscriminatorKeyword discriminators;

	private final List<ObjectNode> path = new ArrayList<>();

	SchemaReader(SchemaReferences references, InliningBudget inlining) {
		this.references = references;
		this.inlining = inlining;
		this.uninlined = new UninlinedDefinitions(inlining);
		this.discriminators = new DiscriminatorKeyword(references);
	}

	/**
	 * Reads a schema, which is an object, true or false. Anything else is read as an
	 * empty one.
	 */
	SchemaDraft read(JsonNode schema) {
		if (schema.isBoolean()) {
			return new SchemaDraft(schema.booleanValue() ? null : SchemaDraft.NOTHING);
		}
		SchemaDraft draft = new SchemaDraft(null);
		if (!(schema instanceof ObjectNode object) || object.isEmpty()) {
			return draft;
		}
		if (this.path.size() >= MAX_DEPTH) {
			draft.words.add("nested too deeply to say more");
			return draft;
		}
		this.path.add(object);
		this.inlining.open(object);
		try {
			return combined(object);
		}
		finally {
			this.inlining.close(object);
			this.path.remove(this.path.size() - 1);
		}
	}

	private SchemaDraft combined(ObjectNode schema) {
		SchemaDraft draft = own(schema);
		for (String keyword : SchemaReferences.KEYWORDS) {
			if (schema.path(keyword).isString()) {
				draft = SchemaMerge.of(draft, referenced(schema, keyword));
			}
		}
		for (SchemaDraft part : readAll(schema.path("allOf"))) {
			draft = SchemaMerge.of(draft, part);
		}
		for (String keyword : List.of("anyOf", "oneOf")) {
			List<SchemaDraft> branches = readAll(schema.path(keyword));
			if (!branches.isEmpty()) {
				draft = SchemaMerge.of(draft, SchemaUnion.of(branches));
			}
		}
		this.conditions.read(schema, draft);
		this.discriminators.read(schema, draft);
		if (draft.is("object") && draft.additional == null && isClosed(schema)) {
			draft.additional = new SchemaDraft(SchemaDraft.NOTHING);
		}
		return draft;
	}

	// "additionalProperties" knows only the properties beside it, "unevaluatedProperties"
	// all of them.
	private static boolean isClosed(ObjectNode schema) {
		JsonNode unevaluated = schema.path("unevaluatedProperties");
		return unevaluated.isBoolean() && !unevaluated.booleanValue() && !schema.has("patternProperties");
	}

	List<SchemaDraft> readAll(JsonNode schemas) {
		return schemas.isArray() ? schemas.valueStream().map(this::read).toList() : List.of();
	}

	private SchemaDraft own(ObjectNode schema) {
		List<SchemaDraft> types = SchemaTypes.of(schema).stream().map((type) -> typed(type, schema)).toList();
		SchemaDraft draft = types.isEmpty() ? new SchemaDraft(null) : SchemaUnion.of(types);
		AnnotationKeywords.read(schema, draft);
		if (!types.isEmpty()) {
			addMisplaced(schema, types, draft);
		}
		return draft;
	}

	// Keywords of a type that the node does not have are a mistake, but may help the
	// model.
	private void addMisplaced(ObjectNode schema, List<SchemaDraft> types, SchemaDraft draft) {
		for (String type : List.of("object", "array")) {
			boolean says = TYPE_KEYWORDS.getOrDefault(type, List.of())
				.stream()
				.anyMatch((keyword) -> !schema.path(keyword).isEmpty());
			if (says && types.stream().noneMatch((one) -> one.is(type))) {
				SchemaDraft misplaced = new SchemaDraft(type);
				if (type.equals("array")) {
					this.arrays.read(schema, misplaced);
				}
				else {
					this.objects.read(schema, misplaced);
				}
				draft.words.add("also " + SchemaDescriber.whole(misplaced));
			}
		}
	}

	private SchemaDraft typed(String type, ObjectNode schema) {
		SchemaDraft draft = new SchemaDraft(type);
		EnumKeywords.read(schema, type, draft);
		switch (type) {
			case "string" -> StringKeywords.read(schema, this, draft);
			case "number", "integer" -> NumberKeywords.read(schema, draft);
			case "array" -> this.arrays.read(schema, draft);
			case "object" -> this.objects.read(schema, draft);
			default -> {
				// A boolean and null have no keywords of their own.
			}
		}
		return draft;
	}

	private SchemaDraft referenced(ObjectNode schema, String keyword) {
		String reference = schema.path(keyword).stringValue();
		JsonNode target = this.references.target(schema, keyword);
		if (target == null) {
			SchemaDraft unknown = new SchemaDraft(null);
			unknown.words.add("defined at " + DescriptionWords.shorten(reference, DescriptionWords.PHRASE_LENGTH));
			return unknown;
		}
		String name = SchemaReferences.name(reference);
		if (!this.inlining.follow(target)) {
			return this.uninlined.draft(name, target);
		}
		try {
			SchemaDraft draft = read(target);
			draft.name = (draft.name == null && !name.isEmpty()) ? name : draft.name;
			return draft;
		}
		finally {
			this.inlining.leave();
		}
	}

}
