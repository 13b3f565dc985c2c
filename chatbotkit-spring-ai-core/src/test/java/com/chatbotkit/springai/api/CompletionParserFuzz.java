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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What holds for every object that a server sends. Each line is one. A parser that has
 * read others before reads the same as a new one, and the same as
 * {@link ReferenceParser}; it fails with an {@link ExchangeException} only.
 */
public final class CompletionParserFuzz {

	private CompletionParserFuzz() {
	}

	/**
	 * Checks some objects, one a line.
	 */
	public static void fuzzerTestOneInput(byte[] lines) {
		whole(lines);
		CompletionParser one = new CompletionParser(true);
		int start = 0;
		for (int i = 0; i <= lines.length; i++) {
			if (i == lines.length || lines[i] == '\n') {
				if (!pieces(one, lines, start, i)) {
					return;
				}
				start = i + 1;
			}
		}
		one.close();
	}

	/**
	 * Reads one piece.
	 * @return whether the parser can go on
	 */
	private static boolean pieces(CompletionParser one, byte[] lines, int start, int end) {
		ChatCompletion read = read(one, lines, start, end);
		CompletionParser anew = new CompletionParser(true);
		check(read(anew, lines, start, end), read, "as of a new parser");
		anew.close();
		if (read == null) {
			return false;
		}
		check(anew.error(), one.error(), "the error of a new parser");
		check(anew.hasChoice(), one.hasChoice(), "the choice of a new parser");
		compare(new ReferenceParser(true), anew, read, text(lines, start, end));
		return true;
	}

	private static void whole(byte[] json) {
		CompletionParser parser = new CompletionParser(false);
		ChatCompletion read = read(parser, json, 0, json.length);
		compare(new ReferenceParser(false), parser, read, text(json, 0, json.length));
		parser.close();
	}

	private static void compare(ReferenceParser reference, CompletionParser parser, @Nullable ChatCompletion read,
			@Nullable String text) {
		if (text == null) {
			return;
		}
		ChatCompletion expected;
		try {
			expected = reference.parse(text);
		}
		catch (IllegalStateException ex) {
			check(null, read, "no object");
			return;
		}
		check(expected, read, "as of the reference");
		check(reference.isError(), parser.error() != null, "an error");
		check(reference.isUnderstood(), isUnderstood(parser), "understood");
	}

	private static @Nullable ChatCompletion read(CompletionParser parser, byte[] bytes, int start, int end) {
		try {
			return parser.parse(bytes, start, end);
		}
		catch (ExchangeException ex) {
			return null;
		}
	}

	private static boolean isUnderstood(CompletionParser parser) {
		try {
			parser.checkUnderstood();
			return true;
		}
		catch (ExchangeException ex) {
			return false;
		}
	}

	/**
	 * The text, or null where the bytes are none, of which each parser makes something
	 * else.
	 */
	private static @Nullable String text(byte[] bytes, int start, int end) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(bytes, start, end - start))
				.toString();
			return text.startsWith("\uFEFF") ? null : text;
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	private static void check(@Nullable Object expected, @Nullable Object actual, String what) {
		if (!Objects.equals(expected, actual)) {
			throw new AssertionError(what + ": expected " + expected + ", but was " + actual);
		}
	}

}
