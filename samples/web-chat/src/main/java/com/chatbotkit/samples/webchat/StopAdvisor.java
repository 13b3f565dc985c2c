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

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * Stops an answer when the user asks for it, and so closes the exchange with ChatBotKit.
 * It runs between the chat memory, which keeps the text until then, and the tools.
 *
 * @param stop completes when the user stops the answer
 */
record StopAdvisor(Mono<Void> stop) implements StreamAdvisor {

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		// The chat memory writes when the answer ends, and must not block an event loop.
		// Without any response it would not know the conversation.
		return chain.nextStream(request)
			.takeUntilOther(this.stop.publishOn(Schedulers.boundedElastic()))
			.defaultIfEmpty(nothingSaid(request));
	}

	private static ChatClientResponse nothingSaid(ChatClientRequest request) {
		return ChatClientResponse.builder()
			.chatResponse(new ChatResponse(List.of()))
			.context(request.context())
			.build();
	}

	@Override
	public String getName() {
		return "stop";
	}

	@Override
	public int getOrder() {
		return ToolCallingAdvisor.DEFAULT_ORDER - 1;
	}

}
