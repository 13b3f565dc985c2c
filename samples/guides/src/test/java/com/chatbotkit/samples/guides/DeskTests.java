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

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What docs/bots-and-selectors.md shows. */
@SpringBootTest
@EmulatedChatBotKit
class DeskTests {

	@Autowired
	private Desk desk;

	private ChatBotKitEmulator emulator;

	@Test
	void aBotPerCall() {
		this.emulator.bot("clx-billing").reply("It is paid.");
		assertThat(this.desk.ask("clx-billing", "Is it paid?")).isEqualTo("It is paid.");
		assertThat(this.emulator).onlyRequest().hasSelector("bot/id=clx-billing");
	}

	@Test
	void anIdThatLooksLikeANumberKeepsItsZeros() {
		this.desk.ask("0123", "Hello?");
		assertThat(this.emulator).onlyRequest()
			.askedBot("0123")
			.hasSelector("{\"name\":\"bot\",\"config\":{\"id\":\"0123\"}}");
	}

	@Test
	void aModelPerCall() {
		this.desk.askModel("Hello?");
		assertThat(this.emulator).onlyRequest().hasSelector("model/name=gpt-4o");
	}

	@Test
	void aBotByPortableOptions() {
		assertThat(this.desk.askPortably("Hello?").getMetadata().getModel()).isEqualTo("bot/id=clx-billing");
	}

	@Test
	void aSystemText() {
		this.desk.askFor("Ada", "Hello?");
		assertThat(this.emulator).onlyRequest().hasSystemText("The customer is Ada. Answer in English.");
	}

	@Test
	void withoutBoot() {
		this.emulator.bot("clx-support").reply("Hello.");
		assertThat(WithoutBoot.ask(this.emulator.baseUrl(), this.emulator.secretKey(), "Hello?")).isEqualTo("Hello.");
	}

}
