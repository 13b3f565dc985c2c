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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.stereotype.Component;

/**
 * Answers customers.
 */
@Component
class Assistant {

	private final ChatClient chat;

	Assistant(ChatClient chat, Orders orders) {
		this.chat = chat.mutate().defaultSystem("You help customers of a bicycle shop.").defaultTools(orders).build();
	}

	@Nullable String answer(String question) {
		try {
			return this.chat.prompt().user(question).call().content();
		}
		catch (TransientAiException | NonTransientAiException ex) {
			return "Our assistant is not available: please call us.";
		}
	}

	Flux<String> stream(String question) {
		return this.chat.prompt().user(question).stream().content().onErrorResume((ex) -> Flux.just(" […]"));
	}

}
