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

package com.chatbotkit.samples.agents;

import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.autoconfigure.ChatBotKitBots;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Asks bots by name.
 */
// tag::inject[]
@Component
class Desk {

	private final ChatClient support;

	private final ChatBotKitBots bots;

	Desk(@Qualifier("support") ChatClient support, ChatBotKitBots bots) {
		this.support = support;
		this.bots = bots;
	}

	@Nullable String answer(String question) {
		return this.support.prompt(question).call().content();
	}

	@Nullable String ask(String bot, String question) {
		return this.bots.chatClient(bot).prompt(question).call().content();
	}
	// end::inject[]

	// tag::tenant[]
	@Nullable String answerFor(ChatBotKitTenant tenant, String question) {
		return tenant.call(() -> this.support.prompt(question).call().content());
	}

	Flux<String> streamFor(ChatBotKitTenant tenant, String question) {
		return this.support.prompt(question).stream().content().contextWrite(tenant::writeTo);
	}
	// end::tenant[]
	// tag::inject[]

}
// end::inject[]
