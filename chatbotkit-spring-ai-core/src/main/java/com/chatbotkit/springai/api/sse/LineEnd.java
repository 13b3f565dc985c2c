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

package com.chatbotkit.springai.api.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a line ends, looking at eight bytes at a time.
 * <p>
 * Source: Bit Twiddling Hacks, "Determine if a word has a zero byte".
 */
final class LineEnd {

	/** The first byte is the lowest of the word, on every processor. */
	private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;

	private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

	private static final long LINE_FEEDS = '\n' * LOWEST_BITS;

	private static final long CARRIAGE_RETURNS = '\r' * LOWEST_BITS;

	private LineEnd() {
	}

	/**
	 * Returns the position of the first LF or CR, or {@code to} if there is none.
	 */
	static int find(byte[] bytes, int from, int to) {
		int i = from;
		for (; i <= to - Long.BYTES; i += Long.BYTES) {
			long word = (long) WORDS.get(bytes, i);
			long ends = zeros(word ^ LINE_FEEDS) | zeros(word ^ CARRIAGE_RETURNS);
			if (ends != 0) {
				return i + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
			}
		}
		while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
			i++;
		}
		return i;
	}

	/**
	 * Marks the bytes that are zero. Above the lowest of them others may be marked, too,
	 * for the subtraction borrows from there.
	 */
	private static long zeros(long word) {
		return (word - LOWEST_BITS) & ~word & HIGHEST_BITS;
	}

}
