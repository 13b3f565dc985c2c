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

package com.chatbotkit.samples.webchat;

import java.util.List;

import com.chatbotkit.springai.autoconfigure.ChatBotKitBots;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.stereotype.Component;

/**
 * Sends questions to bots. This is all the code that calls Spring AI's
 * {@code ChatClient}.
 */
@Component
class Assistant {

	private final ChatBotKitBots bots;

	private final Advisor memory;

	private final List<ToolCallback> tools;

	Assistant(ChatBotKitBots bots, ChatMemory memory, Shop shop) {
		this.bots = bots;
		// On the calling thread, so that the history contains the question when the call
		// returns.
		this.memory = MessageChatMemoryAdvisor.builder(memory).scheduler(Schedulers.immediate()).build();
		this.tools = List.of(ToolCallbacks.from(shop));
	}

	/**
	 * Asks a bot. Subscribing blocks until the chat memory contains the question.
	 * @param bot the bot's name below {@code spring.ai.chatbotkit.bots}
	 * @param conversation the id of the conversation in the chat memory
	 * @param question the user's text
	 * @param stop stops the answer when it completes
	 * @return texts and tool calls as they are received; an error if the answer fails
	 */
	Flux<ReplyEvent> answer(String bot, String conversation, String question, Mono<Void> stop) {
		return Flux.create((events) -> {
			ChatEvents reader = new ChatEvents(events::next);
			events.onDispose(this.bots.chatClient(bot)
				.prompt()
				.user(question)
				.tools(this.tools.stream().map((tool) -> new ObservedTool(tool, events::next)).toList())
				.advisors(this.memory, new StopAdvisor(stop), new WorkerThreadAdvisor())
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
				.stream()
				.chatResponse()
				.subscribe(reader::read, events::error, events::complete));
		});
	}

}
