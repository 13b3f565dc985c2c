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

package com.chatbotkit.samples.webchat;

import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The questions that the page proposes, and the bots that are emulated.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class ExamplesTests {

	@Test
	void everyExampleHasAnAnswerOfItsOwn(@Autowired WebChatProperties properties, @Autowired EmulatedBots bots,
			ChatBotKitEmulator emulator, @LocalServerPort int port) {
		bots.customize(emulator);
		ChatClientOverHttp chat = new ChatClientOverHttp(port);
		List<String> beginnings = properties.bots()
			.entrySet()
			.stream()
			.flatMap((bot) -> Stream.concat(bot.getValue().examples().stream(), Stream.of("Hello"))
				.map((question) -> beginning(chat, chat.ask(bot.getKey(), question))))
			.toList();
		assertThat(beginnings).hasSize(9).doesNotHaveDuplicates();
	}

	private static String beginning(ChatClientOverHttp chat, String id) {
		String beginning = chat.events(id, "")
			.take(4)
			.map((event) -> event.event() + event.data())
			.reduce("", String::concat)
			.block();
		chat.stop(id);
		return beginning.replaceAll("id=[^,]*", "");
	}

}
