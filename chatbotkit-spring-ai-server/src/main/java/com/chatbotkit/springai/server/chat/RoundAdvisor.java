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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.core.Ordered;

/**
 * Stands next to the model, inside whatever runs tools, and decides on the calls of each
 * response: the agent's own go on to be run, the caller's leave the loop, and what nobody
 * declared is answered as that.
 */
final class RoundAdvisor implements CallAdvisor, StreamAdvisor {

	private final Turn turn;

	RoundAdvisor(Turn turn) {
		this.turn = turn;
	}

	@Override
	public String getName() {
		return "Served agent: round";
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		this.turn.rounds().begin();
		ChatClientResponse response = chain.copy(this).nextCall(request);
		this.turn.rounds().note(response.chatResponse());
		this.turn.rounds().end();
		ToolCalls calls = this.turn.calls(calls(response), request.prompt());
		if (!calls.unknown().isEmpty()) {
			return adviseCall(refused(request, response, calls), chain);
		}
		return decided(request, response, calls);
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return Flux.defer(() -> {
			this.turn.rounds().begin();
			List<ToolCall> calls = new ArrayList<>();
			StringBuilder text = new StringBuilder();
			ChatClientResponse[] last = new ChatClientResponse[1];
			// Not handle, which sets all thread locals for each response. Measured:
			// benchmarks/MEASUREMENTS.md#what-each-fast-class-saves (ThreadLocals).
			Flux<ChatClientResponse> answer = this.turn.observation()
				.above(ModelGuard.in(() -> chain.copy(this).nextStream(request)));
			Flux<ChatClientResponse> shown = answer.filter((response) -> {
				this.turn.rounds().note(response.chatResponse());
				String piece = text(response);
				text.append(piece);
				List<ToolCall> found = calls(response);
				if (found.isEmpty()) {
					return true;
				}
				calls.addAll(found);
				last[0] = response;
				return !piece.isEmpty();
			}).map((response) -> calls(response).isEmpty() ? response : with(response, List.of(), text(response)));
			return shown.concatWith(Flux.defer(() -> {
				this.turn.rounds().end();
				return (last[0] != null) ? decidedStream(request, chain, last[0], calls, text.toString())
						: Flux.empty();
			}));
		});
	}

	private Flux<ChatClientResponse> decidedStream(ChatClientRequest request, StreamAdvisorChain chain,
			ChatClientResponse last, List<ToolCall> found, String text) {
		ToolCalls calls = this.turn.calls(found, request.prompt());
		if (!calls.unknown().isEmpty()) {
			return adviseStream(refused(request, with(last, found, text), calls), chain);
		}
		ChatClientResponse decided = decided(request, with(last, found, text), calls);
		// The text is shown already.
		return Flux.just(with(decided, calls(decided), ""));
	}

	private ChatClientResponse decided(ChatClientRequest request, ChatClientResponse response, ToolCalls calls) {
		if (calls.callers().isEmpty()) {
			this.turn.stepping(calls.inside());
			return response;
		}
		this.turn.handOut(request.prompt(), text(response), calls);
		return with(response, List.of(), text(response));
	}

	/**
	 * The same request, continued by the news that a tool does not exist. Nothing has
	 * run.
	 */
	private static ChatClientRequest refused(ChatClientRequest request, ChatClientResponse response, ToolCalls calls) {
		String known = String.join(", ", ToolCalls.names(ToolCalls.declared(request.prompt().getOptions())));
		List<ToolCall> all = ToolCalls.withValidIds(calls.all());
		List<ToolResponse> results = all.stream()
			.map((call) -> new ToolResponse(call.id(), call.name(),
					calls.unknown().stream().anyMatch((unknown) -> unknown.name().equals(call.name()))
							? "There is no tool '" + call.name() + "'. The tools are: " + known + "."
							: "Not run, for another tool called with it does not exist. Call it again."))
			.toList();
		List<Message> messages = new ArrayList<>(request.prompt().getInstructions());
		messages.add(AssistantMessage.builder().content(text(response)).toolCalls(all).build());
		messages.add(ToolResponseMessage.builder().responses(results).build());
		return request.mutate().prompt(request.prompt().mutate().messages(messages).build()).build();
	}

	static List<ToolCall> calls(ChatClientResponse response) {
		ChatResponse chat = response.chatResponse();
		if (chat == null) {
			return List.of();
		}
		// Loops, because this method and text(…) are called for each piece. With streams
		// of Java, an answer of 2,000 pieces takes 1.2 times as long and 1.4 times the
		// memory. Measured: benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
		List<ToolCall> calls = List.of();
		for (Generation result : chat.getResults()) {
			if (result.getOutput().hasToolCalls()) {
				calls = new ArrayList<>(calls);
				calls.addAll(result.getOutput().getToolCalls());
			}
		}
		return calls;
	}

	static String text(ChatClientResponse response) {
		ChatResponse chat = response.chatResponse();
		if (chat == null) {
			return "";
		}
		List<Generation> results = chat.getResults();
		return (results.size() == 1) ? text(results.get(0))
				: results.stream().map(RoundAdvisor::text).collect(Collectors.joining("\n"));
	}

	private static String text(Generation result) {
		String text = result.getOutput().getText();
		return (text != null) ? text : "";
	}

	static ChatClientResponse with(ChatClientResponse response, List<ToolCall> calls, String text) {
		ChatResponse chat = response.chatResponse();
		if (chat == null) {
			return response;
		}
		Generation first = chat.getResults().get(0);
		AssistantMessage message = AssistantMessage.builder()
			.content(text)
			.properties(first.getOutput().getMetadata())
			.toolCalls(calls)
			.build();
		return response.mutate()
			.chatResponse(ChatResponse.builder()
				.from(chat)
				.generations(List.of(new Generation(message, first.getMetadata())))
				.build())
			.build();
	}

}
