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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.springframework.web.util.HtmlUtils;

/**
 * Hides the parts of a text that repeat a prompt, even if they are escaped, cut or
 * wrapped.
 * <p>
 * Compares only letters and digits, in time that is linear in both texts: the hash of
 * each run of letters in the text is looked up among those of the prompt (Rabin-Karp).
 */
final class EchoedPrompt {

	/**
	 * The number of letters and digits in a row that is no coincidence. Single words are
	 * shorter: both a server and a user may write "subscription".
	 */
	private static final int RUN = 16;

	/** A shorter message is not a secret, and hiding it would garble the text. */
	private static final int SHORTEST = 6;

	private static final long BASE = 1_000_003L;

	private final List<Letters> prompt;

	EchoedPrompt(List<String> prompt) {
		this.prompt = prompt.stream().flatMap(EchoedPrompt::readings).toList();
	}

	/**
	 * Returns the letters of a message in a text whose escapes are undone: with its own
	 * escapes undone too, if the text repeats it unescaped, and as they are, if the text
	 * repeats it escaped.
	 */
	private static Stream<Letters> readings(String message) {
		Letters plain = Letters.of(message, false);
		boolean looksEscaped = message.indexOf('\\') >= 0 || message.indexOf('&') >= 0;
		return looksEscaped ? Stream.of(plain, Letters.of(message, true)) : Stream.of(plain);
	}

	String hideIn(String text) {
		if (this.prompt.isEmpty()) {
			return text;
		}
		Letters letters = Letters.of(text, true);
		boolean[] hidden = new boolean[text.length()];
		hideRuns(letters, hidden);
		for (Letters message : this.prompt) {
			if (message.count >= SHORTEST && message.count < RUN) {
				hideWhole(message, letters, text, hidden);
			}
		}
		return replaceHidden(text, hidden);
	}

	/**
	 * Hides each run of letters that a message of the prompt has as well.
	 */
	private void hideRuns(Letters letters, boolean[] hidden) {
		long[] runs = letters.runs();
		Set<Long> textRuns = LongStream.of(runs).boxed().collect(Collectors.toSet());
		Set<Long> repeated = this.prompt.stream()
			.flatMapToLong((message) -> LongStream.of(message.runs()))
			.boxed()
			.filter(textRuns::contains)
			.collect(Collectors.toSet());
		for (int i = 0; i < runs.length; i++) {
			if (repeated.contains(runs[i])) {
				Arrays.fill(hidden, letters.start[i], letters.end[i + RUN - 1], true);
			}
		}
	}

	/**
	 * Hides a short message where the text has it as a whole word.
	 */
	private static void hideWhole(Letters message, Letters letters, String text, boolean[] hidden) {
		String whole = new String(message.chars, 0, message.count);
		String all = new String(letters.chars, 0, letters.count);
		for (int i = all.indexOf(whole); i >= 0; i = all.indexOf(whole, i + whole.length())) {
			int start = letters.start[i];
			int end = letters.end[i + whole.length() - 1];
			if ((start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))
					&& (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
				Arrays.fill(hidden, start, end, true);
			}
		}
	}

	private static String replaceHidden(String text, boolean[] hidden) {
		StringBuilder shown = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			if (!hidden[i]) {
				shown.append(text.charAt(i));
			}
			else if (i == 0 || !hidden[i - 1]) {
				shown.append(Concealment.HIDDEN);
			}
		}
		return shown.toString();
	}

	/**
	 * The letters and digits of a text, with their positions in it.
	 */
	private static final class Letters {

		private final char[] chars;

		private final int[] start;

		private final int[] end;

		private int count;

		private Letters(int length) {
			this.chars = new char[length];
			this.start = new int[length];
			this.end = new int[length];
		}

		/**
		 * Reads a text.
		 * @param escaped whether to read escapes as the characters that they stand for
		 */
		static Letters of(String text, boolean escaped) {
			Letters letters = new Letters(text.length());
			for (int i = 0; i < text.length();) {
				char c = text.charAt(i);
				int length = escaped ? escape(text, i) : 1;
				if (c == '\\' && length > 2) {
					letters.add((char) Integer.parseInt(text.substring(i + 2, i + length), 16), i, i + length);
				}
				else if (c == '&' && length > 1) {
					String decoded = HtmlUtils.htmlUnescape(text.substring(i, i + length));
					letters.add(decoded.charAt(0), i, i + length);
				}
				else if (length == 1) {
					letters.add(c, i, i + 1);
				}
				i += length;
			}
			return letters;
		}

		private void add(char c, int from, int to) {
			if (Character.isLetterOrDigit(c)) {
				this.chars[this.count] = c;
				this.start[this.count] = from;
				this.end[this.count] = to;
				this.count++;
			}
		}

		/**
		 * Returns the length of one written character: an escape of JSON, an entity of
		 * HTML, or the character itself.
		 */
		private static int escape(String text, int i) {
			char c = text.charAt(i);
			if (c == '\\' && i + 1 < text.length()) {
				return (text.charAt(i + 1) == 'u' && isHex(text, i + 2)) ? 6 : 2;
			}
			if (c == '&') {
				int end = i + 1;
				while (end < text.length() && end < i + 8 && text.charAt(end) != ';') {
					end++;
				}
				return (end > i + 2 && end < text.length() && text.charAt(end) == ';') ? end - i + 1 : 1;
			}
			return 1;
		}

		private static boolean isHex(String text, int from) {
			return from + 4 <= text.length()
					&& text.substring(from, from + 4).chars().allMatch((c) -> Character.digit(c, 16) >= 0);
		}

		/**
		 * Returns a hash for each run of {@link #RUN} letters.
		 */
		private long[] runs() {
			long[] runs = new long[Math.max(0, this.count - RUN + 1)];
			long leaving = 1;
			for (int i = 1; i < RUN; i++) {
				leaving *= BASE;
			}
			long hash = 0;
			for (int i = 0; i < this.count; i++) {
				if (i >= RUN) {
					hash -= this.chars[i - RUN] * leaving;
				}
				hash = hash * BASE + this.chars[i];
				if (i >= RUN - 1) {
					runs[i - RUN + 1] = hash;
				}
			}
			return runs;
		}

	}

}
