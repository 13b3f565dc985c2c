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

package com.chatbotkit.springai.benchmark;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/**
 * A {@link ChatClient} with tools and memory over a chat model of Spring AI, a
 * conversation for each request.
 */
final class SpringAiClient implements Contender {

	private static final int KEPT_CONVERSATIONS = 16;

	private final ChatMemory memory = MessageWindowChatMemory.builder().build();

	private final AtomicLong conversations = new AtomicLong();

	private final ChatClient client;

	SpringAiClient(ChatModel model) {
		this.client = ChatClient.builder(model)
			.defaultTools(new Weather())
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
			.build();
	}

	@Override
	public String call(String prompt) {
		String conversation = nextConversation();
		return Objects.requireNonNull(this.client.prompt()
			.user(prompt)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
			.call()
			.content());
	}

	@Override
	public CompletableFuture<Void> start(String prompt, Consumer<String> onText) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		String conversation = nextConversation();
		this.client.prompt()
			.user(prompt)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
			.stream()
			.content()
			.subscribe((text) -> {
				if (!text.isEmpty()) {
					onText.accept(text);
				}
			}, done::completeExceptionally, () -> done.complete(null));
		return done;
	}

	private String nextConversation() {
		long next = this.conversations.incrementAndGet();
		if (next > KEPT_CONVERSATIONS) {
			this.memory.clear(Long.toString(next - KEPT_CONVERSATIONS));
		}
		return Long.toString(next);
	}

	/**
	 * The tool of the client.
	 */
	static final class Weather {

		@Tool(description = "Says how the weather is")
		String weather(@ToolParam(description = "The city") String city) {
			if (!city.equals("Oslo")) {
				throw new IllegalArgumentException("Not the city of the tool call: " + city);
			}
			return "sunny";
		}

	}

}
