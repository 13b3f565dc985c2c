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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One connection, and one exchange after the other on it.
 */
final class RawExchange {

	private static final byte[] WHOLE_END = "}}".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] STREAM_END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final SocketChannel channel;

	private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

	private final WireTexts texts = new WireTexts();

	private boolean stream;

	private Consumer<String> onText = (text) -> {
	};

	private CompletableFuture<Void> done = new CompletableFuture<>();

	RawExchange(SocketChannel channel) {
		this.channel = channel;
	}

	RawExchange send(String prompt, Consumer<String> onText) {
		this.onText = onText;
		this.stream = prompt.startsWith("bench:stream");
		String body = body(prompt, this.stream);
		String head = "POST /v1/openai/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer "
				+ Contender.KEY + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n";
		ByteBuffer out = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.US_ASCII));
		try {
			while (out.hasRemaining()) {
				this.channel.write(out);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	void whenEnded(CompletableFuture<Void> done) {
		this.done = done;
	}

	void readBlocking() {
		try {
			boolean ended = false;
			while (!ended) {
				ended = readSome();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads what is there.
	 * @return whether the answer has ended
	 */
	boolean readSome() throws IOException {
		this.in.clear();
		if (this.channel.read(this.in) < 0) {
			throw new IOException("The server closed the connection");
		}
		this.in.flip();
		this.texts.add(this.in, this.onText);
		boolean ended = this.texts.endsWith(this.stream ? STREAM_END : WHOLE_END);
		if (ended) {
			this.texts.clear();
			this.done.complete(null);
		}
		return ended;
	}

	static String body(String prompt, boolean stream) {
		return "{\"model\":\"" + Contender.MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt
				+ "\"}],\"stream\":" + stream + "}";
	}

}
