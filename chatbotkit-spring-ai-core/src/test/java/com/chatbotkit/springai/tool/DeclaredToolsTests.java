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

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.chatbotkit.springai.ChatBotKitChatOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeclaredTools}: all tools of one request together.
 */
class DeclaredToolsTests {

	private static final int LIMIT = 1_048_576;

	@Test
	void oneToolMayHaveHundredsOfKilobytes() {
		String parameters = parameters(1, 100, List.of());
		assertThat(parameters.split("\"code-249\"", -1)).hasSize(101);
		assertThat(parameters).hasSizeGreaterThan(250 * 1024);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 40 })
	void manyToolsTogetherFitIntoARequest(int tools) {
		String parameters = parameters(tools, 100, List.of());
		assertThat(parameters).hasSizeLessThan(LIMIT - 100 * tools)
			.contains("\"enum\":[\"code-0\"")
			.contains("one of the values of Code: \\\"code-0\\\"");
	}

	@Test
	void theyLeaveRoomForTheMessages() {
		List<Message> messages = List.of(new UserMessage("\"".repeat(400_000)));
		assertThat(parameters(1, 150, messages)).hasSizeLessThan(LIMIT - 800_000);
		assertThat(parameters(1, 150, List.of(new UserMessage("Hi")))).hasSizeGreaterThan(LIMIT - 800_000);
	}

	@Test
	void aReferenceToTheRootOfAFunctionsInputMeansTheInput() {
		ToolCallback tool = FunctionToolCallback.builder("f", (Function<Contact, String>) Contact::name)
			.description("d")
			.inputType(Contact.class)
			.build();
		DeclaredTools tools = DeclaredTools
			.of(ChatBotKitChatOptions.builder().bot("b1").toolCallbacks(List.of(tool)).build(), List.of());
		JsonNode parameters = JsonMapper.shared().readTree(tools.functions().get(0).parameters().toString());
		assertThat(parameters.at("/properties/household/properties/members/items/properties").propertyNames())
			.containsExactly("household", "name");
	}

	private static String parameters(int tools, int uses, List<Message> messages) {
		String codes = IntStream.range(0, 250).mapToObj((i) -> "\"code-" + i + "\"").collect(Collectors.joining(","));
		String properties = IntStream.range(0, uses)
			.mapToObj((i) -> "\"p%d\":{\"$ref\":\"#/$defs/Code\"}".formatted(i))
			.collect(Collectors.joining(","));
		List<ToolCallback> callbacks = IntStream.range(0, tools)
			.<ToolCallback>mapToObj((i) -> FunctionToolCallback.builder("tool" + i, () -> "")
				.description("d")
				.inputSchema(
						"{\"type\":\"object\",\"title\":\"t%d\",\"properties\":{%s},\"$defs\":{\"Code\":{\"enum\":[%s]}}}"
							.formatted(i, properties, codes))
				.build())
			.toList();
		return DeclaredTools.of(ChatBotKitChatOptions.builder().bot("b1").toolCallbacks(callbacks).build(), messages)
			.functions()
			.stream()
			.map((function) -> function.parameters().toString())
			.collect(Collectors.joining());
	}

	record Contact(String name, Household household) {

	}

	record Household(List<Contact> members) {

	}

}
