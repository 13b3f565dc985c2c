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

package com.chatbotkit.springai;

import java.util.List;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the arguments of a tool call, from the wire to the tool, called and streamed.
 */
class ArgumentsOnTheWireTests {

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1").build();

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					a kind        | {"type":"object","properties":{"v":{"enum":[1,-1,"text"]}}} | { "v":"-1", "w":1E400 } | { "v":-1, "w":1E400 }
					as written    | {"type":"object","properties":{"v":{"type":"string"}}} | { "v":"1", "v":1E400 } | { "v":"1", "v":1E400 }
					no object     | {"type":"array","items":{"type":"number"}} | {"input":[1E400, 0.10]} | [1E400, 0.10]
					both          | {"type":["number","boolean"]}       | {"input":"0.10"}   | 0.10
					""")
	void aToolGetsWhatWasWrittenInTheKindThatItTakes(String fact, String schema, String written, String expected) {
		String calls = "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"shop_find\",\"arguments\":\"%s\"}}]"
			.formatted(written.replace("\"", "\\\""));
		ChatBotKitChatModel model = model(schema);
		this.server
			.next(WireServer
				.json("{\"choices\":[{\"message\":{%s},\"finish_reason\":\"tool_calls\"}]}".formatted(calls)))
			.next(WireServer.events("""
					data: {"choices":[{"delta":{%s}}]}

					data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}

					data: [DONE]

					""".formatted(calls)));
		AssistantMessage called = model.call(new Prompt("Hi")).getResult().getOutput();
		AssistantMessage streamed = model.stream(new Prompt("Hi")).blockLast().getResult().getOutput();
		for (AssistantMessage message : List.of(called, streamed)) {
			assertThat(message.getToolCalls()).singleElement()
				.satisfies((call) -> assertThat(call.arguments()).isEqualTo(expected));
		}
	}

	@Test
	void theWireHasEachSchemaAsItWasLowered() {
		String schema = "{\"type\":\"object\",\"properties\":{\"v\":{\"type\":[\"string\",\"null\"],\"description\":\"Größe\"}}}";
		this.server
			.next(WireServer.json("{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"));
		model(schema).call(new Prompt("Hi"));
		assertThat(this.server.requests().get(0).body()).contains(
				"\"parameters\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"string\",\"description\":\"Größe. may be null\"}}}");
	}

	private ChatBotKitChatModel model(String schema) {
		ToolCallback tool = FunctionToolCallback.builder("shop.find", () -> "")
			.description("d")
			.inputSchema(schema)
			.build();
		return ChatBotKitChatModel.builder()
			.api(this.api)
			.options(ChatBotKitChatOptions.builder().bot("b1").toolCallbacks(List.of(tool)).build())
			.build();
	}

}
