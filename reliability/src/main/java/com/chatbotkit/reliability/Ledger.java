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

package com.chatbotkit.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A byte for each exchange, in a fixed amount of memory.
 */
final class Ledger {

	/** More than a run has. */
	static final int SIZE = 2_000_000;

	private final byte[] bytes;

	Ledger() {
		this(new byte[SIZE]);
	}

	private Ledger(byte[] bytes) {
		this.bytes = bytes;
	}

	static Ledger read(Path file) throws IOException {
		return new Ledger(Files.readAllBytes(file));
	}

	synchronized int get(int exchange) {
		return this.bytes[exchange];
	}

	/** The last exchange that has a value. */
	synchronized int last() {
		int last = this.bytes.length - 1;
		while (last > 0 && this.bytes[last] == 0) {
			last--;
		}
		return last;
	}

	synchronized void set(int exchange, int value) {
		this.bytes[exchange] = (byte) value;
	}

	/** Adds one, and returns the sum. */
	synchronized int add(int exchange) {
		if (this.bytes[exchange] < Byte.MAX_VALUE) {
			this.bytes[exchange]++;
		}
		return this.bytes[exchange];
	}

	/** Writes it to a file, which is never seen half written. */
	synchronized void write(Path file) {
		try {
			Path next = file.resolveSibling(file.getFileName() + ".next");
			Files.write(next, this.bytes);
			Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
