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

import java.time.Duration;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What docs/errors-and-retries.md shows. */
@SpringBootTest
@EmulatedChatBotKit
class ApologyTests {

	@Autowired
	private Apology apology;

	private ChatBotKitEmulator emulator;

	@Test
	void aFailureThatPasses() {
		this.emulator.any().fail(Fault.internalError());
		assertThat(this.apology.answer("Hello?")).isEqualTo("The assistant is busy. Please ask again.");
		assertThat(this.emulator).hasReceived(1);
	}

	@Test
	void aWaitThatIsTooLongToBeWaitedFor() {
		this.emulator.any().fail(Fault.rateLimited(Duration.ofSeconds(90)));
		assertThat(this.apology.answer("Hello?")).isEqualTo("The assistant is busy. Please ask again in 90 seconds.");
		assertThat(this.emulator).hasReceived(1);
	}

	@Test
	void aFailureThatStays() {
		this.emulator.any().fail(Fault.quotaExceeded());
		assertThat(this.apology.answer("Hello?")).isEqualTo("The assistant is not available.");
		assertThat(this.emulator).hasReceived(1);
	}

}
