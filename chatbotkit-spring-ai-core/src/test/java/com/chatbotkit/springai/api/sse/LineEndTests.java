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

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineEnd}.
 */
class LineEndTests {

	@ParameterizedTest
	@ValueSource(bytes = { '\n', '\r' })
	void oneAmongOtherBytesIsFoundWhereverItStands(byte lineEnd) {
		for (int other = Byte.MIN_VALUE; other <= Byte.MAX_VALUE; other++) {
			byte[] bytes = new byte[40];
			Arrays.fill(bytes, (byte) other);
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = lineEnd;
				assertSame(bytes, 0, bytes.length);
				assertSame(bytes, 3, 29);
				bytes[i] = (byte) other;
			}
		}
	}

	@Test
	void theFirstOfSeveralIsFoundBetweenAnyBounds() {
		Random random = new Random(1);
		// Around LF and CR, where a borrow from one byte to the next would show.
		byte[] values = { 9, 10, 11, 12, 13, 14, 0, -1, -128, 'x', 'y', 'z' };
		for (int round = 0; round < 2_000; round++) {
			byte[] bytes = new byte[random.nextInt(40)];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = values[random.nextInt(values.length)];
			}
			for (int from = 0; from <= bytes.length; from++) {
				assertSame(bytes, from, from + random.nextInt(bytes.length - from + 1));
			}
		}
	}

	private static void assertSame(byte[] bytes, int from, int to) {
		int expected = from;
		while (expected < to && bytes[expected] != '\n' && bytes[expected] != '\r') {
			expected++;
		}
		assertThat(LineEnd.find(bytes, from, to)).as("%s from %d to %d", Arrays.toString(bytes), from, to)
			.isEqualTo(expected);
	}

}
