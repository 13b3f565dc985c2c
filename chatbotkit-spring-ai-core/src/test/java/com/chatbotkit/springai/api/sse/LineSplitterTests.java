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

package com.chatbotkit.springai.api.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LineSplitter}.
 */
class LineSplitterTests {

	private final LineSplitter lines = new LineSplitter(20_000);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 1000 })
	void linesEndWithLineFeedCarriageReturnOrBothWhereverTheyAreCut(int size) {
		assertThat(read("\uFEFFa\n\nb\r\rc\r\n\r\nd\n\re", size)).containsExactly("a", "", "b", "", "c", "", "d", "");
		assertThat(this.lines.last()).isTrue();
		assertThat(line()).isEqualTo("e");
		assertThat(this.lines.last()).isFalse();
	}

	@Test
	void aByteOrderMarkCountsAtTheStartOnly() {
		assertThat(read("a\n\uFEFFb\n", 1)).containsExactly("a", "\uFEFFb");
	}

	@Test
	void aStreamOfSmallPiecesKeepsLittle() {
		for (int i = 0; i < 100; i++) {
			add(("x".repeat(250) + "\n\n").getBytes(StandardCharsets.UTF_8));
			assertThat(this.lines.next()).isTrue();
			assertThat(this.lines.next()).isTrue();
		}
		assertThat(this.lines.bytes()).hasSizeLessThanOrEqualTo(512);
	}

	@Test
	void halfAByteOrderMarkIsALineOnceTheBodyEnds() {
		add(new byte[] { (byte) 0xEF, (byte) 0xBB });
		assertThat(this.lines.next()).isFalse();
		assertThat(this.lines.last()).isTrue();
		assertThat(this.lines.end() - this.lines.start()).isEqualTo(2);
	}

	@Test
	void keptBytesOutliveTheLinesThatPushThemAside() {
		read("x".repeat(5000) + "\nkeep me\n", 1000);
		this.lines.keep(this.lines.start());
		read("y".repeat(9000) + "\n", 1000);
		assertThat(text(this.lines.kept(), this.lines.kept() + 7)).isEqualTo("keep me");
		assertThat(line()).isEqualTo("y".repeat(9000));
	}

	@Test
	void whatIsNotReadYetCanBeKeptNoLongerThanAllowed() {
		assertThatExceptionOfType(EventStreamException.class).isThrownBy(() -> read("z".repeat(50_000), 1000))
			.withMessageContaining("more than 20000 bytes");
	}

	@Test
	void releasedBytesTakeNoRoom() {
		read("keep me\n", 1000);
		this.lines.keep(this.lines.start());
		this.lines.release();
		assertThat(read(("y".repeat(99) + "\n").repeat(1000), 1000)).hasSize(1000);
	}

	private List<String> read(String text, int size) {
		List<String> read = new ArrayList<>();
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < bytes.length; i += size) {
			add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
			while (this.lines.next()) {
				read.add(line());
			}
		}
		return read;
	}

	private void add(byte[] bytes) {
		this.lines.add(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
	}

	private String line() {
		return text(this.lines.start(), this.lines.end());
	}

	private String text(int start, int end) {
		return new String(this.lines.bytes(), start, end - start, StandardCharsets.UTF_8);
	}

}
