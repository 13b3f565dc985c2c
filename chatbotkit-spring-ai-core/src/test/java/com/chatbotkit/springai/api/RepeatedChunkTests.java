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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RepeatedChunk}: a parser that has seen other chunks reads what a new
 * one reads.
 */
class RepeatedChunkTests {

	private static final String PLAIN = "{\"id\":\"a\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}";

	/** Texts as JSON writes them. */
	private static final List<String> TEXTS = List.of("a", " word", "}", "]}", "{", ",", ":", "content", "'", "\\\"",
			"\\\\", "\\n", "\\u0041", "\\\"content\\\":\\\"x", "é", "日本", "\uD83D\uDE00", "",
			"\\\"},\\\"finish_reason\\\":\\\"stop", "\\ud83d\\ude00", "x\\\\", "\u007F");

	private static final List<String> SHAPES = List.of(PLAIN, PLAIN + "  ", " " + PLAIN,
			PLAIN.replace("\"a\"", "\"b\""), PLAIN.replace(":1,", ":2,"),
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"role\":\"assistant\"}}]}",
			"{\"choices\":[{\"delta\":{\"role\":\"content\",\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"},\"logprobs\":{\"content\":\"no\"}}]}",
			"{\"choices\":[{\"logprobs\":{\"content\":\"no\"},\"delta\":{\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"}},{\"delta\":{\"content\":\"other\"}}]}",
			"{\"choices\":[{\"delta\":{}},{\"delta\":{\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"cont\\u0065nt\":\"%s\"},\"logprobs\":{\"content\":\"no\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\" : \"%s\"},\"logprobs\":{\"content\":\"no\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"content\":\"last\"}}]}",
			"{\"x\\\"content\":\"no\",\"choices\":[{\"delta\":{\"text\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"\"}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\":1}}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"error\":{\"message\":\"m\",\"code\":\"C\"}}",
			"{\"error\":{\"message\":\"%s\"}}", "{\"message\":\"%s\",\"code\":\"C\"}", "{\"content\":\"%s\"}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]", "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}}",
			"{\"choices\":[{\"delta\":{\"content\":null}}],\"x\":\"%s\"}");

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
	void chunksOfEveryKindInAnyOrderAreReadAsIfEachWereTheFirst(long seed) {
		Random random = new Random(seed);
		CompletionParser parser = new CompletionParser(true);
		for (int i = 0; i < 5000; i++) {
			// Runs of one shape, for only then anything is repeated.
			String shape = SHAPES.get(random.nextInt(SHAPES.size()));
			for (int run = random.nextInt(6); run >= 0; run--) {
				String chunk = shape.replace("%s", TEXTS.get(random.nextInt(TEXTS.size())));
				String expected = read(new CompletionParser(true), chunk);
				assertThat(read(parser, chunk)).as(chunk).isEqualTo(expected);
				if (expected.startsWith("broken")) {
					parser = new CompletionParser(true);
				}
			}
		}
	}

	@Test
	void everyByteThatChangesIsSeen() {
		byte[] chunk = bytes(PLAIN.replace("%s", "text"));
		for (int at = 0; at < chunk.length; at++) {
			for (int value = 0; value < 256; value++) {
				byte[] changed = chunk.clone();
				changed[at] = (byte) value;
				CompletionParser parser = new CompletionParser(true);
				parser.parse(chunk, 0, chunk.length);
				assertThat(read(parser, changed)).as("byte %d as %d", at, value)
					.isEqualTo(read(new CompletionParser(true), changed));
			}
		}
	}

	@Test
	void aChunkCutShortIsNoRepetition() {
		byte[] chunk = bytes(PLAIN.replace("%s", "text"));
		for (int length = 0; length < chunk.length; length++) {
			RepeatedChunk repeated = new RepeatedChunk();
			repeated.keep(chunk, 0, chunk.length, new CompletionParser(true).parse(chunk, 0, chunk.length));
			assertThat(repeated.read(chunk, 0, length)).isNull();
		}
	}

	@Test
	void aChunkThatDiffersInItsTextIsRecognised() {
		RepeatedChunk repeated = new RepeatedChunk();
		byte[] first = bytes("data:" + PLAIN.replace("%s", "text") + "\n");
		repeated.keep(first, 5, first.length - 1, new CompletionParser(true).parse(first, 5, first.length - 1));
		byte[] second = bytes("data: " + PLAIN.replace("%s", " other") + "\n");

		ChatCompletion read = repeated.read(second, 6, second.length - 1);

		assertThat(read).isNotNull();
		assertThat(read.content()).isEqualTo(" other");
		assertThat(read.id()).isEqualTo("a");
	}

	@Test
	void aChunkIsKeptUpToASize() {
		for (int length : new int[] { 2048, 2049 }) {
			RepeatedChunk repeated = new RepeatedChunk();
			byte[] chunk = bytes("data: " + PLAIN.replace("%s", "x".repeat(length - PLAIN.length() + 2)));
			repeated.keep(chunk, 6, chunk.length, new CompletionParser(true).parse(chunk, 6, chunk.length));
			assertThat(repeated.read(chunk, 6, chunk.length) != null).as("%s bytes", length).isEqualTo(length == 2048);
		}
	}

	@Test
	void afterSixteenChunksThatDifferInMoreNoneIsKept() {
		assertThat(keepsTheLastOf(16)).isTrue();
		assertThat(keepsTheLastOf(17)).isFalse();
	}

	private static boolean keepsTheLastOf(int chunks) {
		RepeatedChunk repeated = new RepeatedChunk();
		byte[] chunk = {};
		for (int i = 0; i < chunks; i++) {
			chunk = bytes(PLAIN.replace("\"a\"", "\"" + i + "\""));
			repeated.keep(chunk, 0, chunk.length, new CompletionParser(true).parse(chunk, 0, chunk.length));
		}
		return repeated.read(chunk, 0, chunk.length) != null;
	}

	private static String read(CompletionParser parser, String chunk) {
		return read(parser, bytes(chunk));
	}

	private static String read(CompletionParser parser, byte[] chunk) {
		List<@Nullable Object> seen = new ArrayList<>();
		try {
			seen.add(parser.parse(chunk, 0, chunk.length));
			seen.add(parser.error());
			seen.add(parser.hasChoice());
		}
		catch (ExchangeException ex) {
			return "broken";
		}
		return seen.toString();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
