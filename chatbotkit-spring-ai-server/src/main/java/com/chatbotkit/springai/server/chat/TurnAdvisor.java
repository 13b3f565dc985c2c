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

package com.chatbotkit.springai.server.chat;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;

/**
 * Stands around whatever runs tools: adds what the caller declares, puts back what the
 * client does not get to see of a turn, and lets a memory remember the calls that were
 * handed out.
 */
final class TurnAdvisor implements CallAdvisor, StreamAdvisor {

	private final Turn turn;

	private final int order;

	TurnAdvisor(Turn turn, int order) {
		this.turn = turn;
		this.order = order;
	}

	@Override
	public String getName() {
		return "Served agent: turn";
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		ChatClientResponse response = chain.nextCall(this.turn.begin(request));
		AssistantMessage handedOut = this.turn.rounds().handedOut();
		return (handedOut != null) ? RoundAdvisor.with(response, handedOut.getToolCalls(), RoundAdvisor.text(response))
				: response;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		// Held tools run here, with the subscriber's context on their thread.
		return ThreadContext.blocking(() -> this.turn.begin(request)).flatMapMany((begun) -> {
			ChatClientResponse[] last = new ChatClientResponse[1];
			return chain.nextStream(begun).doOnNext((response) -> last[0] = response).concatWith(Flux.defer(() -> {
				AssistantMessage handedOut = this.turn.rounds().handedOut();
				return (handedOut != null && last[0] != null)
						? Flux.just(RoundAdvisor.with(last[0], handedOut.getToolCalls(), "")) : Flux.empty();
			}));
		});
	}

}
