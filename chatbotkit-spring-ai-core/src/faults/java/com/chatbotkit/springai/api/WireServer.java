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

package com.chatbotkit.springai.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A server on a raw socket of this machine, which answers each request with the bytes
 * that a test scripted for it, however wrong they are.
 */
public final class WireServer implements AutoCloseable {

	private final ServerSocket socket;

	private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private volatile @Nullable Script always;

	public WireServer() {
		try {
			this.socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept, "wire-server");
	}

	/**
	 * The base URL of the endpoint on this server.
	 */
	public String baseUrl() {
		return "http://127.0.0.1:" + this.socket.getLocalPort() + "/v1/openai";
	}

	/**
	 * Scripts the answer to the next request that has none yet.
	 */
	public WireServer next(Script script) {
		this.scripts.add(script);
		return this;
	}

	/**
	 * Scripts the answer to every request that has none of its own.
	 */
	public WireServer always(Script script) {
		this.always = script;
		return this;
	}

	/**
	 * Answers with this status and body, and keeps the connection.
	 */
	public static Script answer(int status, @Nullable String contentType, String body, String... headers) {
		return (exchange) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.write("HTTP/1.1 " + status + " Whatever\r\n"
					+ ((contentType != null) ? "Content-Type: " + contentType + "\r\n" : "")
					+ ((headers.length > 0) ? String.join("\r\n", headers) + "\r\n" : "") + "Content-Length: "
					+ bytes.length + "\r\n\r\n");
			exchange.write(bytes);
		};
	}

	/**
	 * Answers with a JSON body.
	 */
	public static Script json(String body) {
		return answer(200, "application/json", body);
	}

	/**
	 * Answers with an event stream of these bytes, in one chunk, and ends it cleanly.
	 */
	public static Script events(String body) {
		return (exchange) -> {
			exchange.startEvents();
			exchange.chunk(body);
			exchange.endChunks();
		};
	}

	/**
	 * The requests so far.
	 */
	public List<Request> requests() {
		return this.requests;
	}

	/**
	 * How many connections clients have opened.
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * How many connections are open now.
	 */
	public int openConnections() {
		return this.open.size();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
			for (Socket connection : this.open) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (!this.failures.isEmpty()) {
			throw new IllegalStateException("A script of the server failed", this.failures.get(0));
		}
	}

	private static void start(Runnable work, String name) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				connection.setTcpNoDelay(true);
				this.open.add(connection);
				this.connections.incrementAndGet();
				start(() -> serve(connection), "wire-connection");
			}
			catch (IOException ex) {
				if (!this.socket.isClosed()) {
					this.failures.add(ex);
				}
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			Exchange exchange = new Exchange(connection);
			while (!connection.isClosed()) {
				Request request = exchange.readRequest();
				if (request == null) {
					return;
				}
				this.requests.add(request);
				Script script = this.scripts.poll();
				script = (script != null) ? script : this.always;
				if (script == null) {
					throw new IllegalStateException("No answer is scripted for " + request);
				}
				script.play(exchange);
			}
		}
		catch (SocketException ex) {
			// The client has gone, which is what many tests want it to do.
			return;
		}
		catch (Exception ex) {
			this.failures.add(ex);
		}
		finally {
			this.open.remove(connection);
		}
	}

	/**
	 * What a server does with one request.
	 */
	@FunctionalInterface
	public interface Script {

		void play(Exchange exchange) throws Exception;

	}

	/**
	 * A request as it came.
	 *
	 * @param head request line and headers
	 * @param body the body
	 */
	public record Request(String head, String body) {

		/**
		 * The value of a header, or null.
		 */
		public @Nullable String header(String name) {
			String prefix = name.toLowerCase(Locale.ROOT) + ":";
			return this.head.lines()
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
				.map((line) -> line.substring(prefix.length()).trim())
				.findFirst()
				.orElse(null);
		}

	}

	/**
	 * The connection of one request.
	 */
	public static final class Exchange {

		private final Socket connection;

		private final InputStream in;

		private final OutputStream out;

		private Exchange(Socket connection) throws IOException {
			this.connection = connection;
			this.in = new BufferedInputStream(connection.getInputStream());
			this.out = connection.getOutputStream();
		}

		public void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		public void write(byte[] bytes) throws IOException {
			this.out.write(bytes);
			this.out.flush();
		}

		public void startEvents() throws IOException {
			write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
		}

		public void chunk(String text) throws IOException {
			chunk(text.getBytes(StandardCharsets.UTF_8));
		}

		public void chunk(byte[] bytes) throws IOException {
			ByteArrayOutputStream chunk = new ByteArrayOutputStream();
			chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			chunk.writeBytes(bytes);
			chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
			write(chunk.toByteArray());
		}

		public void endChunks() throws IOException {
			write("0\r\n\r\n");
		}

		/**
		 * Ends the connection in the ordinary way.
		 */
		public void close() throws IOException {
			this.connection.close();
		}

		/**
		 * Ends the connection with a reset.
		 */
		public void reset() throws IOException {
			this.connection.setSoLinger(true, 0);
			this.connection.close();
		}

		/**
		 * Waits until the client closes the connection.
		 */
		public void awaitClosedByClient() throws IOException {
			this.connection.setSoTimeout(10_000);
			try {
				while (this.in.read() >= 0) {
					continue;
				}
			}
			catch (SocketException ex) {
				// A reset is a way to close, too.
				this.connection.close();
			}
		}

		/**
		 * Waits for the test, but not for ever.
		 */
		public void await(CountDownLatch latch) throws InterruptedException {
			if (!latch.await(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The test did not get as far as expected within 10 s");
			}
		}

		private @Nullable Request readRequest() throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			int end = 0;
			while (end < 4) {
				int b = this.in.read();
				if (b < 0) {
					return null;
				}
				head.write(b);
				end = (b == "\r\n\r\n".charAt(end)) ? end + 1 : ((b == '\r') ? 1 : 0);
			}
			Request request = new Request(head.toString(StandardCharsets.US_ASCII), "");
			String length = request.header("Content-Length");
			byte[] body = this.in.readNBytes((length != null) ? Integer.parseInt(length) : 0);
			if (length != null && body.length < Integer.parseInt(length)) {
				throw new EOFException("The request's body is cut");
			}
			return new Request(request.head(), new String(body, StandardCharsets.UTF_8));
		}

	}

}
