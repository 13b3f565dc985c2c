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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a prompt orders from the {@link Server}: its last words say it.
 *
 * @param kind what to answer
 * @param chunks how many chunks of text
 * @param gapMicros how far they are apart; 0 for all at once, which are words, else they
 * are the times of their sending
 */
record Order(Kind kind, int chunks, long gapMicros) {

	private static final byte[] MARK = "bench:".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] TOOL_ANSWER = "\"tool_call_id\"".getBytes(StandardCharsets.US_ASCII);

	enum Kind {

		CALL, TOOL, TOOL_ANSWERED, STREAM

	}

	static String call() {
		return "bench:call;";
	}

	static String tool() {
		return "bench:tool;";
	}

	static String stream(int chunks, long gapMicros) {
		return "bench:stream:" + chunks + ":" + gapMicros + ";";
	}

	/**
	 * Reads the last order in a request.
	 */
	static Order read(byte[] body, int start, int end) {
		int mark = end - MARK.length;
		while (mark >= start && !isAt(body, mark, MARK)) {
			mark--;
		}
		if (mark < start) {
			throw new IllegalArgumentException("No order in the request");
		}
		int stop = mark;
		while (body[stop] != ';') {
			stop++;
		}
		String[] words = new String(body, mark, stop - mark, StandardCharsets.US_ASCII).split(":", -1);
		return switch (words[1]) {
			case "call" -> new Order(Kind.CALL, 0, 0);
			case "tool" -> new Order(isToolAnswered(body, stop, end) ? Kind.TOOL_ANSWERED : Kind.TOOL, 0, 0);
			case "stream" -> new Order(Kind.STREAM, Integer.parseInt(words[2]), Long.parseLong(words[3]));
			default -> throw new IllegalArgumentException("Unknown order " + words[1]);
		};
	}

	private static boolean isToolAnswered(byte[] body, int start, int end) {
		for (int i = start; i <= end - TOOL_ANSWER.length; i++) {
			if (isAt(body, i, TOOL_ANSWER)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAt(byte[] body, int at, byte[] expected) {
		return body[at] == expected[0] && Arrays.equals(body, at, at + expected.length, expected, 0, expected.length);
	}

}
