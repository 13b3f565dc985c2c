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

package com.chatbotkit.springai.benchmark.served;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A caller with one connection, which reads as little as it has to.
 */
final class Caller implements AutoCloseable {

	static final String KEY = "sk-0123456789abcdef0123456789abcdef";

	private final Socket socket = new Socket();

	private final InputStream input;

	Caller(int port, int receiveBuffer) throws IOException {
		if (receiveBuffer > 0) {
			this.socket.setReceiveBufferSize(receiveBuffer);
		}
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.socket.setTcpNoDelay(true);
		// Who does not read needs no buffer, which would count as the server's memory.
		this.input = new BufferedInputStream(this.socket.getInputStream(), (receiveBuffer > 0) ? 16 : 65_536);
	}

	static byte[] request(String path, String body) {
		return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY
				+ "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
			.getBytes(StandardCharsets.UTF_8);
	}

	void send(byte[] request) throws IOException {
		this.socket.getOutputStream().write(request);
	}

	/** Sends a request and reads all of its answer. */
	int exchange(byte[] request) throws IOException {
		send(request);
		int length = -1;
		String line = line();
		if (!line.contains(" 200")) {
			throw new IOException("Not an answer: " + line);
		}
		while (!line.isEmpty()) {
			line = line();
			if (line.regionMatches(true, 0, "content-length: ", 0, 16)) {
				length = Integer.parseInt(line.substring(16));
			}
		}
		return (length >= 0) ? skip(length) : chunks();
	}

	private int chunks() throws IOException {
		int all = 0;
		int size = Integer.parseInt(line(), 16);
		while (size > 0) {
			all += skip(size);
			skip(2);
			size = Integer.parseInt(line(), 16);
		}
		skip(2);
		return all;
	}

	private int skip(int bytes) throws IOException {
		this.input.skipNBytes(bytes);
		return bytes;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		int next = this.input.read();
		while (next != '\n') {
			if (next < 0) {
				throw new IOException("Ended early");
			}
			if (next != '\r') {
				line.append((char) next);
			}
			next = this.input.read();
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
