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

package com.chatbotkit.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.chatbotkit.springai.api.ChatCompletion;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Maps one answer, in one piece or in many, to responses of Spring AI.
 * <p>
 * Text is handed on as it comes. Tool calls are handed on at the end, when it is certain
 * that the answer is whole: those that the caller declared, if the answer ended for their
 * sake, as tool calls; all others, which the agent ran by itself, as metadata. What the
 * caller did not declare is certain to be the agent's: it is told while it happens, too.
 */
final class Answer {

	/**
	 * Of a piece that brings no text.
	 */
	static final ChatResponse NO_TEXT = new ChatResponse(List.of());

	private final DeclaredTools tools;

	private final @Nullable String insteadOf;

	private final ToolCallAssembler toolCalls;

	private String id = "";

	private String model = "";

	private long created;

	private @Nullable String finishReason;

	private ChatCompletion.@Nullable Usage usage;

	private ChatCompletion.@Nullable RateLimit rateLimit;

	private @Nullable ChatResponseMetadata pieceMetadata;

	private int toldCalls;

	/**
	 * Starts an answer.
	 * @param insteadOf the selector that was asked first, where another one answers
	 */
	Answer(DeclaredTools tools, @Nullable String insteadOf, ToolCallLimit limit) {
		this.tools = tools;
		this.insteadOf = insteadOf;
		this.toolCalls = new ToolCallAssembler(limit);
	}

	/**
	 * Takes the next piece.
	 * @return its text, or a call of the agent's own that it completes, as a response; or
	 * {@link #NO_TEXT}
	 */
	ChatResponse next(ChatCompletion piece) {
		boolean callCompleted = take(piece);
		String text = (piece.content() != null) ? piece.content() : "";
		if (callCompleted) {
			List<AssistantMessage.ToolCall> calls = this.toolCalls.completeCalls()
				.stream()
				.filter((call) -> !this.tools.names().isDeclared(call.name()))
				.toList();
			if (calls.size() > this.toldCalls) {
				this.toldCalls = calls.size();
				ChatGenerationMetadata metadata = ChatGenerationMetadata.builder()
					.metadata(ChatBotKitAttributes.AGENT_TOOL_CALLS, calls)
					.build();
				return new ChatResponse(List.of(new Generation(new AssistantMessage(text), metadata)), pieceMetadata());
			}
		}
		if (text.isEmpty()) {
			return NO_TEXT;
		}
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text))), pieceMetadata());
	}

	/**
	 * Ends a streamed answer.
	 * @return what only the end tells: finish reason, tool calls and usage
	 */
	ChatResponse end() {
		return end("");
	}

	/**
	 * Whether a response is the end of a streamed answer.
	 */
	static boolean isEnd(ChatResponse response) {
		Generation generation = response.getResult();
		return generation != null && generation.getMetadata().getFinishReason() != null;
	}

	/**
	 * Maps an answer in one piece.
	 */
	ChatResponse whole(ChatCompletion completion) {
		takeFacts(completion);
		this.toolCalls.addWhole(completion.toolCalls());
		return end((completion.content() != null) ? completion.content() : "");
	}

	/**
	 * Takes a piece.
	 * @return whether it completes a tool call
	 */
	private boolean take(ChatCompletion piece) {
		takeFacts(piece);
		return !piece.toolCalls().isEmpty() && this.toolCalls.add(piece.toolCalls());
	}

	private void takeFacts(ChatCompletion piece) {
		if (piece.id() != null && !piece.id().equals(this.id)) {
			this.id = piece.id();
			this.pieceMetadata = null;
		}
		if (piece.model() != null && !piece.model().equals(this.model)) {
			this.model = piece.model();
			this.pieceMetadata = null;
		}
		if (piece.rateLimit() != null && !piece.rateLimit().equals(this.rateLimit)) {
			this.rateLimit = piece.rateLimit();
			this.pieceMetadata = null;
		}
		this.created = (piece.created() != 0) ? piece.created() : this.created;
		this.finishReason = (piece.finishReason() != null) ? piece.finishReason() : this.finishReason;
		this.usage = (piece.usage() != null) ? piece.usage() : this.usage;
	}

	private ChatResponse end(String text) {
		List<AssistantMessage.ToolCall> toRun = new ArrayList<>();
		List<AssistantMessage.ToolCall> agentsOwn = new ArrayList<>();
		boolean calls = "tool_calls".equals(this.finishReason) || "function_call".equals(this.finishReason);
		for (AssistantMessage.ToolCall call : this.toolCalls.toolCalls()) {
			if (calls && this.tools.names().isDeclared(call.name())) {
				toRun.add(this.tools.fromWire(call));
			}
			else {
				agentsOwn.add(call);
			}
		}
		if (calls && toRun.isEmpty()) {
			UnofferedCalls.warn(agentsOwn, this.tools);
		}
		AssistantMessage message = AssistantMessage.builder().content(text).toolCalls(List.copyOf(toRun)).build();
		ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder().finishReason(finishReason());
		if (!agentsOwn.isEmpty()) {
			metadata.metadata(ChatBotKitAttributes.AGENT_TOOL_CALLS, List.copyOf(agentsOwn));
		}
		return new ChatResponse(List.of(new Generation(message, metadata.build())), metadata(true));
	}

	/**
	 * In capitals, as the other providers of Spring AI give it.
	 */
	private @Nullable String finishReason() {
		return (this.finishReason != null) ? this.finishReason.toUpperCase(Locale.ROOT) : null;
	}

	private ChatResponseMetadata pieceMetadata() {
		ChatResponseMetadata known = this.pieceMetadata;
		if (known == null) {
			known = metadata(false);
			this.pieceMetadata = known;
		}
		return known;
	}

	private ChatResponseMetadata metadata(boolean last) {
		ChatCompletion.Usage tokens = last ? this.usage : null;
		ChatResponseMetadata.Builder builder = ChatResponseMetadata.builder()
			.id(this.id)
			.model(this.model)
			.usage((tokens != null)
					? new DefaultUsage(tokens.promptTokens(), tokens.completionTokens(), tokens.totalTokens(), tokens)
					: new EmptyUsage())
			.keyValue("created", this.created);
		if (this.insteadOf != null) {
			builder.keyValue(ChatBotKitAttributes.INSTEAD_OF, this.insteadOf);
		}
		if (this.rateLimit != null) {
			builder.rateLimit(new ReportedRateLimit(this.rateLimit));
		}
		return builder.build();
	}

}
