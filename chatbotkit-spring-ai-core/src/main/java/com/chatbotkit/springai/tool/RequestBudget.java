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

package com.chatbotkit.springai.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

import com.chatbotkit.springai.schema.ToolSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * Lowers the schemas of all tools of one request so that the request stays within the
 * endpoint's maximum size.
 */
final class RequestBudget {

	/** In bytes. Source: docs/contract.md#where. */
	private static final int MAX_REQUEST_SIZE = 1_048_576;

	private static final int RESERVED = 16 * 1024;

	/** Bytes for keywords, roles, ids and names of one message or tool. */
	private static final int OVERHEAD = 128;

	private static final int MAX_BYTES_PER_CHAR = 6;

	private static final int[] SMALLER_BUDGETS = { 128 * 1024, 32 * 1024, 8 * 1024, 2 * 1024 };

	private RequestBudget() {
	}

	/**
	 * Lowers the schemas with the largest budget that fits, or with the smallest if none
	 * does.
	 * @param tools the tools that the schemas belong to
	 * @param messages the messages of the request
	 * @param lowering lowers the schema of one tool with a budget
	 */
	static List<ToolSchema> fit(List<ToolDefinition> tools, List<Message> messages, Lowering lowering) {
		List<ToolSchema> schemas = new ArrayList<>(tools.size());
		for (int i = 0; i < tools.size(); i++) {
			schemas.add(lowering.lower(i, ToolSchema.DEFAULT_BUDGET));
		}
		long bytes = bytes(schemas);
		long maxSize = bytes + sizeWithoutSchemas(tools, messages, (text) -> (long) text.length() * MAX_BYTES_PER_CHAR);
		if (maxSize <= MAX_REQUEST_SIZE - RESERVED) {
			return schemas;
		}
		long available = MAX_REQUEST_SIZE - RESERVED - sizeWithoutSchemas(tools, messages, RequestBudget::bytes);
		for (int i = 0; i < SMALLER_BUDGETS.length && bytes > available; i++) {
			int budget = SMALLER_BUDGETS[i];
			for (int j = 0; j < schemas.size(); j++) {
				if (schemas.get(j).inlined() > budget) {
					schemas.set(j, lowering.lower(j, budget));
				}
			}
			bytes = bytes(schemas);
		}
		return schemas;
	}

	private static long bytes(List<ToolSchema> schemas) {
		long bytes = 0;
		for (ToolSchema schema : schemas) {
			bytes += schema.size();
		}
		return bytes;
	}

	private static long sizeWithoutSchemas(List<ToolDefinition> tools, List<Message> messages,
			ToLongFunction<String> bytes) {
		long sum = 0;
		for (ToolDefinition tool : tools) {
			sum += OVERHEAD + of(tool.description(), bytes);
		}
		for (Message message : messages) {
			sum += OVERHEAD + of(message.getText(), bytes);
			if (message instanceof AssistantMessage assistant) {
				for (AssistantMessage.ToolCall call : assistant.getToolCalls()) {
					sum += OVERHEAD + of(call.arguments(), bytes);
				}
			}
			if (message instanceof ToolResponseMessage responses) {
				for (ToolResponseMessage.ToolResponse response : responses.getResponses()) {
					sum += OVERHEAD + of(response.responseData(), bytes);
				}
			}
		}
		return sum;
	}

	private static long of(@Nullable String text, ToLongFunction<String> bytes) {
		return (text != null) ? bytes.applyAsLong(text) : 0;
	}

	/**
	 * Returns the size of a text as a JSON string, in bytes.
	 */
	private static long bytes(String text) {
		long bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t') {
				bytes += 2;
			}
			else {
				bytes += (c < ' ') ? MAX_BYTES_PER_CHAR : (c < 0x80) ? 1 : (c < 0x800) ? 2 : 3;
			}
		}
		return bytes;
	}

	/**
	 * Lowers the schema of the tool at an index.
	 */
	interface Lowering {

		ToolSchema lower(int index, int budget);

	}

}
