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

package com.chatbotkit.springai.autoconfigure.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Lock;

import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Reports the end of a connection only in a read of its own, and not right after bytes.
 * HttpComponents' {@code ChunkDecoder} (core 5.4.2) reads on after a chunk, and discards
 * that chunk if the connection has ended by then.
 */
final class HttpComponentsSession implements IOSession {

	/** The first byte of a TLS record of a handshake. No HTTP request has it. */
	private static final byte TLS_HANDSHAKE = 22;

	/** A thread of the I/O reactor handles one event of a session at a time. */
	private static final ThreadLocal<Boolean> AT_END = ThreadLocal.withInitial(() -> false);

	private final IOSession session;

	/**
	 * Whether nothing was read since the last event of the selector. Only the thread of
	 * the I/O reactor reads.
	 */
	private boolean first = true;

	private @Nullable IOException failure;

	/** Whether a TLS handshake has begun. */
	private volatile boolean secure;

	/** Whether the connection takes nothing more. */
	private volatile boolean unwritable;

	private volatile @Nullable HttpComponentsTunnelHead tunnelHead;

	HttpComponentsSession(IOSession session) {
		this.session = session;
	}

	/**
	 * Whether the event that this thread handles has found that a connection ended. What
	 * HttpComponents reads out of its buffer then was cut: it takes the beginning of a
	 * line for a line.
	 */
	static boolean isAtEnd() {
		return AT_END.get();
	}

	@Override
	public int read(ByteBuffer bytes) throws IOException {
		boolean alone = this.first;
		this.first = false;
		try {
			int count = (this.failure != null) ? -1 : readSome(bytes);
			if (count >= 0 || !alone) {
				// The selector reports the end again.
				return Math.max(0, count);
			}
		}
		catch (IOException ex) {
			this.failure = ex;
			if (!alone) {
				return 0;
			}
		}
		AT_END.set(true);
		if (this.failure != null) {
			throw this.failure;
		}
		return -1;
	}

	private int readSome(ByteBuffer bytes) throws IOException {
		HttpComponentsTunnelHead head = this.tunnelHead;
		return (head != null && !head.isOver()) ? head.read(this.session, bytes) : this.session.read(bytes);
	}

	/**
	 * Called by the I/O reactor before each read event.
	 */
	@Override
	public void updateReadTime() {
		begin();
		this.session.updateReadTime();
	}

	private void begin() {
		this.first = true;
		AT_END.set(false);
	}

	@Override
	public IOEventHandler getHandler() {
		return this.session.getHandler();
	}

	@Override
	public void upgrade(IOEventHandler handler) {
		this.session.upgrade(handler);
	}

	@Override
	public Lock getLock() {
		return this.session.getLock();
	}

	@Override
	public void enqueue(Command command, Command.Priority priority) {
		this.session.enqueue(command, priority);
	}

	@Override
	public boolean hasCommands() {
		return this.session.hasCommands();
	}

	@Override
	public @Nullable Command poll() {
		return this.session.poll();
	}

	@Override
	public ByteChannel channel() {
		return this.session.channel();
	}

	@Override
	public SocketAddress getRemoteAddress() {
		return this.session.getRemoteAddress();
	}

	@Override
	public SocketAddress getLocalAddress() {
		return this.session.getLocalAddress();
	}

	@Override
	public int getEventMask() {
		return this.session.getEventMask();
	}

	@Override
	public void setEventMask(int ops) {
		this.session.setEventMask(ops);
	}

	@Override
	public void setEvent(int op) {
		this.session.setEvent(op);
	}

	@Override
	public void clearEvent(int op) {
		this.session.clearEvent(op);
	}

	@Override
	public void close() {
		this.session.close();
	}

	@Override
	public void close(CloseMode mode) {
		this.session.close(mode);
	}

	@Override
	public boolean isOpen() {
		return this.session.isOpen();
	}

	@Override
	public Status getStatus() {
		return this.session.getStatus();
	}

	@Override
	public Timeout getSocketTimeout() {
		return this.session.getSocketTimeout();
	}

	@Override
	public void setSocketTimeout(Timeout timeout) {
		this.session.setSocketTimeout(timeout);
	}

	@Override
	public long getLastReadTime() {
		return this.session.getLastReadTime();
	}

	@Override
	public long getLastWriteTime() {
		return this.session.getLastWriteTime();
	}

	@Override
	public long getLastEventTime() {
		return this.session.getLastEventTime();
	}

	/**
	 * Called by the I/O reactor before each write event, which may read as well.
	 */
	@Override
	public void updateWriteTime() {
		begin();
		this.session.updateWriteTime();
	}

	@Override
	public String getId() {
		return this.session.getId();
	}

	/**
	 * Writes bytes, or drops them if the peer has closed the connection. A server may
	 * answer and close it before it has read a request. HttpComponents would not read
	 * that answer after a write that failed. If there is none, the next read fails. Over
	 * TLS it may not read again, so that the failure remains.
	 */
	@Override
	public int write(ByteBuffer bytes) throws IOException {
		if (HttpComponentsTunnelHead.isAskedBy(bytes)) {
			this.tunnelHead = new HttpComponentsTunnelHead();
		}
		this.secure |= bytes.hasRemaining() && bytes.get(bytes.position()) == TLS_HANDSHAKE;
		if (!this.unwritable) {
			try {
				return this.session.write(bytes);
			}
			catch (IOException ex) {
				if (this.secure || ex instanceof ClosedChannelException) {
					throw ex;
				}
				this.unwritable = true;
			}
		}
		int count = bytes.remaining();
		bytes.position(bytes.limit());
		return count;
	}

	@Override
	public String toString() {
		return this.session.toString();
	}

}
