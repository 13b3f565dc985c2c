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

package com.chatbotkit.samples.agents;

import java.util.Map;

import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What docs/named-agents.md shows. */
@SpringBootTest(properties = { "spring.config.name=named-agents", "BILLING_API_SECRET=sk-test-billing" })
@EmulatedChatBotKit
class DeskTests {

	@Autowired
	private Desk desk;

	private ChatBotKitEmulator emulator;

	@Test
	void aBotByItsQualifier() {
		this.emulator.bot("clx-support").reply("Hello.");
		assertThat(this.desk.answer("Hello?")).isEqualTo("Hello.");
		assertThat(this.emulator).onlyRequest()
			.hasSystemText("Answer in two sentences at most.")
			.offersTools("billing")
			.describesTool("billing", "invoices and payments");
	}

	@Test
	void aBotByItsName() {
		this.desk.ask("smalltalk", "Hello?");
		assertThat(this.emulator).onlyRequest().askedModel("gpt-4o");
		assertThatIllegalArgumentException().isThrownBy(() -> this.desk.ask("sales", "Hello?"))
			.withMessageContaining("support");
	}

	@Test
	void aBotAsksAnother() {
		this.emulator.bot("clx-support")
			.when("paid")
			.call("billing", Map.of("message", "Is invoice 7 paid?"))
			.thenReply("Yes, it is.");
		this.emulator.bot("clx-billing").when("invoice 7").reply("It was paid on Monday.");
		assertThat(this.desk.answer("Is it paid?")).isEqualTo("Yes, it is.");
		assertThat(this.emulator).hasReceived(3).request(1).askedBot("clx-billing").hasUserText("Is invoice 7 paid?");
	}

	@Test
	void anotherModelIsAskedWhereNothingRan() {
		this.emulator.model("gpt-4o").fail(Fault.unknownBot());
		this.emulator.model("gpt-4o-mini").reply("Hello.");
		assertThat(this.desk.ask("smalltalk", "Hello?")).isEqualTo("Hello.");
	}

	@Test
	void aTenantHasABotOfItsOwn() {
		ChatBotKitTenant acme = ChatBotKitTenant.withSecretKey("sk-test-acme").bot("clx-acme");
		this.desk.answerFor(acme, "Hello?");
		this.desk.streamFor(acme, "Hello?").blockLast();
		assertThat(this.emulator).hasReceived(2).firstRequest().askedBot("clx-acme");
		assertThat(this.emulator).lastRequest().askedBot("clx-acme");
	}

}
