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
import java.util.Set;

import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.tool.DeclaredTools;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Maps one completion, whole or in chunks, to Spring AI's responses.
 * <p>
 * Text is mapped immediately. Tool calls are mapped at the end, when the completion is
 * complete: calls of declared tools become tool calls if the finish reason asks for them.
 * All other calls become metadata, because the bot has executed them itself. Calls of
 * tools that were not declared are also reported as they arrive.
 */
final class ResponseMapper {

	/**
	 * The result for a chunk without text.
	 */
	static final ChatResponse NO_TEXT = new ChatResponse(List.of());

	/** The finish reasons, in several dialects, that ask the caller to run tools. */
	private static final Set<String> CALLS = Set.of("tool_calls", "tool_call", "tool_use", "function_call");

	private final DeclaredTools tools;

	private final @Nullable String originalSelector;

	private final ToolCallLimit limit;

	private final ToolCallAssembler toolCalls;

	private String id = "";

	private String model = "";

	private long created;

	private @Nullable String finishReason;

	private ChatCompletion.@Nullable Usage usage;

	private ChatCompletion.@Nullable RateLimit rateLimit;

	private @Nullable ChatResponseMetadata chunkMetadata;

	private final OwnToolCalls ownCalls = new OwnToolCalls();

	private boolean textSeen;

	/**
	 * Creates a mapper for one completion.
	 * @param originalSelector the original selector if the request goes to a fallback, or
	 * else null
	 */
	ResponseMapper(DeclaredTools tools, @Nullable String originalSelector, ToolCallLimit limit) {
		this.tools = tools;
		this.originalSelector = originalSelector;
		this.limit = limit;
		this.toolCalls = new ToolCallAssembler(limit, tools::isDeclared);
	}

	/**
	 * Maps the next chunk.
	 * @return a response with the chunk's text, or with a bot's own tool call that the
	 * chunk completes, or {@link #NO_TEXT} if there is neither
	 */
	ChatResponse next(ChatCompletion chunk) {
		boolean ownCall = add(chunk);
		String text = (chunk.content() != null) ? chunk.content() : "";
		this.textSeen |= !text.isEmpty();
		if (ownCall) {
			ChatGenerationMetadata metadata = ChatGenerationMetadata.builder()
				.metadata(ChatBotKitAttributes.AGENT_TOOL_CALLS, this.ownCalls.soFar())
				.build();
			return new ChatResponse(List.of(new Generation(new AssistantMessage(text), metadata)), chunkMetadata());
		}
		if (text.isEmpty()) {
			return NO_TEXT;
		}
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text))), chunkMetadata());
	}

	/**
	 * Ends a streamed completion.
	 * @return the last response, with finish reason, tool calls and usage
	 */
	ChatResponse end() {
		return end("");
	}

	/**
	 * Whether a response is the last one of a stream.
	 */
	static boolean isEnd(ChatResponse response) {
		Generation generation = response.getResult();
		return generation != null && generation.getMetadata().getFinishReason() != null;
	}

	/**
	 * Maps a whole completion.
	 */
	ChatResponse whole(ChatCompletion completion) {
		addMetadata(completion);
		this.toolCalls.addWhole(completion.toolCalls());
		return end((completion.content() != null) ? completion.content() : "");
	}

	/**
	 * Adds a chunk.
	 * @return true if it completes a call of a bot's own tool
	 */
	private boolean add(ChatCompletion chunk) {
		addMetadata(chunk);
		boolean ownCall = false;
		if (!chunk.toolCalls().isEmpty()) {
			for (AssistantMessage.ToolCall call : this.toolCalls.add(chunk.toolCalls())) {
				if (!this.tools.isDeclared(call.name())) {
					this.ownCalls.add(call);
					ownCall = true;
				}
			}
		}
		return ownCall;
	}

	private void addMetadata(ChatCompletion chunk) {
		if (chunk.id() != null && !chunk.id().equals(this.id)) {
			this.id = chunk.id();
			this.chunkMetadata = null;
		}
		if (chunk.model() != null && !chunk.model().equals(this.model)) {
			this.model = chunk.model();
			this.chunkMetadata = null;
		}
		if (chunk.rateLimit() != null && !chunk.rateLimit().equals(this.rateLimit)) {
			this.rateLimit = chunk.rateLimit();
			this.chunkMetadata = null;
		}
		this.created = (chunk.created() != 0) ? chunk.created() : this.created;
		if (chunk.finishReason() != null && !asksForCalls()) {
			this.finishReason = chunk.finishReason();
		}
		this.usage = (chunk.usage() != null) ? chunk.usage() : this.usage;
	}

	private ChatResponse end(String text) {
		List<AssistantMessage.ToolCall> toRun = new ArrayList<>();
		List<AssistantMessage.ToolCall> agentCalls = new ArrayList<>();
		boolean calls = asksForCalls();
		for (AssistantMessage.ToolCall call : this.toolCalls.toolCalls()) {
			if (calls && this.tools.isDeclared(call.name())) {
				toRun.add(this.tools.fromWire(call));
			}
			else {
				agentCalls.add(call);
			}
		}
		if (calls && toRun.isEmpty()) {
			this.tools.warnOfUnoffered(agentCalls);
		}
		else if (calls) {
			this.limit.checkRounds();
			this.tools.warnOfMisnamed(agentCalls);
		}
		else if (!this.textSeen && text.isEmpty()) {
			this.tools.warnOfUnrequested(agentCalls, this.finishReason);
		}
		AssistantMessage message = AssistantMessage.builder().content(text).toolCalls(List.copyOf(toRun)).build();
		ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder().finishReason(finishReason());
		if (!agentCalls.isEmpty()) {
			metadata.metadata(ChatBotKitAttributes.AGENT_TOOL_CALLS, List.copyOf(agentCalls));
		}
		return new ChatResponse(List.of(new Generation(message, metadata.build())), metadata(true));
	}

	/**
	 * A further reason, as some servers send it, changes nothing any more.
	 */
	private boolean asksForCalls() {
		return this.finishReason != null && CALLS.contains(this.finishReason.toLowerCase(Locale.ROOT));
	}

	/**
	 * In upper case, as other Spring AI providers report it.
	 */
	private @Nullable String finishReason() {
		return (this.finishReason != null) ? this.finishReason.toUpperCase(Locale.ROOT) : null;
	}

	/**
	 * Returns the same metadata for chunk after chunk. A stream takes 1.4 times the
	 * memory with metadata for each. Measured:
	 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
	 */
	private ChatResponseMetadata chunkMetadata() {
		ChatResponseMetadata known = this.chunkMetadata;
		if (known == null) {
			known = metadata(false);
			this.chunkMetadata = known;
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
		if (this.originalSelector != null) {
			builder.keyValue(ChatBotKitAttributes.INSTEAD_OF, this.originalSelector);
		}
		if (this.rateLimit != null) {
			builder.rateLimit(new RateLimitAdapter(this.rateLimit));
		}
		return builder.build();
	}

}
