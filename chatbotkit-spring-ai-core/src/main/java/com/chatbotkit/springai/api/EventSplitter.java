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

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Splits the bytes of an event stream into the data of its events, wherever the buffers
 * are cut.
 * <p>
 * Lines end with LF, CR or CRLF; comments, {@code id} and {@code retry} are passed over;
 * several {@code data} lines of one event are joined by LF; a byte order mark at the
 * start is passed over. The data of an event is valid until the next call.
 * <p>
 * Source: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML,
 * server-sent events</a>. Unlike there, an event that the end of the body leaves without
 * its blank line is delivered: whether it is whole, its JSON tells. And a line that holds
 * data without being a data line or a comment is an error.
 */
final class EventSplitter {

	private static final byte[] NONE = {};

	private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

	private final int maxEventSize;

	private byte[] bytes = new byte[8192];

	/** The next byte to look at. */
	private int position;

	private int limit;

	private int lineStart;

	private boolean afterCarriageReturn;

	private boolean started;

	private boolean hasData;

	/** Where the data of the current event stands, as long as it is one line. */
	private int dataStart;

	private int dataEnd;

	/** The data of the current event, once it has several lines. */
	private byte[] joined = NONE;

	private int joinedLength;

	private boolean errorEvent;

	/** Whether the last call found an event, whose state the next call clears. */
	private boolean delivered;

	EventSplitter(int maxEventSize) {
		this.maxEventSize = maxEventSize;
	}

	/**
	 * Adds bytes. The buffer is read to its end and not released.
	 */
	void add(DataBuffer buffer) {
		clearDelivered();
		int count = buffer.readableByteCount();
		if (this.limit + count > this.bytes.length) {
			makeRoomFor(count);
		}
		buffer.read(this.bytes, this.limit, count);
		this.limit += count;
	}

