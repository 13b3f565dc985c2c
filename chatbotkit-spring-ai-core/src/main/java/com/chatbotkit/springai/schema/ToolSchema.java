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

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

/**
 * The input schema of a tool in the endpoint's dialect. It converts the arguments of
 * calls between the dialect and the tool.
 * <p>
 * The parameters of a function are always an object. If the tool's input is not an
 * object, the schema is wrapped: the input becomes the object's only property.
 * <p>
 * Immutable. Instances are shared from a cache.
 */
public final class ToolSchema {

	/**
	 * Default maximum number of characters that the references of one schema may add. The
	 * limit of a whole request is 1 MiB.
	 */
	public static final int DEFAULT_BUDGET = 512 * 1024;

	/**
	 * Name of the property that contains a wrapped input.
	 */
	static final String WRAPPER = "input";

	private static final SchemaCache CACHE = new SchemaCache(SchemaCache.MAX_BYTES,
			(inputSchema, budget) -> new ToolSchema(inputSchema, SchemaLowering.lower(inputSchema, budget)));

	private final InputSchema inputSchema;

	private final JsonNode parameters;

	private final int size;

	private final long inlined;

	private final boolean wrapped;

	ToolSchema(InputSchema inputSchema, SchemaLowering.Result lowered) {
		SerializedString parameters = new SerializedString(lowered.schema().toString());
		this.inputSchema = inputSchema;
		// Serialized, because a tree takes about ten times the memory, and would be
		// serialized again for each request.
		this.parameters = JsonNodeFactory.instance.rawValueNode(new RawValue(parameters));
		this.size = parameters.asUnquotedUTF8().length;
		this.inlined = lowered.inlined();
		this.wrapped = lowered.wrapped();
	}

	/**
	 * Lowers an input schema to the endpoint's dialect. Never blocks.
	 * @param inputSchema the JSON Schema as text; null, blank and {@code {}} mean a tool
	 * without arguments
	 * @return the schema
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	public static ToolSchema of(@Nullable String inputSchema) {
		return of(inputSchema, DEFAULT_BUDGET);
	}

	/**
	 * Lowers an input schema to the endpoint's dialect. Never blocks.
	 * @param inputSchema the JSON Schema as text; null, blank and {@code {}} mean a tool
	 * without arguments
	 * @param budget maximum number of characters that references may add. References
	 * beyond it become descriptions
	 * @return the schema
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	public static ToolSchema of(@Nullable String inputSchema, int budget) {
		return CACHE.get(InputSchema.of(inputSchema), budget);
	}

	/**
	 * Lowers the schema that Spring AI generates for one Java type, such as a function's
	 * input. Never blocks.
	 * @param inputSchema the JSON Schema as text; null, blank and {@code {}} mean a tool
	 * without arguments
	 * @param budget the maximum number of characters that references may add. References
	 * beyond it become descriptions
	 * @return the schema
	 * @throws IllegalArgumentException if the text is not one JSON object
	 */
	public static ToolSchema ofType(@Nullable String inputSchema, int budget) {
		return CACHE.get(InputSchema.ofType(inputSchema), budget);
	}

	/**
	 * Returns the schema for {@code function.parameters}.
	 * @return a node that writes itself as JSON and has no children
	 */
	public JsonNode parameters() {
		return this.parameters;
	}

	/**
	 * Returns the size of the parameters on the wire.
	 * @return the number of bytes
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Returns how many characters references have added.
	 * @return the number, or 0 if a smaller budget changes nothing
	 */
	public long inlined() {
		return this.inlined;
	}

	/**
	 * Whether the tool's input is not an object.
	 * @return true if arguments are wrapped in the request
	 */
	public boolean isWrapped() {
		return this.wrapped;
	}

	/**
	 * Converts a tool's input to the arguments of a function.
	 * @param input the input as JSON
	 * @return the arguments, wrapped if the schema is
	 */
	public String toWire(String input) {
		return this.wrapped ? "{\"" + WRAPPER + "\":" + input + "}" : input;
	}

	/**
	 * Converts the arguments of a function to a tool's input. A string becomes a number,
	 * boolean, null, array or object if the input schema requires one, because the
	 * dialect cannot express every union. Everything else stays as it was written.
	 * @param arguments the arguments as JSON
	 * @return the input, or the arguments unchanged if the wrapped input is missing, so
	 * that the tool reports the error
	 */
	public String fromWire(String arguments) {
		return ArgumentTypes.restore(this.wrapped ? unwrap(arguments) : arguments, this.inputSchema, this.wrapped);
	}

	static String unwrap(String arguments) {
		JsonValue value = JsonValue.read(arguments);
		JsonValue input = (value != null) ? value.member(WRAPPER) : null;
		return (input != null) ? input.text() : arguments;
	}

}
