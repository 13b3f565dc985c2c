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

package com.chatbotkit.springai.autoconfigure;

import com.chatbotkit.springai.ChatBotKitChatOptions;

/**
 * Creates the default options of a chat from its properties.
 */
final class ChatOptionsFactory {

	private ChatOptionsFactory() {
	}

	static ChatBotKitChatOptions create(ChatSelector selector, ChatProperties chat) {
		return ChatBotKitChatOptions.builder()
			.model(selector.read(chat))
			.temperature(chat.temperature())
			.maxTokens(chat.maxTokens())
			.frequencyPenalty(chat.frequencyPenalty())
			.presencePenalty(chat.presencePenalty())
			.topP(chat.topP())
			.topK(chat.topK())
			.stopSequences(chat.stopSequences())
			.reasoningEffort(chat.reasoningEffort())
			.carrySettings(chat.carrySettings())
			.legacyFunctions(chat.legacyFunctions())
			.build();
	}

}
