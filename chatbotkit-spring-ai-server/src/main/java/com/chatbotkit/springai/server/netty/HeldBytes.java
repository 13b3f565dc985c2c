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

package com.chatbotkit.springai.server.netty;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that open requests keep in memory: bodies from their first byte, and
 * answers that are not read yet.
 */
final class HeldBytes {

	/**
	 * Bytes of each request that are not counted, so that small requests always have
	 * room.
	 */
	static final int FREE = 16 * 1024;

	private final AtomicLong counted = new AtomicLong();

	private final long max;

	HeldBytes(long max) {
		this.max = max;
	}

	/**
	 * Returns the share of a new request.
	 */
	Share share() {
		return new Share();
	}

	long max() {
		return this.max;
	}

	/**
	 * The bytes of one request.
	 */
	final class Share {

		private long held;

		private boolean closed;

		/**
		 * Takes bytes if there is room for all of them.
		 */
		synchronized boolean take(long bytes) {
			if (this.closed) {
				return false;
			}
			long more = Math.max(0, this.held + bytes - FREE) - Math.max(0, this.held - FREE);
			if (HeldBytes.this.counted.addAndGet(more) > HeldBytes.this.max && more > 0) {
				HeldBytes.this.counted.addAndGet(-more);
				return false;
			}
			this.held += bytes;
			return true;
		}

		/**
		 * Whether the request has more bytes than a small one.
		 */
		synchronized boolean isCounted() {
			return this.held > FREE;
		}

		/**
		 * Releases all bytes taken so far.
		 */
		synchronized void giveBack() {
			HeldBytes.this.counted.addAndGet(-Math.max(0, this.held - FREE));
			this.held = 0;
		}

		synchronized void close() {
			giveBack();
			this.closed = true;
		}

	}

}