	/**
	 * Moves to the next event.
	 * @return whether there is one among the bytes added so far
	 */
	boolean next() {
		clearDelivered();
		if (!this.started && !skipByteOrderMark()) {
			return false;
		}
		byte[] bytes = this.bytes;
		while (this.position < this.limit) {
			if (this.afterCarriageReturn && skipLineFeed()) {
				continue;
			}
			int end = lineEnd(bytes, this.position, this.limit);
			this.position = end;
			if (end < this.limit) {
				this.afterCarriageReturn = bytes[end] == '\r';
				this.position++;
				boolean event = endLine(end);
				this.lineStart = this.position;
				if (event) {
					return true;
				}
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
		if (this.lineStart < this.limit) {
			endLine(this.limit);
			this.lineStart = this.limit;
			this.position = this.limit;
		}
		return dispatch();
	}

	byte[] data() {
		return (this.joinedLength > 0) ? this.joined : this.bytes;
	}

	int start() {
		return (this.joinedLength > 0) ? 0 : this.dataStart;
	}

	int end() {
		return (this.joinedLength > 0) ? this.joinedLength : this.dataEnd;
	}

	/**
	 * Whether the event is named {@code error}.
	 */
	boolean isErrorEvent() {
		return this.errorEvent;
	}

	/**
	 * Takes the LF of a CRLF for the part of the line end that it is.
	 */
	private boolean skipLineFeed() {
		this.afterCarriageReturn = false;
		if (this.bytes[this.position] != '\n') {
			return false;
		}
		this.position++;
		this.lineStart = this.position;
		return true;
	}

	private static int lineEnd(byte[] bytes, int from, int to) {
		int i = from;
		while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
			i++;
		}
		return i;
	}

	private boolean endLine(int end) {
		int length = end - this.lineStart;
		if (length == 0) {
			return dispatch();
		}
		if (startsWith("data", length)) {
			addData(valueStart("data", length), end);
		}
		else if (startsWith("event", length) && !holds(end, DATA)) {
			int valueStart = valueStart("event", length);
			this.errorEvent = end - valueStart == 5 && this.bytes[valueStart] == 'e'
					&& this.bytes[valueStart + 1] == 'r' && this.bytes[valueStart + 2] == 'r'
					&& this.bytes[valueStart + 3] == 'o' && this.bytes[valueStart + 4] == 'r';
		}
		else if (this.bytes[this.lineStart] != ':' && (holds(end, DATA) || (!isKnown(length) && holdsMarkup(end)))) {
			throw new BrokenAnswerException("INVALID_ANSWER",
					"the server's answer cannot be read: a line of the stream holds data, but is no data line");
		}
		return false;
	}

	private boolean isKnown(int length) {
		return startsWith("event", length) || startsWith("id", length) || startsWith("retry", length);
	}

	/**
	 * Whether the line holds what only a {@code data} line should: then it is a damaged
	 * one, which the standard would have us pass over in silence.
	 */
	private boolean holds(int end, byte[] bytes) {
		for (int i = this.lineStart; i <= end - bytes.length; i++) {
			if (Arrays.equals(this.bytes, i, i + bytes.length, bytes, 0, bytes.length)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the line holds a mark of JSON or HTML, as no name of a field does.
	 */
	private boolean holdsMarkup(int end) {
		for (int i = this.lineStart; i < end; i++) {
			if (this.bytes[i] == '"' || this.bytes[i] == '{' || this.bytes[i] == '<') {
				return true;
			}
		}
		return false;
	}

	private boolean dispatch() {
		checkSize(end() - start());
		this.delivered = this.hasData || this.errorEvent;
		return this.delivered;
	}

	private boolean startsWith(String field, int length) {
		int fieldLength = field.length();
		if (length < fieldLength || (length > fieldLength && this.bytes[this.lineStart + fieldLength] != ':')) {
			return false;
		}
		for (int i = 0; i < fieldLength; i++) {
			if (this.bytes[this.lineStart + i] != field.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private int valueStart(String field, int length) {
		int start = this.lineStart + Math.min(field.length() + 1, length);
		return (start < this.lineStart + length && this.bytes[start] == ' ') ? start + 1 : start;
	}

	private void addData(int start, int end) {
		if (!this.hasData) {
			this.hasData = true;
			this.dataStart = start;
			this.dataEnd = end;
			return;
		}
		if (this.joinedLength == 0) {
			join(this.dataStart, this.dataEnd);
		}
		join(start, end);
	}

	/**
	 * Appends a line to the joined data, an LF before each but the first.
	 */
	private void join(int start, int end) {
		int length = this.joinedLength + 1 + end - start;
		checkSize(length);
		if (length > this.joined.length) {
			this.joined = Arrays.copyOf(this.joined, Math.max(length, 2 * this.joined.length));
		}
		this.joined[this.joinedLength] = '\n';
		System.arraycopy(this.bytes, start, this.joined, this.joinedLength + 1, end - start);
		this.joinedLength = length;
	}

	private void clearDelivered() {
		if (this.delivered) {
			this.delivered = false;
			this.hasData = false;
			this.dataStart = 0;
			this.dataEnd = 0;
			this.joinedLength = 0;
			this.errorEvent = false;
		}
	}

	/**
	 * Moves what is still needed to the start of the array, and to a larger one if that
	 * is not enough.
	 */
	private void makeRoomFor(int count) {
		boolean oneLine = this.hasData && this.joinedLength == 0;
		int from = oneLine ? Math.min(this.dataStart, this.lineStart) : this.lineStart;
		int kept = this.limit - from;
		checkSize(kept);
		byte[] target = this.bytes;
		if (kept + count > target.length) {
			target = new byte[Math.max(kept + count, 2 * target.length)];
		}
		System.arraycopy(this.bytes, from, target, 0, kept);
		this.bytes = target;
		this.position -= from;
		this.limit = kept;
		this.lineStart -= from;
		if (oneLine) {
			this.dataStart -= from;
			this.dataEnd -= from;
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
			this.lineStart = 3;
		}
		return this.started;
	}

	private void checkSize(int size) {
		if (size > this.maxEventSize) {
			throw new BrokenAnswerException("EVENT_TOO_LARGE",
					"an event of the stream has more than " + this.maxEventSize + " bytes");
		}
	}

}
