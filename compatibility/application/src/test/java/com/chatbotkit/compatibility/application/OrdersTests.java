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

package com.chatbotkit.compatibility.application;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.context.ChatBotKitTest;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Autowired;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;

@ChatBotKitTest
class OrdersTests {

	@Test
	void aSlice(@Autowired ChatClient chat, @Autowired Orders orders, ChatBotKitEmulator emulator) {
		chat.prompt("Where is my order?").tools(orders).call().content();
		assertThat(emulator).onlyRequest().offersTool("orderState", """
				{ "type": "object", "additionalProperties": false, "required": ["number"],
				  "properties": {
				    "number": { "type": "string", "description": "The order's number, for example A-1042" },
				    "details": { "type": "array", "description": "What to tell of it",
				      "items": { "type": "string", "enum": ["PLACE", "PRICE"] } } } }""");
	}

}
