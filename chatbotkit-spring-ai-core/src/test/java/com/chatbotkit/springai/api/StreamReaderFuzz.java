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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import com.chatbotkit.springai.api.sse.EventSplitter;
import com.chatbotkit.springai.api.sse.EventStreamException;
import com.chatbotkit.springai.fuzzing.Facts;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * What holds for every body of a stream. It says the same however it is cut into buffers,
 * and the same as to {@link ReferenceReader}; it fails with the client's exceptions only;
 * and what is kept of it is bounded.
 */
public final class StreamReaderFuzz {

	private static final int LARGE = 1024 * 1024;

	private static final int SMALL = 64;

	/** The result is checked most often, because it needs all that the others check. */
	public static final Facts FACTS = new Facts(List.of(StreamReaderFuzz::checkAnswer, StreamReaderFuzz::checkCut,
			StreamReaderFuzz::checkEvents, StreamReaderFuzz::checkLimit), 2, 1, 1, 1);

	private StreamReaderFuzz() {
	}

	/**
	 * Checks one body.
	 */
	public static void fuzzerTestOneInput(byte[] body) {
		FACTS.checkOne(body);
	}

	private static void checkEvents(byte[] body) {
		check(ReferenceReader.events(body), events(cut(body), LARGE), "events");
	}

	/**
	 * With a small limit, the events are the same until one is too large.
	 */
	private static void checkLimit(byte[] body) {
		ReferenceReader.Events expected = ReferenceReader.events(body);
		ReferenceReader.Events small = events(cut(body), SMALL);
		List<String> first = expected.events().subList(0, Math.min(small.events().size(), expected.events().size()));
		check(first, small.events(), "events up to the limit");
		if (small.split()) {
			check(expected, small, "events within the limit");
		}
	}

	private static void checkCut(byte[] body) {
		ReadStream read = ReadStream.of(body);
		ReadStream ofMany = read(cut(body));
		check(read.pieces(), ofMany.pieces(), "pieces in many buffers");
		check(ErrorParserFuzz.message(read.error()), ErrorParserFuzz.message(ofMany.error()),
				"the error in many buffers");
	}

	private static void checkAnswer(byte[] body) {
		ReadStream read = read(cut(body));
		ErrorParserFuzz.message(read.error());
		if (isComparable(body)) {
			ReferenceReader.Answer expected = ReferenceReader.answer(body);
			check(expected.pieces(), read.pieces(), "pieces");
			check(expected.whole(), read.error() == null, "whole");
		}
	}

	private static ReadStream read(List<byte[]> buffers) {
		return ReadStream.of(ReadStream.buffers(buffers), LARGE);
	}

	private static ReferenceReader.Events events(List<byte[]> buffers, int limit) {
		EventSplitter splitter = new EventSplitter(limit);
		List<String> events = new ArrayList<>();
		int largest = buffers.stream().mapToInt((buffer) -> buffer.length).max().orElse(0);
		try {
			for (byte[] buffer : buffers) {
				splitter.add(DefaultDataBufferFactory.sharedInstance.wrap(buffer));
				while (splitter.next()) {
					events.add(event(splitter, limit));
				}
				check(true, splitter.data().length <= Math.max(512, 2 * (limit + largest)), "bounded");
			}
			if (splitter.last()) {
				events.add(event(splitter, limit));
			}
			return new ReferenceReader.Events(events, true);
		}
		catch (EventStreamException ex) {
			return new ReferenceReader.Events(events, ex.isTooLarge() && limit == LARGE);
		}
	}

	private static String event(EventSplitter splitter, int limit) {
		int length = splitter.end() - splitter.start();
		check(true, length <= limit, "an event within the limit");
		String data = new String(splitter.data(), splitter.start(), length, StandardCharsets.ISO_8859_1);
		return (splitter.isErrorEvent() ? "error:" : "") + (data.startsWith("\n") ? data.substring(1) : data);
	}

	/**
	 * Whether both parsers are to read the same: text, for of bytes that are none each
	 * makes something else.
	 */
	private static boolean isComparable(byte[] body) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
			return text.indexOf('\uFEFF', 1) < 0;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	/**
	 * Cuts a body, in the same places each time.
	 */
	private static List<byte[]> cut(byte[] bytes) {
		Random random = new Random(Arrays.hashCode(bytes));
		List<byte[]> parts = new ArrayList<>();
		// A single buffer, or many.
		int most = (random.nextInt(8) == 0) ? 2 * bytes.length + 1 : 1 + random.nextInt(64);
		for (int i = 0; i < bytes.length;) {
			int end = Math.min(bytes.length, i + 1 + random.nextInt(most));
			parts.add(Arrays.copyOfRange(bytes, i, end));
			i = end;
		}
		return parts;
	}

	private static void check(@Nullable Object expected, @Nullable Object actual, String what) {
		if (!Objects.equals(expected, actual)) {
			throw new AssertionError(what + ": expected " + expected + ", but was " + actual);
		}
	}

}
