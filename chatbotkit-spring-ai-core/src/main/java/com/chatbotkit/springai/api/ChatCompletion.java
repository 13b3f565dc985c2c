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

package com.chatbotkit.springai.api;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A completion, or one chunk of a streamed completion. The fields of {@code message} and
 * {@code delta} on the wire are the same.
 *
 * @param id the completion's id, or null where the server sends none
 * @param model the selector that the server echoes, or null where it sends none
 * @param created when the completion was made, in seconds since the epoch; 0 where the
 * server sends no time
 * @param content the text, or the next piece of it; null for none
 * @param toolCalls the tool calls, or fragments of them; empty for none
 * @param finishReason why the answer ended, as the wire says it ({@code stop},
 * {@code length}, {@code tool_calls} …); null while it goes on. On the wire, an empty
 * reason or {@code "null"} counts as none
 * @param usage the tokens spent, or null where the server does not say: the endpoint says
 * it only where it does not stream
 * @param rateLimit the limits that a proxy in front reports in the answer's headers, the
 * same for all pieces of a streamed answer; null where none does
 */
public record ChatCompletion(@Nullable String id, @Nullable String model, long created, @Nullable String content,
		List<ToolCall> toolCalls, @Nullable String finishReason, @Nullable Usage usage, @Nullable RateLimit rateLimit) {

	ChatCompletion withRateLimit(RateLimit rateLimit) {
		return new ChatCompletion(this.id, this.model, this.created, this.content, this.toolCalls, this.finishReason,
				this.usage, rateLimit);
	}

	/**
	 * A tool call, or a fragment of one.
	 *
	 * @param index the call's place among the calls of the answer; null where the server
	 * sends none
	 * @param id the call's id; null or empty in later fragments, and where the server
	 * sends none
	 * @param name the function's name; null or empty in later fragments
	 * @param arguments the arguments as JSON text, or the next piece of it; null for none
	 */
	public record ToolCall(@Nullable Integer index, @Nullable String id, @Nullable String name,
			@Nullable String arguments) {

	}

	/**
	 * Tokens spent.
	 *
	 * @param promptTokens tokens of the prompt
	 * @param completionTokens tokens of the answer
	 * @param totalTokens tokens in all
	 */
	public record Usage(int promptTokens, int completionTokens, int totalTokens) {

		/**
		 * Returns what the wire says, null counting as 0 and a missing total as the sum;
		 * and the largest number there is for a larger one.
		 */
		static Usage of(@Nullable Long promptTokens, @Nullable Long completionTokens, @Nullable Long totalTokens) {
			long prompt = (promptTokens != null) ? promptTokens : 0;
			long completion = (completionTokens != null) ? completionTokens : 0;
			long total = (totalTokens != null) ? totalTokens : tokens(prompt) + (long) tokens(completion);
			return new Usage(tokens(prompt), tokens(completion), tokens(total));
		}

		private static int tokens(long number) {
			return (int) Math.max(Integer.MIN_VALUE, Math.min(number, Integer.MAX_VALUE));
		}

	}

	/**
	 * The limits of a proxy in front. What it does not report is zero.
	 *
	 * @param requestsLimit how many requests are allowed
	 * @param requestsRemaining how many of them are left
	 * @param requestsReset how long until all of them are allowed again
	 * @param tokensLimit how many tokens are allowed
	 * @param tokensRemaining how many of them are left
	 * @param tokensReset how long until all of them are allowed again
	 */
	public record RateLimit(long requestsLimit, long requestsRemaining, Duration requestsReset, long tokensLimit,
			long tokensRemaining, Duration tokensReset) {

		static final RateLimit NONE = new RateLimit(0, 0, Duration.ZERO, 0, 0, Duration.ZERO);

	}

}
