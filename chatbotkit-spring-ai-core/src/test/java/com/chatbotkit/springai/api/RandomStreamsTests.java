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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream that is split, cut or damaged anywhere says exactly what it said, or is an
 * error: never short and quiet.
 */
class RandomStreamsTests {

	private static final int STREAMS = 4000;

	/** Damage that swaps one mark of JSON's structure or of the frames for another. */
	private static final String MARKS = "{}[],:\"\n\rd";

	private final Map<String, Integer> counts = new TreeMap<>();

	@Test
	void streamsSplitAnywhereAreRead(TestReporter reporter) {
		Random random = new Random(1);
		RandomStreams streams = new RandomStreams(2);
		for (int i = 0; i < STREAMS; i++) {
			RandomStreams.Made made = streams.next();
			ReadStream read = ReadStream.of(ReadStream.buffers(split(made.bytes(), random)), 1024 * 1024);
			assertThat(read.error()).as("stream %s: %s", i, made.wire()).isNull();
			check(made, read);
			count("whole");
		}
		report(reporter, "split");
	}

	@Test
	void streamsCutAnywhereAreWholeOrAnError(TestReporter reporter) {
		Random random = new Random(3);
		RandomStreams streams = new RandomStreams(4);
		for (int i = 0; i < STREAMS; i++) {
			RandomStreams.Made made = streams.next();
			byte[] bytes = made.bytes();
			wholeOrError(made, Arrays.copyOf(bytes, random.nextInt(bytes.length)), random);
		}
		report(reporter, "cut");
	}

	@Test
	void streamsWithDamagedStructureAreWholeOrAnError(TestReporter reporter) {
		Random random = new Random(5);
		RandomStreams streams = new RandomStreams(6);
		for (int i = 0; i < 3 * STREAMS; i++) {
			RandomStreams.Made made = streams.next();
			byte[] damaged = damage(made.bytes(), random);
			if (damaged != null) {
				wholeOrError(made, damaged, random);
			}
		}
		report(reporter, "damaged");
	}

	@Test
	void streamsOverASocketAreWholeOrAnError(TestReporter reporter) {
		Random random = new Random(7);
		RandomStreams streams = new RandomStreams(8);
		try (WireServer server = new WireServer();
				ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(server.baseUrl()).secretKey("sk-1").build()) {
			for (int i = 0; i < 400; i++) {
				RandomStreams.Made made = streams.next();
				byte[] bytes = made.bytes();
				Random ofServer = new Random(i);
				byte[] sent = (i % 2 == 0) ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
				server.next((exchange) -> {
					exchange.startEvents();
					for (byte[] part : split(sent, ofServer)) {
						exchange.chunk(part);
					}
					if (sent == bytes || ofServer.nextBoolean()) {
						exchange.endChunks();
					}
					else {
						exchange.close();
					}
				});
				List<ChatCompletion> pieces = new ArrayList<>();
				Throwable error = null;
				try {
					api.chatCompletionStream(Requests.toBot()).doOnNext(pieces::add).blockLast(Duration.ofSeconds(10));
				}
				catch (ChatBotKitTransientException | ChatBotKitNonTransientException ex) {
					error = ex;
				}
				judge(made, new ReadStream(pieces, error), new String(sent, StandardCharsets.UTF_8));
			}
		}
		report(reporter, "socket");
	}

	private void wholeOrError(RandomStreams.Made made, byte[] bytes, Random random) {
		judge(made, ReadStream.of(ReadStream.buffers(split(bytes, random)), 1024 * 1024),
				new String(bytes, StandardCharsets.UTF_8));
	}

	private void judge(RandomStreams.Made made, ReadStream read, String wire) {
		if (read.error() == null) {
			assertThat(read.text()).as(wire).isEqualTo(made.text());
			assertThat(calls(read)).as(wire).isEqualTo(made.calls());
			count("whole");
		}
		else {
			assertThat(read.error()).isInstanceOf(ChatBotKitRequestException.class);
			assertThat(made.text()).as("text so far of " + wire).startsWith(read.text());
			count(((ChatBotKitRequestException) read.error()).getFailure().code());
		}
	}

	private static void check(RandomStreams.Made made, ReadStream read) {
		assertThat(read.text()).isEqualTo(made.text());
		assertThat(calls(read)).isEqualTo(made.calls());
	}

	/**
	 * Name and arguments of the calls, joined by their index.
	 */
	private static List<String> calls(ReadStream read) {
		Map<@Nullable Integer, String> calls = new LinkedHashMap<>();
		for (ChatCompletion piece : read.pieces()) {
			for (ChatCompletion.ToolCall call : piece.toolCalls()) {
				calls.merge(call.index(), ((call.name() != null) ? call.name() : "") + call.arguments(),
						(known, more) -> known + more);
			}
		}
		return List.copyOf(calls.values());
	}

	/**
	 * Swaps, drops or adds one mark outside of texts. Damage that makes a comment of a
	 * line is left out: nobody can tell it from one.
	 */
	private static byte @Nullable [] damage(byte[] bytes, Random random) {
		int what = random.nextInt(3);
		List<Integer> marks = marks(bytes, what != 1);
		int place = marks.get(random.nextInt(marks.size()));
		byte mark = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
		ByteArrayOutputStream damaged = new ByteArrayOutputStream();
		damaged.write(bytes, 0, place);
		if (what == 0) {
			damaged.write(mark);
		}
		else if (what == 1) {
			damaged.write(mark);
			damaged.write(bytes[place]);
		}
		damaged.write(bytes, place + 1, bytes.length - place - 1);
		byte[] result = damaged.toByteArray();
		return comments(bytes).containsAll(comments(result)) ? result : null;
	}

	/**
	 * Where the marks of JSON's structure and of the frames stand. What is added before a
	 * closing quote would be part of a name.
	 */
	private static List<Integer> marks(byte[] bytes, boolean closingQuotes) {
		List<Integer> marks = new ArrayList<>();
		boolean inText = false;
		for (int i = 0; i < bytes.length; i++) {
			if (inText && bytes[i] == '\\') {
				i++;
			}
			else if (bytes[i] == '"') {
				if (!inText || closingQuotes) {
					marks.add(i);
				}
				inText = !inText;
			}
			else if (!inText && MARKS.indexOf(bytes[i]) >= 0) {
				marks.add(i);
			}
		}
		return marks;
	}

	private static List<String> comments(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8).lines().filter((line) -> line.startsWith(":")).toList();
	}

	private static List<byte[]> split(byte[] bytes, Random random) {
		List<byte[]> parts = new ArrayList<>();
		int most = 1 + random.nextInt(200);
		for (int i = 0; i < bytes.length;) {
			int end = Math.min(bytes.length, i + 1 + random.nextInt(most));
			parts.add(Arrays.copyOfRange(bytes, i, end));
			i = end;
		}
		return parts;
	}

	private void count(String end) {
		this.counts.merge(end, 1, Integer::sum);
	}

	private void report(TestReporter reporter, String name) {
		reporter.publishEntry(name, this.counts.toString());
	}

}
