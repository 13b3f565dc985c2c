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

package com.chatbotkit.springai.test;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentMessage;

/**
 * Splits texts into pieces and estimates tokens (docs/contract.md#script-words).
 */
final class TextPieces {

	// ECMAScript WhiteSpace and LineTerminator, without the brackets of a class.
	private static final String SPACE = "\\t\\n\\x0B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";

	private static final Pattern PIECE = Pattern.compile("[" + SPACE + "]*[^" + SPACE + "]+|[" + SPACE + "]+");

	private static final int CHARACTERS_PER_TOKEN = 4;

	private TextPieces() {
	}

	/** Splits a text into pieces. Each takes only four bytes until it is read. */
	static List<String> pieces(String text) {
		Matcher piece = PIECE.matcher(text);
		int[] ends = new int[16];
		int count = 0;
		while (piece.find()) {
			if (count == ends.length) {
				ends = Arrays.copyOf(ends, 2 * count);
			}
			ends[count++] = piece.end();
		}
		return new Pieces(text, Arrays.copyOf(ends, count));
	}

	static int promptTokens(Turn turn) {
		String backstory = turn.backstory();
		int characters = (backstory != null) ? backstory.length() : 0;
		for (AgentMessage message : turn.messages()) {
			if (message instanceof AgentMessage.User user) {
				characters += user.text().length();
			}
			else if (message instanceof AgentMessage.Bot bot) {
				characters += bot.text().length();
			}
		}
		return 1 + (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
	}

	private static final class Pieces extends AbstractList<String> {

		private final String text;

		private final int[] ends;

		Pieces(String text, int[] ends) {
			this.text = text;
			this.ends = ends;
		}

		@Override
		public String get(int index) {
			return this.text.substring((index > 0) ? this.ends[index - 1] : 0, this.ends[index]);
		}

		@Override
		public int size() {
			return this.ends.length;
		}

	}

}
