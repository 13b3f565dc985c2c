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

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No application context at all. */
// tag::plain[]
@EmulatedChatBotKit
class PlainTests {

	@Test
	void theBotQuotesItsDocuments(ChatBotKitEmulator emulator) {
		emulator.bot("shop").document("Shipping", "We ship bicycles within two days.");
		try (ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(emulator.baseUrl())
			.secretKey(emulator.secretKey())
			.build()) {
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("shop").build())
				.build();
			assertThat(model.call("How soon do you ship?"))
				.isEqualTo("From \"Shipping\": We ship bicycles within two days.");
		}
	}

}
// end::plain[]
