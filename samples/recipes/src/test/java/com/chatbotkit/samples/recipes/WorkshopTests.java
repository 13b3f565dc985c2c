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

package com.chatbotkit.samples.recipes;

import java.util.Map;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What docs/mcp.md says, with an MCP server in a process of its own. */
@SpringBootTest(properties = "spring.ai.mcp.client.enabled=true")
@EmulatedChatBotKit
class WorkshopTests {

	@DynamicPropertySource
	static void server(DynamicPropertyRegistry registry) {
		String server = "spring.ai.mcp.client.stdio.connections.workshop.";
		registry.add(server + "command", () -> ProcessHandle.current().info().command().orElse("java"));
		registry.add(server + "args",
				() -> "-cp," + System.getProperty("java.class.path") + "," + WorkshopServer.class.getName());
	}

	@Test
	void theBotCallsAToolOfTheServer(@Autowired Workshop workshop, ChatBotKitEmulator emulator) {
		emulator.any()
			.whenOffered("free_slots")
			.call("free_slots", Map.of("day", "2026-12-01"))
			.thenReply((turn) -> Reply.text("Free: " + turn.results().get(0).result().toString()));
		assertThat(workshop.answer("When can you repair my bicycle?")).contains("nine", "2026-12-01");
		assertThat(emulator).hasReceived(2)
			.firstRequest()
			.describesTool("free_slots", "free on a day")
			.offersTool("free_slots", """
					{ "type": "object", "properties": { "day": { "type": "string", "format": "date",
					  "description": "may be null" } } }""");
	}

}
