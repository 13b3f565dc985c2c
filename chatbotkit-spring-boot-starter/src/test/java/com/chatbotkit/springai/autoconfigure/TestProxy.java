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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Provides a forward proxy on localhost. It tunnels CONNECT requests, forwards requests
 * with an absolute URL, and records everything it can read.
 */
final class TestProxy implements AutoCloseable {

	/** The heads of the requests to the proxy. */
	final List<String> asked = new CopyOnWriteArrayList<>();

	/** The text that clients sent through the proxy. */
	final StringBuffer sent = new StringBuffer();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	private final String interim;

	/** The header without which it opens no tunnel, or null. */
	private final @Nullable String authorization;

	TestProxy() {
		this("");
	}

	/**
	 * A proxy that asks for a user name and a password.
	 */
	static TestProxy asking(String user, String password) {
		return new TestProxy("", "Basic "
				+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.US_ASCII)));
	}

	/**
	 * @param interim what it writes before it tells that a tunnel stands
	 */
	TestProxy(String interim) {
		this(interim, null);
	}

	private TestProxy(String interim, @Nullable String authorization) {
		this.interim = interim;
		this.authorization = authorization;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	InetSocketAddress address() {
		return new InetSocketAddress("127.0.0.1", this.server.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() throws IOException {
		while (!this.server.isClosed()) {
			Socket client = this.server.accept();
			this.sockets.add(client);
			start(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		String head = head(client.getInputStream());
		this.asked.add(head);
		while (this.authorization != null && !head.contains(this.authorization)) {
			client.getOutputStream()
				.write(("HTTP/1.1 407 Proxy Authentication Required\r\n"
						+ "Proxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 2\r\n\r\nno")
					.getBytes(StandardCharsets.US_ASCII));
			head = head(client.getInputStream());
			this.asked.add(head);
		}
		String[] line = head.split(" ", 3);
		boolean tunnel = line[0].equals("CONNECT");
		URI target = URI.create(tunnel ? "tunnel://" + line[1] : line[1]);
		Socket server = new Socket("127.0.0.1", target.getPort());
		this.sockets.add(server);
		if (tunnel) {
			client.getOutputStream()
				.write((this.interim + "HTTP/1.1 200 OK\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		}
		else {
			server.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
		}
		start(() -> pump(client.getInputStream(), server.getOutputStream(), true));
		start(() -> pump(server.getInputStream(), client.getOutputStream(), false));
	}

	private void pump(InputStream from, OutputStream to, boolean keep) throws IOException {
		byte[] bytes = new byte[8192];
		for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
			if (keep) {
				this.sent.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
			}
			to.write(bytes, 0, count);
			to.flush();
		}
		to.close();
	}

	private static String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int b = in.read();
			if (b < 0) {
				throw new IOException("The client has gone");
			}
			head.write(b);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One of the two has gone, and the proxy's part is done.
				return;
			}
		}, "test-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private interface Work {

		void run() throws IOException;

	}

}
