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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Recognises a chunk that differs from the one before only in its text, so that it need
 * not be parsed.
 * <p>
 * The result is always the parser's: every byte before and after the text is compared,
 * the text is plain ASCII without a quote, a backslash or a control character, and the
 * chunk before was parsed and has a single property {@code content} with its text. If one
 * such text replaces the other, a parser reads the same tokens. Every other chunk is
 * parsed.
 * <p>
 * A stream takes 1.9 times as long without it. Measured:
 * benchmarks/MEASUREMENTS.md#what-each-fast-class-saves.
 */
final class RepeatedChunk {

	private static final byte[] CONTENT = "\"content\"".getBytes(StandardCharsets.US_ASCII);

	/**
	 * Longer chunks are not kept.
	 */
	private static final int LONGEST = 2048;

	/**
	 * After so many chunks in a row that were kept in vain, the chunks of this stream
	 * differ in more than their text, and none is kept any more.
	 */
	private static final int MAX_MISSES = 16;

	private byte[] known = {};

	/** Where the text starts in the known chunk. */
	private int textStart;

	/** Where it ends. */
	private int textEnd;

	private int misses;

	private @Nullable ChatCompletion completion;

	/**
	 * Reads a chunk that differs from the known one only in its text.
	 * @return the chunk, or null if it has to be parsed
	 */
	@Nullable ChatCompletion read(byte[] bytes, int start, int end) {
		ChatCompletion like = this.completion;
		int suffix = this.known.length - this.textEnd;
		int from = start + this.textStart;
		int to = end - suffix;
		if (like == null || from >= to || !Arrays.equals(this.known, 0, this.textStart, bytes, start, from)
				|| !Arrays.equals(this.known, this.textEnd, this.known.length, bytes, to, end)
				|| !isPlain(bytes, from, to)) {
			return null;
		}
		this.misses = 0;
		String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
		return new ChatCompletion(like.id(), like.model(), like.created(), text, like.toolCalls(), like.finishReason(),
				like.usage(), null);
	}

	/**
	 * Keeps a parsed chunk that has nothing but text.
	 */
	void keep(byte[] bytes, int start, int end, ChatCompletion parsed) {
		if (this.misses >= MAX_MISSES || end - start > LONGEST) {
			return;
		}
		this.misses++;
		int content = indexOfContent(bytes, start, end);
		int from = content + CONTENT.length + 2;
		if (content < 0 || from >= end || bytes[from - 2] != ':' || bytes[from - 1] != '"'
				|| indexOfContent(bytes, from, end) >= 0) {
			return;
		}
		int to = endOfText(bytes, from, end);
		if (hasBackslash(bytes, start, from) || hasBackslash(bytes, to, end)) {
			return;
		}
		this.known = Arrays.copyOfRange(bytes, start, end);
		this.textStart = from - start;
		this.textEnd = to - start;
		this.completion = parsed;
	}

	private static boolean isPlain(byte[] bytes, int start, int end) {
		for (int i = start; i < end; i++) {
			// Bytes from 0x80 on are negative.
			if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') {
				return false;
			}
		}
		return true;
	}

	private static int indexOfContent(byte[] bytes, int start, int end) {
		for (int i = start; i <= end - CONTENT.length; i++) {
			if (bytes[i] == '"' && bytes[i + 1] == 'c'
					&& Arrays.equals(bytes, i, i + CONTENT.length, CONTENT, 0, CONTENT.length)) {
				return i;
			}
		}
		return -1;
	}

	private static int endOfText(byte[] bytes, int start, int end) {
		int i = start;
		while (i < end && bytes[i] != '"') {
			i += (bytes[i] == '\\') ? 2 : 1;
		}
		return Math.min(i, end);
	}

	private static boolean hasBackslash(byte[] bytes, int start, int end) {
		for (int i = start; i < end; i++) {
			if (bytes[i] == '\\') {
				return true;
			}
		}
		return false;
	}

}
