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

import com.chatbotkit.springai.ChatBotKitChatOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.stereotype.Component;

/**
 * Asks one bot or another: docs/bots-and-selectors.md.
 */
@Component
class Desk {

	private final ChatClient chat;

	private final ChatModel chatModel;

	Desk(ChatClient chat, ChatModel chatModel) {
		this.chat = chat;
		this.chatModel = chatModel;
	}

	// tag::per-call[]
	@Nullable String ask(String botId, String question) {
		return this.chat.prompt().user(question).options(ChatBotKitChatOptions.builder().bot(botId)).call().content();
	}

	@Nullable String askModel(String question) {
		return this.chat.prompt()
			.user(question)
			.options(ChatBotKitChatOptions.builder().modelName("gpt-4o"))
			.call()
			.content();
	}
	// end::per-call[]

	// tag::portable[]
	ChatResponse askPortably(String question) {
		return this.chatModel.call(new Prompt(question, ChatOptions.builder().model("bot/id=clx-billing").build()));
	}
	// end::portable[]

	// tag::system[]
	@Nullable String askFor(String customer, String question) {
		return this.chat.prompt()
			.system("The customer is " + customer + ". Answer in English.")
			.user(question)
			.call()
			.content();
	}
	// end::system[]

}
