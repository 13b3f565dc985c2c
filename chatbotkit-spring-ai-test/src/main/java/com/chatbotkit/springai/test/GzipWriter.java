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

package com.chatbotkit.springai.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Writes one answer as gzip. It never flushes, as the platform's stack does not: most
 * bytes come with the end.
 */
final class GzipWriter implements AutoCloseable {

	private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

	private final GZIPOutputStream gzip;

	private boolean closed;

	GzipWriter() {
		try {
			this.gzip = new GZIPOutputStream(this.ready);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the bytes that are ready after another piece; empty if there are none. */
	synchronized byte[] write(byte[] piece) {
		if (this.closed) {
			return new byte[0];
		}
		try {
			this.gzip.write(piece);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return takeReady();
	}

	/** Returns the rest. */
	synchronized byte[] finish() {
		close();
		return takeReady();
	}

	/** Frees the memory outside of the heap; nothing is written afterwards. */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			try {
				this.gzip.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private byte[] takeReady() {
		byte[] bytes = this.ready.toByteArray();
		this.ready.reset();
		return bytes;
	}

}
