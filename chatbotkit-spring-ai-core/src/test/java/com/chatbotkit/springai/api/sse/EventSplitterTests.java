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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EventSplitter}.
 */
class EventSplitterTests {

	private final EventSplitter events = new EventSplitter(20_000);

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 10_000 })
	void anEventIsTheDataUpToABlankLine(int size) {
		assertThat(read("data: one\n\n: a comment\nid: 7\nretry: 10\ndata:two\n\n\n", size)).containsExactly("one",
				"two");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 10_000 })
	void linesOfOneEventAreJoinedWhateverComesBetween(int size) {
		String comments = (": " + "c".repeat(98) + "\n").repeat(95);
		assertThat(read("data: one\n" + comments + "data:\n" + comments + "data: two\n\ndata: three\n\n", size))
			.containsExactly("\none\n\ntwo", "three");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 10_000 })
	void aDataLineWithoutAColonIsEmpty(int size) {
		assertThat(read("data\n\ndata: x\ndata\ndata:y\n\n", size)).containsExactly("", "\nx\n\ny");
	}

	@Test
	void whatWasDeliveredTakesNoRoom() {
		int size = 0;
		for (int i = 0; i < 1000; i++) {
			read("data: one\ndata: two\n\n", 10_000);
			size = Math.max(size, this.events.data().length);
		}
		assertThat(size).isLessThan(1000);
	}

	@Test
	void theEndOfTheBodyEndsAnEvent() {
		assertThat(read("data: one\n\ndata: two", 10_000)).containsExactly("one");
		assertThat(this.events.last()).isTrue();
		assertThat(data()).isEqualTo("two");
		assertThat(this.events.last()).isFalse();
	}

	@Test
	void anErrorEventIsTold() {
		add("event: error\ndata: no\n\nevent: errors\ndata: yes\n\nevent: error\n\n");
		assertThat(this.events.next()).isTrue();
		assertThat(this.events.isErrorEvent()).isTrue();
		assertThat(this.events.next()).isTrue();
		assertThat(this.events.isErrorEvent()).isFalse();
		assertThat(this.events.next()).isTrue();
		assertThat(this.events.isErrorEvent()).isTrue();
		assertThat(data()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "ata: {\"a\":1}", "event: messagedata: {}", "{}", "<html>", "id: 1 data: {}", "id: 1 data:" })
	void aLineThatHoldsDataWithoutBeingADataLineIsAnError(String line) {
		add(line + "\n");
		assertThatExceptionOfType(EventStreamException.class).isThrownBy(this.events::next)
			.withMessageContaining("is not a data line")
			.satisfies((ex) -> assertThat(ex.isTooLarge()).isFalse());
	}

	@ParameterizedTest
	@ValueSource(strings = { ": data: {}", "foo: bar", "foo", "dat", "database: 1", "data1", "event: \"x\"", "id: {}" })
	void otherLinesArePassedOver(String line) {
		assertThat(read(line + "\ndata: x\n\n", 10_000)).containsExactly("x");
	}

	private List<String> read(String text, int size) {
		List<String> read = new ArrayList<>();
		for (int i = 0; i < text.length(); i += size) {
			add(text.substring(i, Math.min(text.length(), i + size)));
			while (this.events.next()) {
				read.add(data());
			}
		}
		return read;
	}

	private void add(String text) {
		this.events.add(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private String data() {
		return new String(this.events.data(), this.events.start(), this.events.end() - this.events.start(),
				StandardCharsets.UTF_8);
	}

}
