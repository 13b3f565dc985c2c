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

package com.chatbotkit.springai.server.webmvc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Pieces that wait to be written. One thread may add while another one writes. Small ones
 * are joined, which halves the writes to the socket together with the delayed flush of
 * {@link ServletOutput}. Measured: benchmarks/MEASUREMENTS.md#the-served-endpoint.
 */
final class WaitingPieces {

	// As much as Tomcat buffers before it writes to the socket.
	private static final int TOGETHER_BYTES = 8 * 1024;

	private final Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	/** Adds a piece, and returns how many wait now. */
	int add(byte[] piece) {
		this.pieces.add(piece);
		return this.count.incrementAndGet();
	}

	boolean isEmpty() {
		return this.pieces.isEmpty();
	}

	/**
	 * Writes the next piece, or several small ones by one call, after which the output
	 * has to be asked whether it is ready.
	 * @param out takes the bytes
	 * @return how many pieces were written
	 */
	int writeTo(OutputStream out) throws IOException {
		byte[] first = this.pieces.poll();
		if (first == null) {
			return 0;
		}
		int written = 1;
		if (fits(first.length, this.pieces.peek())) {
			ByteArrayOutputStream together = new ByteArrayOutputStream(TOGETHER_BYTES);
			together.writeBytes(first);
			while (fits(together.size(), this.pieces.peek())) {
				together.writeBytes(this.pieces.remove());
				written++;
			}
			together.writeTo(out);
		}
		else {
			out.write(first);
		}
		this.count.addAndGet(-written);
		return written;
	}

	private static boolean fits(int length, byte @Nullable [] next) {
		return next != null && length + next.length <= TOGETHER_BYTES;
	}

}
