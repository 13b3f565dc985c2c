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
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * One side of a connection through the {@link Relay}: the client, or the server.
 */
final class RelayedSide {

	/** Shared by all, because there is one thread. */
	private static final ByteBuffer SCRATCH = ByteBuffer.allocateDirect(1 << 18);

	private static long numbers;

	private final SocketChannel channel;

	private final SelectionKey key;

	/** When the other side can hear of what this side says. */
	private final long opened;

	private final Deque<ByteBuffer> toWrite = new ArrayDeque<>();

	private @Nullable RelayedSide other;

	private boolean readAll;

	private boolean ended;

	private RelayedSide(Selector selector, SocketChannel channel, long opened) throws IOException {
		this.channel = channel;
		this.opened = opened;
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.key = channel.register(selector, SelectionKey.OP_READ, this);
	}

	/**
	 * Joins two connections.
	 * @param opened when the connection is there, as the client sees it
	 */
	static void join(Selector selector, SocketChannel client, SocketChannel server, long opened) throws IOException {
		RelayedSide one = new RelayedSide(selector, client, opened);
		RelayedSide two = new RelayedSide(selector, server, opened);
		one.other = two;
		two.other = one;
	}

	private RelayedSide other() {
		if (this.other == null) {
			throw new IllegalStateException("It is not joined");
		}
		return this.other;
	}

	/**
	 * Reads what is there and sends it on its way.
	 */
	void read(long delay, Queue<RelayedBytes> onTheWay) throws IOException {
		SCRATCH.clear();
		int count = this.channel.read(SCRATCH);
		if (count == 0) {
			return;
		}
		long due = Math.max(System.nanoTime(), this.opened) + delay;
		ByteBuffer bytes = null;
		if (count > 0) {
			SCRATCH.flip();
			bytes = ByteBuffer.allocate(count).put(SCRATCH).flip();
		}
		else {
			this.readAll = true;
			interest();
		}
		numbers++;
		onTheWay.add(new RelayedBytes(due, numbers, other(), bytes));
	}

	/**
	 * Writes bytes whose time has come.
	 */
	void deliver(RelayedBytes arrived) throws IOException {
		if (!this.channel.isOpen()) {
			return;
		}
		if (arrived.bytes() != null) {
			this.toWrite.add(arrived.bytes());
		}
		else {
			this.ended = true;
		}
		write();
	}

	/**
	 * Writes as much as there is room for.
	 */
	void write() throws IOException {
		for (ByteBuffer next = this.toWrite.peek(); next != null; next = this.toWrite.peek()) {
			this.channel.write(next);
			if (next.hasRemaining()) {
				break;
			}
			this.toWrite.remove();
		}
		if (this.ended && this.toWrite.isEmpty()) {
			this.channel.shutdownOutput();
			if (this.readAll) {
				abort();
				return;
			}
		}
		interest();
	}

	private void interest() {
		int interest = (this.readAll ? 0 : SelectionKey.OP_READ) | (this.toWrite.isEmpty() ? 0 : SelectionKey.OP_WRITE);
		if (this.key.isValid() && this.key.interestOps() != interest) {
			this.key.interestOps(interest);
		}
	}

	/**
	 * Ends both sides.
	 */
	void abort() {
		close();
		other().close();
	}

	private void close() {
		this.key.cancel();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// There is nobody left to tell.
		}
	}

}
