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

import java.io.OutputStream;

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
 */
final class RequestWriter {

	private static final JsonFactory FACTORY = new JsonFactory();

	private final ObjectMapper json = JsonMapper.shared();

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
				writeFunctions(request, generator);
			}
			if (stream) {
				generator.writeBooleanProperty("stream", true);
			}
			generator.writeEndObject();
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

	private void writeFunctions(ChatCompletionRequest request, JsonGenerator generator) {
		boolean legacy = request.functionFormat() == ChatCompletionRequest.FunctionFormat.FUNCTIONS;
		generator.writeArrayPropertyStart(legacy ? "functions" : "tools");
		for (ChatCompletionRequest.Function function : request.functions()) {
			if (legacy) {
				write(function, generator);
			}
			else {
				generator.writeStartObject();
				generator.writeStringProperty("type", "function");
				generator.writeName("function");
				write(function, generator);
				generator.writeEndObject();
			}
		}
		generator.writeEndArray();
	}

	private void write(ChatCompletionRequest.Function function, JsonGenerator generator) {
		generator.writeStartObject();
		generator.writeStringProperty("name", function.name());
		generator.writeStringProperty("description", function.description());
		generator.writeName("parameters");
		SerializableString written = written(function.parameters());
		if (written != null) {
			generator.writeRawValue(written);
		}
		else {
			this.json.writeTree(generator, function.parameters());
		}
		generator.writeEndObject();
	}

	/**
	 * Returns a schema that is JSON already, as which those of tools come, or null.
	 */
	static @Nullable SerializableString written(JsonNode schema) {
		return (schema instanceof POJONode node && node.getPojo() instanceof RawValue raw
				&& raw.rawValue() instanceof SerializableString written) ? written : null;
	}

}
