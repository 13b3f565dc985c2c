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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import com.chatbotkit.springai.api.sse.EventSplitter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Interprets the events of one stream: a chunk, the end, or a failure.
 * <p>
 * An answer is complete if it has a {@code finish_reason}, no error before it, and
 * {@code [DONE]} or a clean end of the body after it.
 */
final class CompletionEvents {

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final EventSplitter events;

	private final CompletionParser parser = new CompletionParser(true);

	private final FailureFactory failures;

	private boolean done;

	private boolean finished;

	private boolean tokenSeen;

	/** Whether the {@code finish_reason} came with the first text. */
	private boolean finishedWithFirstText;

	/** Whether text or tool calls came after a {@code finish_reason}. */
	private boolean continued;

	private final TextOfDeltas textOfDeltas = new TextOfDeltas();

	private final GrowingText messages = new GrowingText();

	private final RepeatedCalls calls = new RepeatedCalls();

	CompletionEvents(int maxEventSize, FailureFactory failures) {
		this.events = new EventSplitter(maxEventSize);
		this.failures = failures;
	}

	/**
	 * Releases the parser's buffers.
	 */
	void close() {
		this.parser.close();
	}

	/**
	 * Adds bytes. The buffer is read to its end and not released.
	 */
	void add(DataBuffer buffer) {
		this.events.add(buffer);
	}

	/**
	 * Reads the next chunk.
	 * @return the chunk, or null if it needs more bytes
	 * @throws RuntimeException if an event is an error, cannot be read, or ends an
	 * incomplete answer
	 */
	@Nullable ChatCompletion next() {
		ChatCompletion chunk = null;
		while (chunk == null && !this.done && this.events.next()) {
			chunk = read();
		}
		return chunk;
	}

	/**
	 * Reads the last event if the body ends without a blank line after it.
	 * @return a chunk, or null if nothing is left
	 * @throws RuntimeException as {@link #next} does
	 */
	@Nullable ChatCompletion last() {
		return this.events.last() ? read() : null;
	}

	/**
	 * Whether {@code [DONE]} was read.
	 */
	boolean isDone() {
		return this.done;
	}

	/**
	 * Whether a {@code finish_reason} was read.
	 */
	boolean isFinished() {
		return this.finished;
	}

	/**
	 * Whether a {@code finish_reason} was read, and no text or tool calls after it. Some
	 * servers send a reason with each chunk.
	 */
	boolean isEndExpected() {
		return this.finished && !this.continued;
	}

	/**
	 * Whether an event has begun and not ended yet.
	 */
	boolean isWithinEvent() {
		return this.events.isWithinEvent();
	}

	/**
	 * Whether a {@code finish_reason} came with the first text, so that this server may
	 * send one with each chunk.
	 */
	boolean isEndDoubtful() {
		return this.finishedWithFirstText;
	}

	/**
	 * Checks that the answer can end here.
	 * @throws RuntimeException if it is incomplete
	 */
	void checkWhole() {
		if (!this.finished) {
			if (this.parser.choices().hasOnlyOtherChoices()) {
				this.parser.choices().checkUnderstood();
			}
			throw this.failures.ofIncompleteStream(this.tokenSeen);
		}
		this.parser.choices().checkEnd();
		if (!this.tokenSeen) {
			this.parser.choices().checkUnderstood();
		}
	}

	private @Nullable ChatCompletion read() {
		byte[] data = this.events.data();
		int start = this.events.start();
		int end = this.events.end();
		if (isDone(data, start, end)) {
			checkWhole();
			this.done = true;
			return null;
		}
		if (this.events.isErrorEvent()) {
			throw this.failures.ofErrorEvent(ErrorBody.read(Arrays.copyOfRange(data, start, end)));
		}
		return isBlank(data, start, end) ? null : chunk(data, start, end);
	}

	private ChatCompletion chunk(byte[] data, int start, int end) {
		ChatCompletion chunk = this.parser.parse(data, start, end);
		ServerError error = this.parser.error();
		if (error != null) {
			throw this.failures.ofErrorEvent(error);
		}
		String content = chunk.content();
		List<ChatCompletion.ToolCall> toolCalls = chunk.toolCalls();
		boolean text = content != null && !content.isEmpty();
		this.finishedWithFirstText |= text && chunk.finishReason() != null && !this.tokenSeen;
		this.tokenSeen |= text || !toolCalls.isEmpty();
		if (content != null && text) {
			content = newText(content);
		}
		if (!toolCalls.isEmpty()) {
			toolCalls = newCalls(toolCalls);
		}
		boolean calls = !toolCalls.isEmpty() && !toolCalls.get(0).isRepeatable();
		this.continued |= this.finished && ((content != null && !content.isEmpty()) || calls);
		this.finished |= chunk.finishReason() != null;
		if (Objects.equals(content, chunk.content()) && toolCalls.equals(chunk.toolCalls())) {
			return chunk;
		}
		// Without what a message repeats.
		return new ChatCompletion(chunk.id(), chunk.model(), chunk.created(), content, toolCalls, chunk.finishReason(),
				chunk.usage(), chunk.rateLimit());
	}

	private @Nullable String newText(String content) {
		if (!this.parser.choices().joined().isTextOfMessage()) {
			this.textOfDeltas.add(content);
			return content;
		}
		String added = this.textOfDeltas.isPresent() ? this.textOfDeltas.addMessage(content)
				: this.messages.add(content);
		return added.isEmpty() ? null : added;
	}

	private List<ChatCompletion.ToolCall> newCalls(List<ChatCompletion.ToolCall> read) {
		if (this.parser.choices().joined().isCallsOfMessage()) {
			return this.calls.addMessage(read);
		}
		this.calls.addDelta();
		return read;
	}

	private static boolean isDone(byte[] data, int start, int end) {
		int first = start;
		while (first < end && JsonTokens.isWhiteSpace(data[first])) {
			first++;
		}
		int last = first + DONE.length;
		return last <= end && Arrays.equals(data, first, last, DONE, 0, DONE.length) && isBlank(data, last, end);
	}

	private static boolean isBlank(byte[] data, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!JsonTokens.isWhiteSpace(data[i])) {
				return false;
			}
		}
		return true;
	}

}
