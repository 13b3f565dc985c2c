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

import tools.jackson.databind.node.ObjectNode;

/**
 * Converts the input schema of any tool into the JSON Schema dialect that the endpoint
 * accepts as {@code function.parameters}.
 * <p>
 * Whatever the dialect cannot express (docs/contract.md#tools) is described in English
 * for the model. The root of the result is always an object with properties.
 */
final class SchemaLowering {

	private SchemaLowering() {
	}

	/**
	 * Lowers an input schema. Lowering the result again changes nothing.
	 * @param budget maximum number of characters that references may add
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	static Result lower(InputSchema inputSchema, int budget) {
		ObjectNode schema = inputSchema.parse();
		SchemaReferences references = new SchemaReferences(schema);
		for (InliningBudget inlining : InliningBudget.attempts(references, schema.toString().length(), budget)) {
			try {
				SchemaDraft draft = new SchemaReader(references, inlining).read(schema);
				if (inlining.allows(draft)) {
					SchemaDraft root = asObject(draft);
					return new Result(SchemaWriter.write(root), inlining.spent(), root != draft);
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

	/**
	 * A lowered schema.
	 *
	 * @param schema the schema in the endpoint's dialect, a new copy
	 * @param inlined how many characters references have added, or 0 if a smaller budget
	 * changes nothing
	 * @param wrapped whether the input is not an object, and so became a property of one
	 */
	record Result(ObjectNode schema, long inlined, boolean wrapped) {
	}

}
