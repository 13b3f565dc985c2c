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

package com.chatbotkit.springai.benchmark;

import java.util.stream.IntStream;

import com.chatbotkit.springai.ChatBotKitChatOptions;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

/**
 * Makes a list of tools, as some gateways to MCP servers offer them.
 */
final class ManyTools {

	static final String SCHEMA = """
			{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","$defs":{"Line":{"type":"object",
			"properties":{"product":{"type":"string"},"count":{"type":"integer","format":"int32","minimum":1},
			"price":{"anyOf":[{"type":"number"},{"type":"null"}]}},"required":["product","count"]}},
			"properties":{"order":{"type":"string","description":"The order's number"},
			"status":{"type":"string","enum":["NEW","PAID","SENT"]},
			"lines":{"type":"array","items":{"$ref":"#/$defs/Line"},"minItems":1},
			"note":{"type":["string","null"]}},"required":["order","lines"],"additionalProperties":false}
			""";

	private ManyTools() {
	}

	static ChatBotKitChatOptions options(int tools) {
		return ChatBotKitChatOptions.builder()
			.bot("b1")
			.toolCallbacks(IntStream.range(0, tools)
				.<ToolCallback>mapToObj((i) -> FunctionToolCallback.builder("tool" + i, () -> "")
					.description("Does this and that")
					.inputSchema(SCHEMA.replace("product", "product" + i))
					.build())
				.toList())
			.build();
	}

}
