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

package com.chatbotkit.springai.test.client;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.test.ChatBotKitEmulator;

/**
 * The client over an emulator of its own, both closed together.
 */
final class EmulatedModel implements AutoCloseable {

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.emulator.baseUrl())
		.secretKey(this.emulator.secretKey())
		.build();

	private final ChatBotKitChatModel model;

	EmulatedModel(String botId) {
		this.model = ChatBotKitChatModel.builder()
			.api(this.api)
			.options(ChatBotKitChatOptions.builder().bot(botId).build())
			.build();
	}

	ChatBotKitEmulator emulator() {
		return this.emulator;
	}

	ChatBotKitChatModel model() {
		return this.model;
	}

	@Override
	public void close() {
		this.api.close();
		this.emulator.close();
	}

}
