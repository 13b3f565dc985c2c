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

import java.util.function.Consumer;

import com.chatbotkit.springai.ChatBotKitChatOptions;
import org.jspecify.annotations.Nullable;

/**
 * Creates the default options of a chat from its properties.
 */
final class ChatOptionsFactory {

	private final String prefix;

	private final ChatBotKitChatOptions.Builder builder;

	private ChatOptionsFactory(String prefix, ChatBotKitChatOptions.Builder builder) {
		this.prefix = prefix;
		this.builder = builder;
	}

	static ChatBotKitChatOptions create(ChatSelector selector, ChatProperties chat) {
		ChatBotKitChatOptions.Builder builder = ChatBotKitChatOptions.builder()
			.model(selector.read(chat))
			.topK(chat.topK())
			.stopSequences(chat.stopSequences())
			.carrySettings(chat.carrySettings())
			.legacyFunctions(chat.legacyFunctions());
		return new ChatOptionsFactory(selector.prefix(), builder)
			.set("temperature", builder::temperature, chat.temperature())
			.set("max-tokens", builder::maxTokens, chat.maxTokens())
			.set("frequency-penalty", builder::frequencyPenalty, chat.frequencyPenalty())
			.set("presence-penalty", builder::presencePenalty, chat.presencePenalty())
			.set("top-p", builder::topP, chat.topP())
			.set("reasoning-effort", builder::reasoningEffort, chat.reasoningEffort()).builder.build();
	}

	/**
	 * Sets one setting and checks all set so far, so that the failure names the property.
	 */
	private <T> ChatOptionsFactory set(String name, Consumer<@Nullable T> setter, @Nullable T value) {
		setter.accept(value);
		PropertyChecks.of(this.prefix + "." + name, value, () -> {
			ChatBotKitChatOptions options = this.builder.build();
			options.checkSettings();
			return options;
		});
		return this;
	}

}
