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

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Splits the bytes of one event stream into the data of its events. Buffers may end
 * anywhere. Not thread-safe.
 * <p>
 * Comments, {@code id} and {@code retry} are skipped. Several {@code data} lines of one
 * event are joined by LF. The data of an event is valid until the next call.
 * <p>
 * Source: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML,
 * server-sent events</a>. There are two differences. The last event is delivered even if
 * no blank line follows, because its JSON tells whether it is complete. A line that has
 * data, but is not a data line or a comment, is an error.
 * <p>
 * A stream takes 1.3 times as long and 2.4 times the memory with lines as texts.
 * Measured: benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
public final class EventSplitter {

	private static final byte[] NONE = {};

	private final LineSplitter lines;

	private boolean hasData;

	/** The length of the data while it is a single line, which is kept in place. */
	private int dataLength;

	/** The data of the current event, once it has several lines. */
	private byte[] joined = NONE;

	private int joinedLength;

	private boolean errorEvent;

	/** Whether the last call found an event, whose state the next call clears. */
	private boolean delivered;

	/**
	 * Creates a splitter for one stream.
	 * @param maxEventSize the most bytes that one event may have, at least 1
	 */
	public EventSplitter(int maxEventSize) {
		this.lines = new LineSplitter(maxEventSize);
	}

	/**
	 * Adds bytes. The buffer is read to its end and not released.
	 * @param buffer the bytes that follow those added before
	 * @throws EventStreamException if an event has more bytes than are accepted
	 */
	public void add(DataBuffer buffer) {
		clearDelivered();
		this.lines.add(buffer);
	}

	/**
	 * Moves to the next event.
	 * @return whether there is one among the bytes added so far
	 * @throws EventStreamException if an event is too large, or a line is damaged
	 */
	public boolean next() {
		clearDelivered();
		while (this.lines.next()) {
			if (this.lines.start() < this.lines.end()) {
				read(this.lines.bytes(), this.lines.start(), this.lines.end());
			}
			else if (dispatch()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Moves to the last event if the body ends without a blank line after it.
	 * @return whether there is such an event
	 * @throws EventStreamException if the event is too large, or a line is damaged
	 */
	public boolean last() {
		clearDelivered();
		if (this.lines.last()) {
			read(this.lines.bytes(), this.lines.start(), this.lines.end());
		}
		return dispatch();
	}

	/**
	 * Whether an event has begun and not ended yet.
	 */
	public boolean isWithinEvent() {
		return (this.hasData && !this.delivered) || this.lines.isWithinField();
	}

	/**
	 * Returns the array that contains the data of the current event. It is not a copy.
	 */
	public byte[] data() {
		return (this.joinedLength > 0) ? this.joined : this.lines.bytes();
	}

	/**
	 * Returns the position of the first byte of the data.
	 */
	public int start() {
		return (this.joinedLength > 0) ? 0 : this.lines.kept();
	}

	/**
	 * Returns the position after the last byte of the data.
	 */
	public int end() {
		return (this.joinedLength > 0) ? this.joinedLength : this.lines.kept() + this.dataLength;
	}

	/**
	 * Whether the event is named {@code error}.
	 */
	public boolean isErrorEvent() {
		return this.errorEvent;
	}

	private void read(byte[] bytes, int start, int end) {
		if (EventLine.isField("data", bytes, start, end)) {
			addData(EventLine.valueStart("data", bytes, start, end), end);
		}
		else if (EventLine.isDamaged(bytes, start, end)) {
			throw EventStreamException.damaged();
		}
		else if (EventLine.isField("event", bytes, start, end)) {
			this.errorEvent = EventLine.equals("error", bytes, EventLine.valueStart("event", bytes, start, end), end);
		}
	}

	private boolean dispatch() {
		this.lines.check(end() - start());
		this.delivered = this.hasData || this.errorEvent;
		return this.delivered;
	}

	private void addData(int start, int end) {
		if (!this.hasData) {
			this.hasData = true;
			this.lines.keep(start);
			this.dataLength = end - start;
			return;
		}
		if (this.joinedLength == 0) {
			join(this.lines.kept(), this.lines.kept() + this.dataLength);
			this.lines.release();
		}
		join(start, end);
	}

	/**
	 * Appends an LF and a line to the joined data. The first line has an LF as well, so
	 * that joined data is never empty. JSON ignores it as white space.
	 */
	private void join(int start, int end) {
		int length = this.joinedLength + 1 + end - start;
		this.lines.check(length);
		if (length > this.joined.length) {
			this.joined = Arrays.copyOf(this.joined, Math.max(length, 2 * this.joined.length));
		}
		this.joined[this.joinedLength] = '\n';
		System.arraycopy(this.lines.bytes(), start, this.joined, this.joinedLength + 1, end - start);
		this.joinedLength = length;
	}

	private void clearDelivered() {
		if (this.delivered) {
			this.delivered = false;
			this.hasData = false;
			this.lines.release();
			this.dataLength = 0;
			this.joinedLength = 0;
			this.errorEvent = false;
		}
	}

}
