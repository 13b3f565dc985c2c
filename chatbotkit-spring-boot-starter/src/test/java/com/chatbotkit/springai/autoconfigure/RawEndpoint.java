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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Provides a server on localhost that writes the bytes of a test to the socket.
 */
final class RawEndpoint implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

	private static final Pattern TEXT = Pattern.compile("\"role\":\"user\",\"content\":\"([^\"]*)\"");

	final AtomicInteger connections = new AtomicInteger();

	final AtomicInteger requests = new AtomicInteger();

	final List<Socket> open = new CopyOnWriteArrayList<>();

	final BlockingQueue<Socket> closed = new LinkedBlockingQueue<>();

	private final ServerSocket server;

	private final Script script;

	RawEndpoint(Script script) {
		this.script = script;
		try {
			this.server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	String property() {
		return "spring.ai.chatbotkit.base-url=http://127.0.0.1:" + port();
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * An answer in one piece, head and body.
	 */
	static String answer(String content) {
		String body = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + content
				+ "\"},\"finish_reason\":\"stop\"}]}";
		return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
				+ body;
	}

	/**
	 * A streamed answer, head and body.
	 */
	static String events(String content) {
		String body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"}}]}\n\n"
				+ "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
		return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				socket.setTcpNoDelay(true);
				this.connections.incrementAndGet();
				this.open.add(socket);
				daemon(() -> serve(socket));
			}
			catch (IOException ex) {
				// Closed by the test.
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (Request request = read(socket, in); request != null; request = read(socket, in)) {
				this.requests.incrementAndGet();
				this.script.answer(request);
			}
		}
		catch (IOException ex) {
			// The client has closed the connection, as many tests expect.
			return;
		}
		finally {
			this.open.remove(socket);
			this.closed.add(socket);
		}
	}

	private static @Nullable Request read(Socket socket, InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		for (int last = 0; last != RawServer.END_OF_HEAD;) {
			int b = in.read();
			if (b < 0) {
				return null;
			}
			head.write(b);
			last = last << 8 | b;
		}
		Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
		String body = new String(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0),
				StandardCharsets.UTF_8);
		Matcher text = TEXT.matcher(body);
		return new Request(socket, text.find() ? text.group(1) : "", body.contains("\"stream\":true"));
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "raw-endpoint");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@FunctionalInterface
	interface Script {

		void answer(Request request) throws IOException;

	}

	/**
	 * A request and its connection.
	 *
	 * @param socket the connection
	 * @param text the first text of the user
	 * @param isStream whether a stream is wanted
	 */
	record Request(Socket socket, String text, boolean isStream) {

		/**
		 * The answer to this request, with the given text.
		 */
		String answerOf(String content) {
			return this.isStream ? events(content) : answer(content);
		}

		void write(String text) throws IOException {
			OutputStream out = this.socket.getOutputStream();
			out.write(text.getBytes(StandardCharsets.UTF_8));
			out.flush();
		}

	}

}
