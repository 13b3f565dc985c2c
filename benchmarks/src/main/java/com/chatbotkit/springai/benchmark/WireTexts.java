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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Finds the texts of an answer in its bytes, and nothing else. It knows how {@link Wire}
 * writes them.
 */
final class WireTexts {

	private static final byte[] CONTENT = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);

	private byte[] bytes = new byte[4096];

	private int length;

	void add(ByteBuffer in, Consumer<String> onText) {
		int count = in.remaining();
		if (count > this.bytes.length - this.length) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * (this.length + count));
		}
		in.get(this.bytes, this.length, count);
		this.length += count;
		find(onText);
	}

	boolean endsWith(byte[] end) {
		int start = this.length - end.length;
		return start >= 0 && Arrays.equals(this.bytes, start, this.length, end, 0, end.length);
	}

	void clear() {
		this.length = 0;
	}

	private void find(Consumer<String> onText) {
		int read = 0;
		for (int i = 0; i < this.length - CONTENT.length; i++) {
			if (this.bytes[i] == '"' && this.bytes[i + 1] == 'c' && isContent(i)) {
				int start = i + CONTENT.length;
				int end = start;
				while (end < this.length && this.bytes[end] != '"') {
					end++;
				}
				if (end == this.length) {
					break;
				}
				onText.accept(new String(this.bytes, start, end - start, StandardCharsets.ISO_8859_1));
				i = end;
				read = end;
			}
		}
		System.arraycopy(this.bytes, read, this.bytes, 0, this.length - read);
		this.length -= read;
	}

	private boolean isContent(int at) {
		for (int i = 2; i < CONTENT.length; i++) {
			if (this.bytes[at + i] != CONTENT[i]) {
				return false;
			}
		}
		return true;
	}

}
