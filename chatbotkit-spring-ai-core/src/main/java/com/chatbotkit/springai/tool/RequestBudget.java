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

/**
 * Declares all tools of one request so that the request stays within the endpoint's
 * maximum size.
 */
final class RequestBudget {

	/** In bytes. Source: docs/contract.md#where. */
	private static final int MAX_REQUEST_SIZE = 1_048_576;

	private static final int RESERVED = 16 * 1024;

	/** Bytes for keywords, roles, ids and names of one message. */
	private static final int OVERHEAD = 128;

	private static final int MAX_BYTES_PER_CHAR = 6;

	private static final int[] SMALLER_BUDGETS = { 128 * 1024, 32 * 1024, 8 * 1024, 2 * 1024 };

	private RequestBudget() {
	}

	/**
	 * Declares the tools with the largest budget that fits, or with the smallest if none
	 * does.
	 * @param count the number of tools
	 * @param messages the messages of the request
	 * @param declaration declares one tool with a budget
	 */
	static List<DeclaredTool> fit(int count, List<Message> messages, Declaration declaration) {
		List<DeclaredTool> tools = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			tools.add(declaration.declare(i, ToolSchema.DEFAULT_BUDGET));
		}
		long bytes = bytes(tools);
		long maxSize = bytes + size(messages, (text) -> (long) text.length() * MAX_BYTES_PER_CHAR);
		if (maxSize <= MAX_REQUEST_SIZE - RESERVED) {
			return tools;
		}
		long available = MAX_REQUEST_SIZE - RESERVED - size(messages, RequestBudget::bytes);
		for (int i = 0; i < SMALLER_BUDGETS.length && bytes > available; i++) {
			int budget = SMALLER_BUDGETS[i];
			for (int j = 0; j < count; j++) {
				if (tools.get(j).schema().inlined() > budget) {
					tools.set(j, declaration.declare(j, budget));
				}
			}
			bytes = bytes(tools);
		}
		return tools;
	}

	private static long bytes(List<DeclaredTool> tools) {
		return tools.stream().mapToLong((tool) -> tool.function().size()).sum();
	}

	private static long size(List<Message> messages, ToLongFunction<String> bytes) {
		long sum = 0;
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
	 * Declares the tool at an index.
	 */
	interface Declaration {

		DeclaredTool declare(int index, int budget);

	}

}
