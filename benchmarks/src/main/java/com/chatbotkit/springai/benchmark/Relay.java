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
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * A network with a round-trip time, in a process of its own:
 * {@code <milliseconds> <port of a server>…}. What one side sends arrives at the other
 * half of the time later, in order; the first bytes of a connection a whole round trip
 * later still, for TCP's own handshake is one. Prints a port for each server, and one
 * that says to whoever connects how many connections each server has had.
 */
public final class Relay {

	private static final int BACKLOG = 8192;

	private final Selector selector = Selector.open();

	private final PriorityQueue<RelayedBytes> onTheWay = new PriorityQueue<>();

	private final List<Listener> listeners = new ArrayList<>();

	private final long roundTrip;

	private Relay(long roundTrip) throws IOException {
		this.roundTrip = roundTrip;
	}

	public static void main(String[] args) throws IOException {
		Relay relay = new Relay((long) (Double.parseDouble(args[0]) * 1_000_000));
		StringBuilder ports = new StringBuilder();
		for (int i = 1; i < args.length; i++) {
			ports.append(relay.listen(Integer.parseInt(args[i]))).append(' ');
		}
		System.out.println(ports.append(relay.listen(0)));
		relay.run();
	}

	/**
	 * Asks a relay how many connections a server has had.
	 */
	static int connections(int port, int server) throws IOException {
		try (SocketChannel channel = SocketChannel.open(address(port))) {
			ByteBuffer said = ByteBuffer.allocate(256);
			while (channel.read(said) >= 0) {
				// It closes when all is said.
			}
			String text = new String(said.array(), 0, said.position(), StandardCharsets.US_ASCII);
			return Integer.parseInt(text.split(" ", -1)[server]);
		}
	}

	private static InetSocketAddress address(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	private int listen(int server) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		channel.bind(address(0), BACKLOG);
		channel.configureBlocking(false);
		Listener listener = new Listener(channel, server);
		this.listeners.add(listener);
		channel.register(this.selector, SelectionKey.OP_ACCEPT, listener);
		return ((InetSocketAddress) channel.getLocalAddress()).getPort();
	}

	private void run() throws IOException {
		while (true) {
			select();
			Iterator<SelectionKey> keys = this.selector.selectedKeys().iterator();
			while (keys.hasNext()) {
				SelectionKey key = keys.next();
				keys.remove();
				if (key.attachment() instanceof Listener listener) {
					accept(listener);
				}
				else if (key.attachment() instanceof RelayedSide side) {
					serve(key, side);
				}
			}
			deliver();
		}
	}

	private void select() throws IOException {
		RelayedBytes next = this.onTheWay.peek();
		long nanos = (next != null) ? next.due() - System.nanoTime() : Long.MAX_VALUE;
		if (next == null) {
			this.selector.select();
		}
		else if (nanos > 0) {
			this.selector.select((nanos + 999_999) / 1_000_000);
		}
		else {
			this.selector.selectNow();
		}
	}

	private void accept(Listener listener) throws IOException {
		for (SocketChannel client = listener.channel.accept(); client != null; client = listener.channel.accept()) {
			if (listener.server == 0) {
				String counts = this.listeners.stream()
					.map((each) -> Integer.toString(each.connections))
					.collect(Collectors.joining(" "));
				client.write(ByteBuffer.wrap(counts.getBytes(StandardCharsets.US_ASCII)));
				client.close();
			}
			else {
				listener.connections++;
				long arrived = System.nanoTime() + this.roundTrip;
				RelayedSide.join(this.selector, client, SocketChannel.open(address(listener.server)), arrived);
			}
		}
	}

	private void serve(SelectionKey key, RelayedSide side) {
		try {
			if (key.isValid() && key.isWritable()) {
				side.write();
			}
			if (key.isValid() && key.isReadable()) {
				side.read(this.roundTrip / 2, this.onTheWay);
			}
		}
		catch (IOException ex) {
			side.abort();
		}
	}

	private void deliver() {
		long now = System.nanoTime();
		for (RelayedBytes next = this.onTheWay.peek(); next != null
				&& next.due() - now <= 0; next = this.onTheWay.peek()) {
			this.onTheWay.remove();
			try {
				next.to().deliver(next);
			}
			catch (IOException ex) {
				next.to().abort();
			}
		}
	}

	/**
	 * Where clients connect.
	 */
	private static final class Listener {

		private final ServerSocketChannel channel;

		/** The port of the server, 0 for the counts. */
		private final int server;

		private int connections;

		Listener(ServerSocketChannel channel, int server) {
			this.channel = channel;
			this.server = server;
		}

	}

}
