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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/**
 * Refuses a request that the endpoint would answer with a 413, before it leaves the JVM.
 * <p>
 * Source: section <em>Where</em> of the endpoint's contract.
 */
final class RequestSize {

	/**
	 * The endpoint's limit, in encoded bytes.
	 */
	static final int LIMIT = 1_048_576;

	/**
	 * A UTF-16 char is at most six bytes of JSON ({@code \}{@code u0000}).
	 */
	private static final int MOST_BYTES_PER_CHAR = 6;

	/**
	 * Field names, quotes and commas of one message, call or function.
	 */
	private static final int MOST_BYTES_AROUND = 160;

	private final RequestWriter writer;

	RequestSize(RequestWriter writer) {
		this.writer = writer;
	}

	void check(ChatCompletionRequest request, boolean stream) {
		if (isSurelySmall(request)) {
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
	 * A function's schema is estimated only if it is text: a request with another one is
	 * measured.
	 */
	private boolean isSurelySmall(ChatCompletionRequest request) {
		long chars = 0;
		for (ChatCompletionRequest.Function function : request.functions()) {
			if (!(function.parameters() instanceof POJONode node && node.getPojo() instanceof RawValue schema
					&& schema.rawValue() instanceof String text)) {
				return false;
			}
			chars += function.name().length() + function.description().length() + text.length();
		}
		long pieces = 1L + request.functions().size();
		for (ChatCompletionRequest.Message message : request.messages()) {
			pieces += 1 + message.toolCalls().size();
			chars += length(message.content()) + length(message.name()) + length(message.toolCallId());
			for (ChatCompletionRequest.ToolCall toolCall : message.toolCalls()) {
				chars += length(toolCall.id()) + toolCall.name().length() + toolCall.arguments().length();
			}
		}
		chars += request.selector().value().length();
		return chars * MOST_BYTES_PER_CHAR + pieces * MOST_BYTES_AROUND < LIMIT;
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
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
