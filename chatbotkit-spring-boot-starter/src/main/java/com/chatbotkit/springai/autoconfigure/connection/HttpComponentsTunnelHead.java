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
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpStatus;

/**
 * Reads the status line and headers of a proxy's response to CONNECT, and nothing after
 * them. HttpComponents (core 5.4.2) would lose a body in the same read, and then wait for
 * the TLS handshake. It also takes a {@code 101} for an interim response.
 */
final class HttpComponentsTunnelHead {

	private static final byte[] CONNECT = "CONNECT ".getBytes(StandardCharsets.US_ASCII);

	/** The position of the status in the status line, as in {@code HTTP/1.1 200}. */
	private static final int STATUS = 9;

	private static final int END_OF_STATUS = 12;

	private final ByteBuffer one = ByteBuffer.allocate(1);

	private final StringBuilder line = new StringBuilder();

	/** The length of the current line, which is 0 at the end of the headers. */
	private int length;

	private String status = "";

	private boolean over;

	/**
	 * Whether bytes are the beginning of a CONNECT request.
	 */
	static boolean isAskedBy(ByteBuffer request) {
		return request.remaining() >= CONNECT.length
				&& request.slice(request.position(), CONNECT.length).equals(ByteBuffer.wrap(CONNECT));
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Reads up to the end of the headers, even of an interim response, because
	 * HttpComponents reads again before it parses.
	 */
	int read(ReadableByteChannel channel, ByteBuffer bytes) throws IOException {
		int total = 0;
		boolean atEnd = false;
		while (!atEnd && bytes.hasRemaining()) {
			int count = channel.read(this.one.clear());
			if (count <= 0) {
				return (total > 0) ? total : count;
			}
			byte next = this.one.get(0);
			bytes.put(next);
			total++;
			atEnd = add((char) next);
		}
		return total;
	}

	/**
	 * Adds a character.
	 * @return whether it is the last one of the headers
	 */
	private boolean add(char next) throws IOException {
		if (this.status.isEmpty() && this.line.length() < END_OF_STATUS) {
			this.line.append(next);
		}
		if (next != '\n') {
			this.length += (next != '\r') ? 1 : 0;
		}
		else if (this.length > 0) {
			this.length = 0;
			this.status = (this.line.length() == END_OF_STATUS) ? this.line.substring(STATUS) : "-";
		}
		else {
			endHead();
			return true;
		}
		return false;
	}

	private void endHead() throws IOException {
		if (this.status.equals(String.valueOf(HttpStatus.SWITCHING_PROTOCOLS.value()))) {
			throw new IOException("Unexpected response to CONNECT request: HTTP/1.1 " + this.status);
		}
		// An interim response is followed by another head.
		this.over = !this.status.startsWith("1");
		this.status = "";
		this.line.setLength(0);
	}

}
