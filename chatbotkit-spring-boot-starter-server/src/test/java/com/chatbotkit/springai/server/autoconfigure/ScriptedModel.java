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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * A model that gives the next of its responses at each call, and keeps what it was asked.
 */
final class ScriptedModel implements ChatModel {

	final List<Prompt> prompts = new CopyOnWriteArrayList<>();

	private final Queue<Function<Prompt, Flux<ChatResponse>>> responses = new ConcurrentLinkedQueue<>();

	private Consumer<ContextView> asked = (context) -> {
	};

	/** Sets what looks at the subscriber's context whenever the model is asked. */
	ScriptedModel asked(Consumer<ContextView> asked) {
		this.asked = asked;
		return this;
	}

	Prompt lastPrompt() {
		return this.prompts.get(this.prompts.size() - 1);
	}

	ScriptedModel text(String... pieces) {
		return stream(Flux.fromArray(parts("STOP", List.of(), pieces)));
	}

	ScriptedModel ending(String finish, String... pieces) {
		return stream(Flux.fromArray(parts(finish, List.of(), pieces)));
	}

	ScriptedModel calls(ToolCall... calls) {
		return stream(Flux.fromArray(parts("TOOL_CALLS", Arrays.asList(calls))));
	}

	ScriptedModel stream(Flux<ChatResponse> response) {
		this.responses.add((prompt) -> response);
		return this;
	}

	/** Forgets the responses that nobody asked for. */
	void drop() {
		this.responses.clear();
	}

	static ToolCall call(String id, String name, String arguments) {
		return new ToolCall(id, "function", name, arguments);
	}

	static ChatResponse piece(String text) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
	}

	static ChatResponse[] parts(String finish, List<ToolCall> calls, String... pieces) {
		List<ChatResponse> parts = new ArrayList<>();
		for (String piece : pieces) {
			parts.add(piece(piece));
		}
		AssistantMessage last = AssistantMessage.builder().content("").toolCalls(calls).build();
		parts.add(new ChatResponse(
				List.of(new Generation(last, ChatGenerationMetadata.builder().finishReason(finish).build())),
				ChatResponseMetadata.builder().usage(new DefaultUsage(10, Math.max(1, pieces.length))).build()));
		return parts.toArray(ChatResponse[]::new);
	}

	@Override
	public ChatOptions getOptions() {
		return ToolCallingChatOptions.builder().build();
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.deferContextual((context) -> {
			this.asked.accept(context);
			this.prompts.add(prompt);
			Function<Prompt, Flux<ChatResponse>> next = this.responses.poll();
			return (next != null) ? next.apply(prompt) : Flux.error(new IllegalStateException("No more responses"));
		});
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		List<ChatResponse> parts = stream(prompt).collectList().block();
		StringBuilder text = new StringBuilder();
		List<ToolCall> calls = new ArrayList<>();
		for (ChatResponse part : parts) {
			text.append(part.getResult().getOutput().getText());
			calls.addAll(part.getResult().getOutput().getToolCalls());
		}
		ChatResponse last = parts.get(parts.size() - 1);
		AssistantMessage message = AssistantMessage.builder().content(text.toString()).toolCalls(calls).build();
		return ChatResponse.builder()
			.from(last)
			.generations(List.of(new Generation(message, last.getResult().getMetadata())))
			.build();
	}

}
