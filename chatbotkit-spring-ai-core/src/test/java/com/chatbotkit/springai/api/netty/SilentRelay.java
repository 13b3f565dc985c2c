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

package com.chatbotkit.springai.api.netty;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a client and a server on localhost, and can fall silent: then it passes
 * nothing on and closes nothing, as a network that has forgotten its connections.
 */
final class SilentRelay implements AutoCloseable {

	private final List<Link> links = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "relay");
		thread.setDaemon(true);
		return thread;
	});

	private final ServerSocket socket;

	private final int target;

	SilentRelay(int target) {
		this.target = target;
		try {
			this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	String baseUrl() {
		return "https://127.0.0.1:" + this.socket.getLocalPort() + "/v1/openai";
	}

	/**
	 * How many connections came.
	 */
	int connections() {
		return this.links.size();
	}

	/**
	 * Passes on nothing more on the connections that stand now.
	 */
	void fallSilent() {
		this.links.forEach((link) -> link.silent = true);
	}

	private void accept() {
		try {
			while (true) {
				Link link = new Link(this.socket.accept(), new Socket(InetAddress.getLoopbackAddress(), this.target));
				this.links.add(link);
				this.threads.execute(() -> link.pass(link.client, link.server));
				this.threads.execute(() -> link.pass(link.server, link.client));
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	@Override
	public void close() {
		close(this.socket);
		this.links.forEach((link) -> {
			close(link.client);
			close(link.server);
		});
		this.threads.shutdown();
	}

	private static void close(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A connection on each side.
	 */
	private static final class Link {

		private final Socket client;

		private final Socket server;

		private volatile boolean silent;

		Link(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void pass(Socket from, Socket to) {
			byte[] bytes = new byte[8192];
			try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
				for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
					if (!this.silent) {
						out.write(bytes, 0, length);
					}
				}
				if (this.silent) {
					// Not even the end is passed on.
					Thread.currentThread().join();
				}
			}
			catch (IOException | InterruptedException ex) {
				close(to);
			}
		}

	}

}
