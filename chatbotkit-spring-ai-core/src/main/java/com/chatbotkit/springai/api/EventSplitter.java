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

/**
 * Splits the bytes of an event stream into the data of its events, wherever the buffers
 * are cut.
 * <p>
 * Comments, {@code id} and {@code retry} are passed over; several {@code data} lines of
 * one event are joined by LF. The data of an event is valid until the next call.
 * <p>
 * Source: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML,
 * server-sent events</a>. Unlike there, an event that the end of the body leaves without
 * its blank line is delivered: whether it is whole, its JSON tells. And a line that holds
 * data without being a data line or a comment is an error.
 */
final class EventSplitter {

	private static final byte[] NONE = {};

	private final EventSizeLimit maxEventSize;

	private final LineSplitter lines;

	private boolean hasData;

	/** The length of the event's data, kept among the lines as long as it is one. */
	private int dataLength;

	/** The data of the current event, once it has several lines. */
	private byte[] joined = NONE;

	private int joinedLength;

	private boolean errorEvent;

	/** Whether the last call found an event, whose state the next call clears. */
	private boolean delivered;

	EventSplitter(int maxEventSize) {
		this.maxEventSize = new EventSizeLimit(maxEventSize);
		this.lines = new LineSplitter(this.maxEventSize);
	}

	/**
	 * Adds bytes. The buffer is read to its end and not released.
	 */
	void add(DataBuffer buffer) {
		clearDelivered();
		this.lines.add(buffer);
	}

	/**
	 * Moves to the next event.
	 * @return whether there is one among the bytes added so far
	 */
	boolean next() {
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
	 * Delivers what the end of the body leaves unfinished.
	 * @return whether there is such an event
	 */
	boolean last() {
		clearDelivered();
		if (this.lines.last()) {
			read(this.lines.bytes(), this.lines.start(), this.lines.end());
		}
		return dispatch();
	}

	byte[] data() {
		return (this.joinedLength > 0) ? this.joined : this.lines.bytes();
	}

	int start() {
		return (this.joinedLength > 0) ? 0 : this.lines.kept();
	}

	int end() {
		return (this.joinedLength > 0) ? this.joinedLength : this.lines.kept() + this.dataLength;
	}

	/**
	 * Whether the event is named {@code error}.
	 */
	boolean isErrorEvent() {
		return this.errorEvent;
	}

	private void read(byte[] bytes, int start, int end) {
		if (EventLine.isField("data", bytes, start, end)) {
			addData(EventLine.valueStart("data", bytes, start, end), end);
		}
		else if (EventLine.isDamaged(bytes, start, end)) {
			throw new BrokenAnswerException("INVALID_ANSWER",
					"the server's answer cannot be read: a line of the stream holds data, but is no data line");
		}
		else if (EventLine.isField("event", bytes, start, end)) {
			this.errorEvent = EventLine.equals("error", bytes, EventLine.valueStart("event", bytes, start, end), end);
		}
	}

	private boolean dispatch() {
		this.maxEventSize.check(end() - start());
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
	 * Appends a line to the joined data, behind an LF. The first has one as well, which
	 * is white space to JSON, so that joined data is never empty.
	 */
	private void join(int start, int end) {
		int length = this.joinedLength + 1 + end - start;
		this.maxEventSize.check(length);
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
