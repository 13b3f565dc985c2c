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
 * @param id the completion's id, or null if the server sends none
 * @param model the selector that the server echoes, or null if it sends none
 * @param created when the completion was created, in seconds since the epoch; 0 if the
 * server sends no time
 * @param content the text, or the next part of it; null for none
 * @param toolCalls the tool calls, or fragments of them; empty for none
 * @param finishReason why the answer ended, as received ({@code stop}, {@code length},
 * {@code tool_calls} …); null while it continues. An empty reason and {@code "null"} on
 * the wire count as none
 * @param usage the tokens used, or null if the server does not report them: the endpoint
 * does so only for completions that are not streamed
 * @param rateLimit the limits that a proxy reports in the response headers, the same for
 * all chunks of a stream; null if there are none
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
	 * @param index the index of the call in the answer; null if the server sends none or
	 * a negative one, -1 for a call in the legacy format {@code function_call}, and -2
	 * for one that may repeat another
	 * @param id the call's id; null or empty in later fragments, or if the server sends
	 * none
	 * @param name the function's name; null or empty in later fragments
	 * @param arguments the arguments as JSON, or the next part of it; null for none
	 */
	public record ToolCall(@Nullable Integer index, @Nullable String id, @Nullable String name,
			@Nullable String arguments) {

		static final int LEGACY_INDEX = -1;

		static final int REPEATABLE_INDEX = -2;

		/**
		 * Whether the call is in the legacy format {@code function_call}. Some servers
		 * send one call in both formats.
		 * @return true if it is, and false if it {@linkplain #isRepeatable() may repeat
		 * another}
		 */
		public boolean isLegacy() {
			return this.index != null && this.index == LEGACY_INDEX;
		}

		/**
		 * Whether the call stands in a whole {@code message} of a stream, after chunks
		 * with calls. Such a message lists all calls of the answer, so the call may be
		 * one of those before it. It is whole, and no fragment.
		 * @return true if it does
		 */
		public boolean isRepeatable() {
			return this.index != null && this.index == REPEATABLE_INDEX;
		}

	}

	/**
	 * The number of tokens used.
	 *
	 * @param promptTokens tokens of the prompt
	 * @param completionTokens tokens of the answer
	 * @param totalTokens tokens in all
	 */
	public record Usage(int promptTokens, int completionTokens, int totalTokens) {

		/**
		 * Creates a usage from the numbers on the wire. A missing number is 0, a missing
		 * total is the sum, and a number that is too large becomes the largest
		 * {@code int}.
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
	 * The rate limits of a proxy in front of the endpoint. A value is zero if the proxy
	 * does not report it.
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
