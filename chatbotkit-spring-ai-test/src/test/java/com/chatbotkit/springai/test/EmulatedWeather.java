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

package com.chatbotkit.springai.test;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import org.springframework.ai.chat.model.ChatModel;

/**
 * A chat model whose bot runs the {@link WeatherScript}.
 */
final class EmulatedWeather implements AutoCloseable {

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.start();

	private final ChatModel model;

	EmulatedWeather() {
		WeatherScript.on(this.emulator.bot("weather"));
		ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl(this.emulator.baseUrl())
			.secretKey(this.emulator.secretKey())
			.build();
		this.model = ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("weather").build())
			.build();
	}

	ChatModel model() {
		return this.model;
	}

	@Override
	public void close() {
		this.emulator.close();
	}

}
