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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.PriorityQueue;

/**
 * A server that costs next to nothing, in a process of its own: one thread, and bytes
 * that were made before. Prints its port when it is ready.
 */
public final class Server {

	private static final int BACKLOG = 4096;

	private final Selector selector = Selector.open();

	private final PriorityQueue<ServerConnection> waiting = new PriorityQueue<>();

	private Server() throws IOException {
	}

	public static void main(String[] args) throws IOException {
		new Server().run();
	}

	private void run() throws IOException {
		ServerSocketChannel listener = ServerSocketChannel.open();
		listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
		listener.configureBlocking(false);
		listener.register(this.selector, SelectionKey.OP_ACCEPT);
		System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
		while (true) {
			select();
			Iterator<SelectionKey> keys = this.selector.selectedKeys().iterator();
			while (keys.hasNext()) {
				SelectionKey key = keys.next();
				keys.remove();
				if (key.isAcceptable()) {
					accept(listener);
				}
				else {
					serve(key);
				}
			}
			sendDue();
		}
	}

	private void select() throws IOException {
		ServerConnection next = this.waiting.peek();
		if (next == null) {
			this.selector.select();
			return;
		}
		long millis = (next.due() - System.nanoTime()) / 1_000_000;
		if (millis > 0) {
			this.selector.select(millis);
		}
		else {
			this.selector.selectNow();
		}
	}

	private void accept(ServerSocketChannel listener) throws IOException {
		for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			SelectionKey key = channel.register(this.selector, SelectionKey.OP_READ);
			key.attach(new ServerConnection(channel, key));
		}
	}

	private void serve(SelectionKey key) {
		ServerConnection connection = (ServerConnection) key.attachment();
		try {
			if (key.isWritable()) {
				connection.write();
			}
			if (key.isValid() && key.isReadable() && connection.read()) {
				this.waiting.add(connection);
			}
		}
		catch (IOException ex) {
			close(connection);
		}
	}

	private void sendDue() {
		long now = System.nanoTime();
		ServerConnection next = this.waiting.peek();
		while (next != null && next.due() <= now) {
			this.waiting.remove();
			try {
				if (next.sendNext()) {
					this.waiting.add(next);
				}
			}
			catch (IOException ex) {
				close(next);
			}
			next = this.waiting.peek();
		}
	}

	private void close(ServerConnection connection) {
		this.waiting.remove(connection);
		connection.close();
	}

}
