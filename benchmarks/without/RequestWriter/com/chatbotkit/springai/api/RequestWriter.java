package com.chatbotkit.springai.api;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tree, and its bytes. */
final class RequestWriter {

	private final JsonMapper json = JsonMapper.shared();

	void write(ChatCompletionRequest request, boolean stream, OutputStream out) {
		ObjectNode tree = this.json.createObjectNode();
		tree.put("model", request.selector().value());
		ArrayNode messages = tree.putArray("messages");
		for (ChatCompletionRequest.Message message : request.messages()) {
			ObjectNode node = messages.addObject().put("role", message.role());
			putUnlessNull(node, "content", message.content());
			putUnlessNull(node, "tool_call_id", message.toolCallId());
			putUnlessNull(node, "name", message.name());
			for (ChatCompletionRequest.ToolCall call : message.toolCalls()) {
				ObjectNode function = node.withArray("tool_calls").addObject();
				putUnlessNull(function, "id", call.id());
				function.put("type", "function")
					.putObject("function")
					.put("name", call.name())
					.put("arguments", call.arguments());
			}
		}
		for (ChatCompletionRequest.Function function : request.functions()) {
			tree.withArray("tools")
				.addObject()
				.put("type", "function")
				.putObject("function")
				.put("name", function.name())
				.put("description", function.description())
				.set("parameters", function.parameters());
		}
		if (stream) {
			tree.put("stream", true);
		}
		try {
			out.write(this.json.writeValueAsBytes(tree));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void putUnlessNull(ObjectNode node, String name, String value) {
		if (value != null) {
			node.put(name, value);
		}
	}

	static byte[] json(ChatCompletionRequest.Function function) {
		JsonMapper json = JsonMapper.shared();
		return json.writeValueAsBytes(json.createObjectNode()
			.put("name", function.name())
			.put("description", function.description())
			.set("parameters", function.parameters()));
	}

}
