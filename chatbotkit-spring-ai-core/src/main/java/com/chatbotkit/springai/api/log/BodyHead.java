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

package com.chatbotkit.springai.api.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * The beginning of a body and its length, for the log.
 */
final class BodyHead {

	private final int most;

	private final Redaction redaction;

	private final @Nullable ByteBuffer head;

	private long length;

	/**
	 * Creates an instance for a body that has not begun.
	 * @param most the maximum number of bytes to keep, 0 for none
	 */
	BodyHead(int most, Redaction redaction) {
		this.most = most;
		this.redaction = redaction;
		// A key at the limit can be recognized only as a whole.
		this.head = (most > 0) ? ByteBuffer.allocate(most + redaction.longestSecret()) : null;
	}

	/**
	 * Copies bytes up to the limit. Does not change the buffer.
	 */
	synchronized void add(DataBuffer buffer) {
		int count = buffer.readableByteCount();
		this.length += count;
		if (this.head != null && this.head.hasRemaining()) {
			int copied = Math.min(count, this.head.remaining());
			buffer.toByteBuffer(buffer.readPosition(), this.head, this.head.position(), copied);
			this.head.position(this.head.position() + copied);
		}
	}

	synchronized long length() {
		return this.length;
	}

	/**
	 * Returns the length and the beginning in one line.
	 */
	@Override
	public synchronized String toString() {
		if (this.head == null) {
			return this.length + " bytes";
		}
		// One char for each byte, so that positions are those of bytes.
		String masked = this.redaction
			.mask(new String(this.head.array(), 0, this.head.position(), StandardCharsets.ISO_8859_1));
		byte[] shown = masked.substring(0, Math.min(masked.length(), this.most)).getBytes(StandardCharsets.ISO_8859_1);
		return this.length + " bytes: " + Redaction.oneLine(new String(shown, StandardCharsets.UTF_8))
				+ ((this.length > this.most) ? " …" : "");
	}

}
