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

package com.chatbotkit.samples.testing;

import java.util.Map;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.context.ChatBotKitTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/** Prompts and a tool, without the rest of the application. */
// tag::slice[]
@ChatBotKitTest({ Assistant.class, Orders.class })
class AssistantSliceTests {

	@Autowired
	private Assistant assistant;

	@MockitoBean
	private Warehouse warehouse;

	@Test
	void theBotCallsTheTool(ChatBotKitEmulator emulator) {
		given(this.warehouse.shelf("A-1042")).willReturn("shelf seven");
		emulator.any()
			.whenOffered("orderState")
			.call("orderState", Map.of("number", "A-1042"))
			.thenReply((turn) -> Reply.text("It is on " + turn.results().get(0).result().path("place").asString()));
		assertThat(this.assistant.answer("Where is A-1042?")).isEqualTo("It is on shelf seven");
		assertThat(emulator).hasReceived(2)
			.lastRequest()
			.hasToolResult("orderState", "{\"number\":\"A-1042\",\"place\":\"shelf seven\"}");
	}

}
// end::slice[]
