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

package com.chatbotkit.springai.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/**
 * Writes a request as JSON directly to the connection, without a tree or a byte array in
 * between.
 * <p>
 * With a tree, a call with a prompt of 900 KiB takes 0.7 MB more memory. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class RequestWriter {

	private static final JsonFactory FACTORY = new JsonFactory();

	private static final ObjectMapper MAPPER = JsonMapper.shared();

	private static final byte[] TOOL = ",{\"type\":\"function\",\"function\":".getBytes(StandardCharsets.US_ASCII);

	void write(ChatCompletionRequest request, boolean stream, OutputStream out) {
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
			generator.writeStartObject();
			generator.writeStringProperty("model", request.selector().value());
			generator.writeArrayPropertyStart("messages");
			for (ChatCompletionRequest.Message message : request.messages()) {
				write(message, generator);
			}
			generator.writeEndArray();
			if (!request.functions().isEmpty()) {
				writeFunctions(request, generator, out);
			}
			if (stream) {
				generator.writeBooleanProperty("stream", true);
			}
			generator.writeEndObject();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(ChatCompletionRequest.Message message, JsonGenerator generator) {
		generator.writeStartObject();
		generator.writeStringProperty("role", message.role());
		if (message.content() != null) {
			generator.writeStringProperty("content", message.content());
		}
		if (message.toolCallId() != null) {
			generator.writeStringProperty("tool_call_id", message.toolCallId());
		}
		if (message.name() != null) {
			generator.writeStringProperty("name", message.name());
		}
		if (!message.toolCalls().isEmpty()) {
			generator.writeArrayPropertyStart("tool_calls");
			for (ChatCompletionRequest.ToolCall toolCall : message.toolCalls()) {
				write(toolCall, generator);
			}
			generator.writeEndArray();
		}
		generator.writeEndObject();
	}

	private void write(ChatCompletionRequest.ToolCall toolCall, JsonGenerator generator) {
		generator.writeStartObject();
		if (toolCall.id() != null) {
			generator.writeStringProperty("id", toolCall.id());
		}
		generator.writeStringProperty("type", "function");
		generator.writeObjectPropertyStart("function");
		generator.writeStringProperty("name", toolCall.name());
		generator.writeStringProperty("arguments", toolCall.arguments());
		generator.writeEndObject();
		generator.writeEndObject();
	}

	private static void writeFunctions(ChatCompletionRequest request, JsonGenerator generator, OutputStream out)
			throws IOException {
		boolean tools = request.functionFormat() == ChatCompletionRequest.FunctionFormat.TOOLS;
		generator.writeArrayPropertyStart(tools ? "tools" : "functions");
		// Written past the generator, because their JSON is cached.
		generator.flush();
		boolean first = true;
		for (ChatCompletionRequest.Function function : request.functions()) {
			byte[] json = function.json();
			if (tools) {
				out.write(json, first ? 1 : 0, json.length - (first ? 1 : 0));
			}
			else {
				if (!first) {
					out.write(',');
				}
				out.write(json, TOOL.length, json.length - TOOL.length - 1);
			}
			first = false;
		}
		generator.writeEndArray();
	}

	/**
	 * Writes one function in the current format after a comma, so that in most requests a
	 * single copy is enough.
	 */
	static byte[] json(ChatCompletionRequest.Function function) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(TOOL);
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
			generator.writeStartObject();
			generator.writeStringProperty("name", function.name());
			generator.writeStringProperty("description", function.description());
			generator.writeName("parameters");
			SerializableString serialized = serialized(function.parameters());
			if (serialized != null) {
				generator.writeRawValue(serialized);
			}
			else {
				MAPPER.writeTree(generator, function.parameters());
			}
			generator.writeEndObject();
		}
		out.write('}');
		return out.toByteArray();
	}

	/**
	 * Returns the JSON of a schema that is serialized already, as those of tools are, or
	 * null.
	 */
	private static @Nullable SerializableString serialized(JsonNode schema) {
		return (schema instanceof POJONode node && node.getPojo() instanceof RawValue raw
				&& raw.rawValue() instanceof SerializableString json) ? json : null;
	}

}
