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

import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts the input schema of any tool into the JSON Schema dialect that the endpoint
 * accepts as {@code function.parameters}.
 * <p>
 * What the dialect cannot say (docs/contract.md#tools) is described in English for the
 * model. The root of the result is always an object with properties.
 */
final class SchemaLowering {

	private SchemaLowering() {
	}

	/**
	 * Lowers an input schema. Lowering the result again changes nothing.
	 * @param inputSchema the JSON schema as text; null, blank and {@code {}} mean a tool
	 * without arguments
	 * @return the schema in the endpoint's dialect, a new copy
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	static ObjectNode lower(@Nullable String inputSchema) {
		return lower(inputSchema, ToolSchema.DEFAULT_BUDGET);
	}

	/**
	 * Lowers an input schema.
	 * @param inputSchema the JSON schema as text
	 * @param budget maximum number of characters that references may add
	 * @return the schema in the endpoint's dialect, a new copy
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	static ObjectNode lower(@Nullable String inputSchema, int budget) {
		ObjectNode schema = InputSchema.of(inputSchema).parse();
		return SchemaWriter.write(asObject(read(schema, budget, (inlined) -> {
			// Only the cache needs the number.
		})));
	}

	static ToolSchema lowered(InputSchema inputSchema, int budget) {
		AtomicLong inlined = new AtomicLong();
		SchemaDraft draft = read(inputSchema.parse(), budget, inlined::set);
		SchemaDraft root = asObject(draft);
		return ToolSchema.of(inputSchema, SchemaWriter.write(root), inlined.get(), root != draft);
	}

	private static SchemaDraft read(ObjectNode schema, int budget, LongConsumer inlined) {
		SchemaReferences references = new SchemaReferences(schema);
		for (InliningBudget inlining : InliningBudget.attempts(references, schema.toString().length(), budget)) {
			try {
				SchemaDraft draft = new SchemaReader(references, inlining).read(schema);
				if (inlining.allows(draft)) {
					inlined.accept(inlining.spent());
					return draft;
				}
			}
			catch (InliningBudget.ExceededException ex) {
				// The next attempt inlines less.
			}
		}
		throw new IllegalStateException("The last attempt allows what is left");
	}

	// Model providers accept only an object with properties as a function's arguments.
	private static SchemaDraft asObject(SchemaDraft draft) {
		SchemaDraft root = draft;
		if (draft.isUntyped()) {
			root.type = "object";
		}
		else if (!draft.is("object")) {
			root = new SchemaDraft("object");
			root.required.add(ToolSchema.WRAPPER);
			root.properties = new LinkedHashMap<>();
			root.properties.put(ToolSchema.WRAPPER, draft);
		}
		if (root.properties == null) {
			root.properties = new LinkedHashMap<>();
		}
		root.nullable = false;
		return root;
	}

}
