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

package com.chatbotkit.springai.api.sse;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Finds the lines in the bytes of an event stream. Buffers may end anywhere.
 * <p>
 * Lines end with LF, CR or CRLF. A byte order mark at the start is skipped. A line is not
 * copied, and is valid until bytes are added.
 */
final class LineSplitter {

	private final int maxEventSize;

	/** Small, because there may be thousands of slow streams. */
	private byte[] bytes = new byte[512];

	/** The position of the next byte to read. */
	private int position;

	private int limit;

	/** The start of the line whose end was not found yet. */
	private int unread;

	private int start;

	private int end;

	/** The start of bytes that are kept longer than their line. */
	private int kept;

	private boolean keeps;

	private boolean afterCarriageReturn;

	private boolean started;

	LineSplitter(int maxEventSize) {
		this.maxEventSize = maxEventSize;
	}

	/**
	 * Adds bytes. The buffer is read to its end and not released.
	 */
	void add(DataBuffer buffer) {
		int count = buffer.readableByteCount();
		if (this.limit + count > this.bytes.length) {
			makeRoomFor(count);
		}
		buffer.read(this.bytes, this.limit, count);
		this.limit += count;
	}

	/**
	 * Moves to the next line.
	 * @return whether there is one that ends among the bytes added so far
	 */
	boolean next() {
		if (!this.started && !skipByteOrderMark()) {
			return false;
		}
		while (this.position < this.limit) {
			if (this.afterCarriageReturn && skipLineFeed()) {
				continue;
			}
			byte next = this.bytes[this.position++];
			if (next == '\n' || next == '\r') {
				this.afterCarriageReturn = next == '\r';
				moveTo(this.position - 1);
				return true;
			}
		}
		return false;
	}

	/**
	 * Moves to the last line if the body ends without a line end.
	 * @return whether there is such a line
	 */
	boolean last() {
		if (this.unread == this.limit) {
			return false;
		}
		this.position = this.limit;
		moveTo(this.limit);
		return true;
	}

	/**
	 * Whether a line has begun that is not a comment.
	 */
	boolean isWithinField() {
		return this.unread < this.limit && this.bytes[this.unread] != ':';
	}

	byte[] bytes() {
		return this.bytes;
	}

	int start() {
		return this.start;
	}

	int end() {
		return this.end;
	}

	/**
	 * Keeps the bytes from a position on until {@link #release()}.
	 */
	void keep(int from) {
		this.kept = from;
		this.keeps = true;
	}

	void release() {
		this.keeps = false;
	}

	/**
	 * Returns the current start of the kept bytes, or of the unread ones if none are
	 * kept.
	 */
	int kept() {
		return this.keeps ? this.kept : this.unread;
	}

	private void moveTo(int end) {
		this.start = this.unread;
		this.end = end;
		this.unread = this.position;
	}

	/**
	 * Skips the LF of a CRLF.
	 */
	private boolean skipLineFeed() {
		this.afterCarriageReturn = false;
		if (this.bytes[this.position] != '\n') {
			return false;
		}
		this.position++;
		this.unread = this.position;
		return true;
	}

	/**
	 * Moves the bytes that are still needed to the start of the array, or of a larger
	 * one.
	 */
	private void makeRoomFor(int count) {
		int from = kept();
		int needed = this.limit - from;
		check(needed);
		byte[] target = this.bytes;
		if (needed + count > target.length) {
			target = new byte[Math.max(needed + count, 2 * target.length)];
		}
		System.arraycopy(this.bytes, from, target, 0, needed);
		this.bytes = target;
		this.position -= from;
		this.limit = needed;
		this.unread -= from;
		this.kept = 0;
	}

	void check(int size) {
		if (size > this.maxEventSize) {
			throw EventStreamException.tooLarge(this.maxEventSize);
		}
	}

	private boolean skipByteOrderMark() {
		if (this.limit < 3 && this.limit > 0 && this.bytes[0] == (byte) 0xEF) {
			return false;
		}
		this.started = this.limit > 0;
		if (this.limit >= 3 && this.bytes[0] == (byte) 0xEF && this.bytes[1] == (byte) 0xBB
				&& this.bytes[2] == (byte) 0xBF) {
			this.position = 3;
			this.unread = 3;
		}
		return this.started;
	}

}
