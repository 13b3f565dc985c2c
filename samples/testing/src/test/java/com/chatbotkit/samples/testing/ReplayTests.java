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

import com.chatbotkit.springai.test.junit.RecordedChatBotKit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the bot once answered, recorded beside this class and replayed without network.
 */
// tag::replay[]
@SpringBootTest
@RecordedChatBotKit
class ReplayTests {

	@Autowired
	private Assistant assistant;

	@Test
	void answersAsItDidThen() {
		assertThat(this.assistant.answer("Where is A-1042?")).isEqualTo("Your order is on shelf 6.");
		assertThat(this.assistant.stream("Are you open?").collectList().block()).containsExactly("Until", " five.");
	}

}
// end::replay[]
