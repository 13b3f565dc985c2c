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

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Collects the bytes of a whole response, up to a limit.
 * <p>
 * Synchronized, because the thread of the connection adds bytes while another one may
 * check whether the JSON is complete.
 */
final class ResponseBytes {

	private final int maxSize;

	private byte[] bytes = {};

	private int length;

	/** The position of the scan, so that frequent pauses do not scan the JSON again. */
	private int scanned;

	private int depth;

	private boolean inText;

	private boolean escaped;

	private boolean complete;

	ResponseBytes(int maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Adds the bytes of a buffer and releases it.
	 * @return this. Operators that follow must not see the buffer: one that discards it,
	 * such as {@code then()}, would release it again where the subscriber asks for that
	 * @throws ExchangeException if the response exceeds the limit
	 */
	synchronized ResponseBytes take(DataBuffer buffer) {
		try {
			int count = buffer.readableByteCount();
			if (count > this.maxSize - this.length) {
				throw new ExchangeException("ANSWER_TOO_LARGE", "the answer has more than " + this.maxSize + " bytes");
			}
			makeRoomFor(this.length + count);
			buffer.read(this.bytes, this.length, count);
			this.length += count;
			return this;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/**
	 * Whether the first JSON object or array is complete. Only its brackets are checked.
	 */
	synchronized boolean isCompleteJson() {
		while (!this.complete && this.scanned < this.length) {
			scan(this.bytes[this.scanned++]);
		}
		return this.complete;
	}

	/**
	 * Whether the first bytes are those of a JSON object or array, or only white space.
	 */
	synchronized boolean mayBeJson() {
		for (int i = 0; i < this.length; i++) {
			if (!JsonTokens.isWhiteSpace(this.bytes[i])) {
				return this.bytes[i] == '{' || this.bytes[i] == '[';
			}
		}
		return true;
	}

	private void scan(byte next) {
		if (this.inText) {
			this.inText = this.escaped || next != '"';
			this.escaped = next == '\\' && !this.escaped;
		}
		else if (next == '"') {
			this.inText = true;
		}
		else if (next == '{' || next == '[') {
			this.depth++;
		}
		else if (next == '}' || next == ']') {
			this.complete = --this.depth == 0;
		}
	}

	synchronized byte[] bytes() {
		return this.bytes;
	}

	synchronized int length() {
		return this.length;
	}

	private void makeRoomFor(int needed) {
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes,
					(int) Math.min(this.maxSize, Math.max(needed, 2L * this.bytes.length)));
		}
	}

}
