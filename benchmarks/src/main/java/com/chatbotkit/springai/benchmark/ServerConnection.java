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

package com.chatbotkit.springai.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection to the {@link Server}: reads a request, then sends its answer, at once
 * or piece by piece.
 */
final class ServerConnection implements Comparable<ServerConnection> {

	private static final byte[] CALL = Wire.call();

	private static final byte[] TOOL_CALL = Wire.toolCall();

	private static final byte[] TOOL_ANSWER = Wire.toolAnswer();

	private static final byte[] START = Wire.streamStart();

	private static final byte[] END = Wire.streamEnd();

	private static final byte[] STAMPED = Wire.text(Wire.stamp(0));

	private static final int STAMP_AT = new String(STAMPED, StandardCharsets.US_ASCII).indexOf(Wire.stamp(0));

	private static final Map<Integer, ByteBuffer> STREAMS = new HashMap<>();

	/** Shared by all connections, because there is one thread. */
	private static final ByteBuffer SCRATCH = ByteBuffer.allocateDirect(1 << 16);

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final SocketChannel channel;

	private final SelectionKey key;

	private byte[] request = new byte[4096];

	private int length;

	private int bodyStart;

	private int requestEnd;

	private ByteBuffer toWrite = NOTHING;

	private int chunksLeft;

	private long gapNanos;

	private long due;

	ServerConnection(SocketChannel channel, SelectionKey key) {
		this.channel = channel;
		this.key = key;
	}

	/**
	 * When the next piece is to be sent.
	 */
	long due() {
		return this.due;
	}

	@Override
	public int compareTo(ServerConnection other) {
		return Long.compare(this.due, other.due);
	}

	/**
	 * Reads what is there, and answers a request that is complete.
	 * @return whether the answer has pieces that wait for their time
	 */
	boolean read() throws IOException {
		SCRATCH.clear();
		for (int count = this.channel.read(SCRATCH); count != 0; count = this.channel.read(SCRATCH)) {
			if (count < 0) {
				throw new IOException("The client closed the connection");
			}
			SCRATCH.flip();
			if (this.length + count > this.request.length) {
				this.request = Arrays.copyOf(this.request, Math.max(2 * this.request.length, this.length + count));
			}
			SCRATCH.get(this.request, this.length, count);
			this.length += count;
			SCRATCH.clear();
		}
		if (this.requestEnd == 0) {
			readHeaders();
		}
		if (this.requestEnd == 0 || this.length < this.requestEnd) {
			return false;
		}
		Order order = Order.read(this.request, this.bodyStart, this.requestEnd);
		this.length = 0;
		this.requestEnd = 0;
		return answer(order);
	}

	private void readHeaders() throws IOException {
		for (int i = 3; i < this.length; i++) {
			if (this.request[i] == '\n' && this.request[i - 1] == '\r' && this.request[i - 2] == '\n') {
				this.bodyStart = i + 1;
				String headers = new String(this.request, 0, i, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
				int at = headers.indexOf("\r\ncontent-length:");
				if (at < 0) {
					throw new IOException("No length of the request");
				}
				String length = headers.substring(headers.indexOf(':', at) + 1, headers.indexOf('\r', at + 2));
				this.requestEnd = this.bodyStart + Integer.parseInt(length.trim());
				return;
			}
		}
	}

	private boolean answer(Order order) throws IOException {
		switch (order.kind()) {
			case CALL -> write(CALL);
			case TOOL -> write(TOOL_CALL);
			case TOOL_ANSWERED -> write(TOOL_ANSWER);
			case STREAM -> {
				if (order.gapMicros() > 0) {
					this.chunksLeft = order.chunks();
					this.gapNanos = order.gapMicros() * 1000;
					this.due = System.nanoTime();
					write(START);
					return sendNext();
				}
				write(STREAMS.computeIfAbsent(order.chunks(), ServerConnection::encoded).duplicate(), false);
			}
		}
		return false;
	}

	private static ByteBuffer encoded(int chunks) {
		byte[] bytes = Wire.wholeStream(chunks);
		return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
	}

	/**
	 * Sends the next piece of a stream, which says when that was, or its end.
	 * @return whether there are more
	 */
	boolean sendNext() throws IOException {
		if (this.chunksLeft == 0) {
			write(END);
			return false;
		}
		this.chunksLeft--;
		SCRATCH.clear();
		SCRATCH.put(STAMPED);
		long now = System.nanoTime();
		for (int i = STAMP_AT + Wire.STAMP_LENGTH - 2; i > STAMP_AT; i--) {
			SCRATCH.put(i, (byte) ('0' + now % 10));
			now /= 10;
		}
		SCRATCH.flip();
		write(SCRATCH, true);
		this.due += this.gapNanos;
		return true;
	}

	/**
	 * Writes what could not be written before.
	 */
	void write() throws IOException {
		write(NOTHING, false);
	}

	private void write(byte[] bytes) throws IOException {
		write(ByteBuffer.wrap(bytes), false);
	}

	/**
	 * Writes as much as there is room for, and keeps the rest.
	 * @param shared whether the bytes are gone after this
	 */
	private void write(ByteBuffer bytes, boolean shared) throws IOException {
		this.channel.write(this.toWrite);
		if (!this.toWrite.hasRemaining()) {
			this.channel.write(bytes);
			this.toWrite = NOTHING;
		}
		if (bytes.hasRemaining()) {
			boolean alone = !shared && !this.toWrite.hasRemaining();
			this.toWrite = alone ? bytes : joined(this.toWrite, bytes);
		}
		int interest = this.toWrite.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
				: SelectionKey.OP_READ;
		if (this.key.interestOps() != interest) {
			this.key.interestOps(interest);
		}
	}

	private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
		return ByteBuffer.allocate(first.remaining() + second.remaining()).put(first).put(second).flip();
	}

	void close() {
		this.key.cancel();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// There is nobody left to tell.
		}
	}

}
