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

// tag::file[]
package com.example.support;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The application, with no account, no key and no network. */
// tag::test[]
@SpringBootTest
@EmulatedChatBotKit
class AnswerControllerTests {

	@Test
	void answers(@Autowired AnswerController controller, ChatBotKitEmulator emulator) {
		emulator.any().when("opening hours").stream("Nine", " to", " five.");
		assertThat(controller.ask("What are your opening hours?").collectList().block()).containsExactly("Nine", " to",
				" five.");
		assertThat(emulator).onlyRequest().isStreamed().hasUserText("What are your opening hours?");
	}

}
// end::test[]
// end::file[]
