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

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;

/**
 * Asks a bot without Spring Boot: docs/bots-and-selectors.md.
 */
final class WithoutBoot {

	private WithoutBoot() {
	}

	// tag::without-boot[]
	static @Nullable String ask(String baseUrl, String secretKey, String question) {
		try (ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(baseUrl).secretKey(secretKey).build()) {
			ChatBotKitChatModel model = ChatBotKitChatModel.builder()
				.api(api)
				.options(ChatBotKitChatOptions.builder().bot("clx-support").build())
				.build();
			return ChatClient.create(model).prompt(question).call().content();
		}
	}
	// end::without-boot[]

}
