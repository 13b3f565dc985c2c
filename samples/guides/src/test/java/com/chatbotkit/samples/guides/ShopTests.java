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

package com.chatbotkit.samples.guides;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What docs/tools.md shows. */
@SpringBootTest
@EmulatedChatBotKit
class ShopTests {

	@Autowired
	private Shop shop;

	@Autowired
	private Orders orders;

	private ChatBotKitEmulator emulator;

	@Test
	void theSchemaThatSpringAiWrites() throws Exception {
		String schema = ToolCallbacks.from(this.orders)[0].getToolDefinition().inputSchema();
		assertThat(json(schema)).isEqualTo(json(file("before.json")));
	}

	@Test
	void theSchemaThatTheBotSees() throws Exception {
		this.shop.answer("Where are my orders?");
		assertThat(this.emulator).onlyRequest()
			.describesTool("findOrders", "Finds orders of a customer")
			.offersTool("findOrders", file("after.json"));
	}

	@Test
	void theBotCallsTheTool() {
		this.emulator.any()
			.whenOffered("findOrders")
			.call("findOrders", Map.of("customer", 7, "period", Map.of("from", "2026-11-01")))
			.thenReply("A-1042 is shipped.");
		assertThat(this.shop.answer("Where are my orders?")).isEqualTo("A-1042 is shipped.");
		assertThat(this.emulator).lastRequest()
			.hasToolResult("findOrders", "[{\"number\":\"A-1042\",\"state\":\"SHIPPED\",\"placed\":\"2026-11-01\"}]");
	}

	@Test
	void theToolsThatTheBotUsedByItself(@Autowired ChatModel chatModel) {
		this.emulator.any().tool("stock", (turn) -> "six").when("left").useTool("stock");
		Generation answer = chatModel.call(new Prompt("How many are left?")).getResult();
		assertThat(Shop.toolsThatTheBotUsed(answer)).isEqualTo(List.of("stock"));
	}

	private static String file(String name) throws Exception {
		return Files.readString(Path.of("src/test/resources/tools/" + name));
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
