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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.chatbotkit.springai.fuzzing.Facts;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every object that a server sends. Each line is one. A parser that has
 * read others before reads the same as a new one, and the same as
 * {@link ReferenceParser}; it fails with an {@link ExchangeException} only.
 */
public final class CompletionParserFuzz {

	/** After so many lines, more of them say nothing new. */
	private static final int MOST_LINES = 16;

	/** What each object is checked for. */
	public static final Facts FACTS = new Facts(List.of(CompletionParserFuzz::checkWhole,
			CompletionParserFuzz::checkPieces, CompletionParserFuzz::checkLast));

	private CompletionParserFuzz() {
	}

	/**
	 * Checks some objects, one a line.
	 */
	public static void fuzzerTestOneInput(byte[] lines) {
		FACTS.checkOne(lines);
	}

	/**
	 * All bytes are one object.
	 */
	private static void checkWhole(byte[] json) {
		CompletionParser parser = new CompletionParser(false);
		ChatCompletion read = read(parser, json, new Line(0, json.length));
		compare(new ReferenceParser(false), parser, read, text(json, new Line(0, json.length)));
		parser.close();
	}

	/**
	 * Each line is a piece.
	 */
	private static void checkPieces(byte[] bytes) {
		CompletionParser parser = new CompletionParser(true);
		ReferenceParser reference = new ReferenceParser(true);
		ChatCompletion read = null;
		for (Line line : lines(bytes)) {
			String text = text(bytes, line);
			read = (text != null) ? read(parser, bytes, line) : null;
			compare(reference, parser, read, text);
			if (read == null) {
				break;
			}
		}
		parser.close();
	}

	/**
	 * What was read before a line changes nothing, unless it is the start of what a tool
	 * returned.
	 */
	private static void checkLast(byte[] bytes) {
		CompletionParser parser = new CompletionParser(true);
		CompletionParser anew = new CompletionParser(true);
		ChatCompletion read = null;
		Line last = null;
		boolean resultOpen = false;
		for (Line line : lines(bytes)) {
			last = line;
			resultOpen = parser.choices().isResultOpen();
			read = read(parser, bytes, line);
			if (read == null) {
				break;
			}
		}
		if (last != null && !resultOpen) {
			check(read(anew, bytes, last), read, "as of a new parser");
			if (read != null) {
				check(anew.error(), parser.error(), "the error of a new parser");
				check(anew.hasChoice(), parser.hasChoice(), "the choice of a new parser");
			}
		}
		anew.close();
		parser.close();
	}

	private static List<Line> lines(byte[] bytes) {
		List<Line> lines = new ArrayList<>();
		int start = 0;
		for (int i = 0; i <= bytes.length && lines.size() < MOST_LINES; i++) {
			if (i == bytes.length || bytes[i] == '\n') {
				lines.add(new Line(start, i));
				start = i + 1;
			}
		}
		return lines;
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
		check(reference.isResultOpen(), parser.choices().isResultOpen(), "the result of a tool");
		check(reference.isTextOfMessage(), parser.choices().joined().isTextOfMessage(), "text of a message");
		check(reference.isCallsOfMessage(), parser.choices().joined().isCallsOfMessage(), "calls of a message");
	}

	private static @Nullable ChatCompletion read(CompletionParser parser, byte[] bytes, Line line) {
		try {
			return parser.parse(bytes, line.start(), line.end());
		}
		catch (ExchangeException ex) {
			return null;
		}
	}

	private static boolean isUnderstood(CompletionParser parser) {
		try {
			parser.choices().checkUnderstood();
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
	private static @Nullable String text(byte[] bytes, Line line) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(bytes, line.start(), line.end() - line.start()))
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

	/**
	 * One line.
	 *
	 * @param start the position of its first byte
	 * @param end the position after its last byte
	 */
	private record Line(int start, int end) {

	}

}
