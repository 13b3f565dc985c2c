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

package com.chatbotkit.springai.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Provides a server on localhost that writes the same bytes on each connection.
 */
final class RawServer implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)");

	/** The last four bytes of a head. */
	static final int END_OF_HEAD = 0x0D0A0D0A;

	/** How many connections there were. */
	final AtomicInteger connections = new AtomicInteger();

	/** The heads of the requests. */
	final List<String> asked = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	RawServer(Script script) {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(() -> {
			while (!this.server.isClosed()) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				this.connections.incrementAndGet();
				start(() -> script.play(new Connection(socket)));
			}
		});
	}

	int port() {
		return this.server.getLocalPort();
	}

	InetSocketAddress address() {
		return new InetSocketAddress("127.0.0.1", port());
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The client or the test has gone, and this part is done.
				return;
			}
		}, "raw-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Handles one connection.
	 */
	interface Script {

		void play(Connection connection) throws IOException;

	}

	private interface Work {

		void run() throws IOException;

	}

	/**
	 * One connection.
	 */
	final class Connection {

		private final Socket socket;

		private Connection(Socket socket) {
			this.socket = socket;
		}

		/**
		 * Reads a request to its end.
		 */
		void readRequest() throws IOException {
			InputStream in = this.socket.getInputStream();
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			for (int last = 0; last != END_OF_HEAD;) {
				int next = in.read();
				if (next < 0) {
					throw new EOFException("The client has gone");
				}
				bytes.write(next);
				last = last << 8 | next;
			}
			String head = bytes.toString(StandardCharsets.ISO_8859_1);
			Matcher length = LENGTH.matcher(head);
			if (length.find()) {
				in.readNBytes(Integer.parseInt(length.group(1)));
			}
			RawServer.this.asked.add(head);
		}

		/**
		 * Reads what is available.
		 */
		void readSome() throws IOException {
			if (this.socket.getInputStream().read(new byte[4096]) < 0) {
				throw new EOFException("The client has gone");
			}
		}

		/**
		 * Reads until the client has gone, and says nothing.
		 */
		void stall() throws IOException {
			this.socket.getInputStream().transferTo(ByteArrayOutputStream.nullOutputStream());
		}

		void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.ISO_8859_1));
		}

		void write(byte... bytes) throws IOException {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
		}

		void end() throws IOException {
			this.socket.close();
		}

		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

	}

}
