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

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What customers see when something goes wrong. Shares the context of ApplicationTests.
 */
// tag::fault[]
@SpringBootTest
@EmulatedChatBotKit
class FaultTests {

	@Autowired
	private Assistant assistant;

	private ChatBotKitEmulator emulator;

	@Test
	void aShortOutageIsNotSeen() {
		this.emulator.any().failTimes(2, Fault.serviceUnavailable()).reply("Here I am.");
		assertThat(this.assistant.answer("Hello?")).isEqualTo("Here I am.");
		assertThat(this.emulator).hasReceived(3);
	}

	@Test
	void anExhaustedQuotaIsTold() {
		this.emulator.any().fail(Fault.quotaExceeded());
		assertThat(this.assistant.answer("Hello?")).contains("please call us");
		assertThat(this.emulator).onlyRequest().hasStatus(429);
	}

	@Test
	void aStreamThatIsCutShowsThatSomethingIsMissing() {
		this.emulator.any().reply(Reply.pieces("We are", " open", " today").failing(Fault.cutAfter(3)));
		StepVerifier.create(this.assistant.stream("Are you open?"))
			.expectNext("We are", " open", " […]")
			.verifyComplete();
	}

}
// end::fault[]
