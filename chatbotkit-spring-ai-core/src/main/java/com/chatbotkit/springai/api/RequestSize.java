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

import java.io.OutputStream;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Refuses a request that is larger than the endpoint accepts, before it is sent.
 * <p>
 * Source: docs/contract.md#where.
 */
final class RequestSize {

	/**
	 * The endpoint's limit, in encoded bytes.
	 */
	static final int LIMIT = 1_048_576;

	/**
	 * A char has at most six bytes in JSON, as an escape such as {@code \}{@code u0000}.
	 */
	private static final int MOST_BYTES_PER_CHAR = 6;

	/**
	 * The maximum number of bytes for names, quotes and commas of one message or call, or
	 * of the rest of the request.
	 */
	private static final int MOST_BYTES_AROUND = 100;

	private final RequestWriter writer;

	RequestSize(RequestWriter writer) {
		this.writer = writer;
	}

	void check(ChatCompletionRequest request, boolean stream) {
		long functions = functions(request);
		if (isSurelySmall(request, functions, (text) -> (long) text.length() * MOST_BYTES_PER_CHAR)
				|| isSurelySmall(request, functions, RequestSize::mostBytes)) {
			return;
		}
		Counter counter = new Counter();
		this.writer.write(request, stream, counter);
		if (counter.bytes > LIMIT) {
			throw new IllegalArgumentException("The request has " + counter.bytes
					+ " bytes, tools included, and ChatBotKit" + " accepts at most 1 MiB (" + LIMIT
					+ " bytes): shorten the prompt, the conversation's history or the" + " tools' schemas");
		}
	}

	/**
	 * Returns the maximum number of bytes of the functions.
	 */
	static long functions(ChatCompletionRequest request) {
		long bytes = 0;
		for (ChatCompletionRequest.Function function : request.functions()) {
			bytes += function.size();
		}
		return bytes;
	}

	/**
	 * Whether a request is certainly within the limit, so that it need not be written to
	 * be measured. A call with a prompt of 900 KiB takes 1.1 times as long without this
	 * check. Measured: benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
	 * @param functions the number of bytes of its functions
	 * @param mostBytes returns the maximum number of bytes of a text as JSON
	 */
	private static boolean isSurelySmall(ChatCompletionRequest request, long functions,
			ToLongFunction<String> mostBytes) {
		long bytes = MOST_BYTES_AROUND + mostBytes.applyAsLong(request.selector().value()) + functions;
		for (ChatCompletionRequest.Message message : request.messages()) {
			bytes += MOST_BYTES_AROUND + of(message.role(), mostBytes) + of(message.content(), mostBytes)
					+ of(message.name(), mostBytes) + of(message.toolCallId(), mostBytes);
			for (ChatCompletionRequest.ToolCall toolCall : message.toolCalls()) {
				bytes += MOST_BYTES_AROUND + of(toolCall.id(), mostBytes) + mostBytes.applyAsLong(toolCall.name())
						+ mostBytes.applyAsLong(toolCall.arguments());
			}
		}
		return bytes <= LIMIT;
	}

	private static long of(@Nullable String text, ToLongFunction<String> mostBytes) {
		return (text != null) ? mostBytes.applyAsLong(text) : 0;
	}

	private static long mostBytes(String text) {
		long bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < 0x80) {
				bytes += (c < ' ') ? MOST_BYTES_PER_CHAR : (c == '"' || c == '\\') ? 2 : 1;
			}
			else {
				bytes += (c < 0x800) ? 2 : 3;
			}
		}
		return bytes;
	}

	/**
	 * Counts bytes and keeps none.
	 */
	private static final class Counter extends OutputStream {

		private long bytes;

		@Override
		public void write(int b) {
			this.bytes++;
		}

		@Override
		public void write(byte[] b, int off, int len) {
			this.bytes += len;
		}

	}

}
