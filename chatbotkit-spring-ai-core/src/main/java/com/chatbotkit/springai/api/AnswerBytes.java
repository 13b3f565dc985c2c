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

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The bytes of an answer in one piece, as they come.
 */
final class AnswerBytes {

	private final int most;

	private byte[] bytes = {};

	private int length;

	AnswerBytes(int most) {
		this.most = most;
	}

	/**
	 * Adds the bytes of a buffer and releases it.
	 * @throws BrokenAnswerException if the answer has more bytes than are allowed
	 */
	void take(DataBuffer buffer) {
		try {
			int count = buffer.readableByteCount();
			if (count > this.most - this.length) {
				throw new BrokenAnswerException("ANSWER_TOO_LARGE", "the answer has more than " + this.most + " bytes");
			}
			makeRoomFor(this.length + count);
			buffer.read(this.bytes, this.length, count);
			this.length += count;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	byte[] bytes() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

	private void makeRoomFor(int needed) {
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(this.most, Math.max(needed, 2L * this.bytes.length)));
		}
	}

}
