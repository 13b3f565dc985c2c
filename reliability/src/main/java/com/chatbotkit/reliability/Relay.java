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

package com.chatbotkit.reliability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A network between client and server that can be broken: it passes bytes on in both
 * directions, resets connections, loses them without a word, or takes no new ones.
 */
final class Relay implements AutoCloseable {

	private static final int BACKLOG = 4096;

	private final Selector selector = Selector.open();

	private final Queue<Action> actions = new ConcurrentLinkedQueue<>();

	private final List<Link> links = new ArrayList<>();

	private final ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);

	private final int port;

	private final Thread thread;

	private @Nullable ServerSocketChannel listener;

	private InetSocketAddress target;

	private volatile boolean closed;

	private volatile int open;

	private volatile long accepted;

	Relay(int port, InetSocketAddress target) throws IOException {
		this.target = target;
		this.port = listen(port);
		this.thread = new Thread(this::run, "relay");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	Relay(InetSocketAddress target) throws IOException {
		this(0, target);
	}

	static InetSocketAddress local(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	int port() {
		return this.port;
	}

	/** How many connections it holds. */
	int open() {
		return this.open;
	}

	/** How many connections it has taken. */
	long accepted() {
		return this.accepted;
	}

	/** Sends new connections elsewhere. */
	void target(InetSocketAddress target) {
		later(() -> this.target = target);
	}

	/** Resets one connection. */
	void resetOne() {
		later(() -> one((link) -> link.end(true)));
	}

	private void one(Consumer<Link> change) {
		if (!this.links.isEmpty()) {
			change.accept(this.links.get(ThreadLocalRandom.current().nextInt(this.links.size())));
		}
	}

	/** Resets all connections. */
	void resetAll() {
		later(() -> List.copyOf(this.links).forEach((link) -> link.end(true)));
	}

	/** Passes nothing on any more on one of the connections, which stays open. */
	void silenceOne() {
		later(() -> one(Link::silence));
	}

	/** Passes nothing on any more on all present connections, which stay open. */
	void silenceAll() {
		later(() -> this.links.forEach(Link::silence));
	}

	/** Ends the silent connections, as a network does when it is asked again at last. */
	void endSilent() {
		later(() -> List.copyOf(this.links).stream().filter((link) -> link.silent).forEach((link) -> link.end(true)));
	}

	/** Refuses connections, or takes them again. */
	void refuse(boolean refuse) {
		later(() -> {
			ServerSocketChannel current = this.listener;
			if (refuse && current != null) {
				current.close();
				this.listener = null;
			}
			else if (!refuse && current == null) {
				listen(this.port);
			}
		});
	}

	private void later(Action action) {
		this.actions.add(action);
		this.selector.wakeup();
	}

	private int listen(int port) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		channel.bind(local(port), BACKLOG);
		channel.configureBlocking(false);
		channel.register(this.selector, SelectionKey.OP_ACCEPT);
		this.listener = channel;
		return ((InetSocketAddress) channel.getLocalAddress()).getPort();
	}

	private void run() {
		try {
			while (!this.closed) {
				this.selector.select();
				for (Action next = this.actions.poll(); next != null; next = this.actions.poll()) {
					next.run();
				}
				for (SelectionKey key : this.selector.selectedKeys()) {
					serve(key);
				}
				this.selector.selectedKeys().clear();
				this.open = this.links.size();
			}
			List.copyOf(this.links).forEach((link) -> link.end(false));
			this.selector.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The relay broke", ex);
		}
	}

	private void serve(SelectionKey key) throws IOException {
		if (!key.isValid()) {
			return;
		}
		if (key.attachment() instanceof Side side) {
			try {
				if (key.isConnectable()) {
					side.connected();
				}
				if (key.isValid() && key.isWritable()) {
					side.flush();
				}
				if (key.isValid() && key.isReadable()) {
					side.read(this.bytes);
				}
			}
			catch (IOException ex) {
				side.link.end(true);
			}
		}
		else if (key.channel() instanceof ServerSocketChannel server) {
			for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
				this.accepted++;
				this.links.add(new Link(client, this.target));
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private interface Action {

		void run() throws IOException;

	}

	/**
	 * A connection of a client, and the one to the server that belongs to it.
	 */
	private final class Link {

		private final Side client;

		private final Side server;

		private boolean silent;

		Link(SocketChannel client, InetSocketAddress target) throws IOException {
			SocketChannel server = SocketChannel.open();
			this.client = new Side(this, client, SelectionKey.OP_READ);
			this.server = new Side(this, server, 0);
			this.server.key.interestOps(server.connect(target) ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
		}

		Side other(Side side) {
			return (side == this.client) ? this.server : this.client;
		}

		void silence() {
			this.silent = true;
			this.client.key.interestOps(0);
			this.server.key.interestOps(0);
		}

		void end(boolean reset) {
			this.client.close(reset);
			this.server.close(reset);
			Relay.this.links.remove(this);
		}

	}

	/**
	 * One of the two connections.
	 */
	private final class Side {

		private final Link link;

		private final SocketChannel channel;

		private final SelectionKey key;

		private @Nullable ByteBuffer unsent;

		private boolean ended;

		Side(Link link, SocketChannel channel, int operations) throws IOException {
			this.link = link;
			this.channel = channel;
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			this.key = channel.register(Relay.this.selector, operations, this);
		}

		void connected() throws IOException {
			this.channel.finishConnect();
			this.key.interestOps(SelectionKey.OP_READ);
			flush();
		}

		void read(ByteBuffer buffer) throws IOException {
			buffer.clear();
			int count = this.channel.read(buffer);
			if (count < 0) {
				this.ended = true;
				this.key.interestOpsAnd(~SelectionKey.OP_READ);
				this.link.other(this).flush();
				return;
			}
			buffer.flip();
			this.link.other(this).send(buffer);
		}

		private void send(ByteBuffer buffer) throws IOException {
			if (this.channel.isConnected()) {
				this.channel.write(buffer);
			}
			if (buffer.hasRemaining()) {
				this.unsent = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
				this.link.other(this).key.interestOpsAnd(~SelectionKey.OP_READ);
				if (this.channel.isConnected()) {
					this.key.interestOpsOr(SelectionKey.OP_WRITE);
				}
			}
		}

		void flush() throws IOException {
			ByteBuffer rest = this.unsent;
			if (rest != null && this.channel.isConnected()) {
				this.channel.write(rest);
				if (rest.hasRemaining()) {
					this.key.interestOpsOr(SelectionKey.OP_WRITE);
					return;
				}
				this.unsent = null;
				this.key.interestOpsAnd(~SelectionKey.OP_WRITE);
				if (!this.link.other(this).ended) {
					this.link.other(this).key.interestOpsOr(SelectionKey.OP_READ);
				}
			}
			if (this.unsent == null && this.link.other(this).ended) {
				// No half-closed connections: HTTP does not use them.
				this.link.end(false);
			}
		}

		void close(boolean reset) {
			try {
				if (reset && this.channel.isOpen()) {
					this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
				}
				this.channel.close();
			}
			catch (IOException ex) {
				// The other side has closed it already.
			}
		}

	}

}
