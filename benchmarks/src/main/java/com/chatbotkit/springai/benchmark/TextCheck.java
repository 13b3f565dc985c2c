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

import java.util.function.Consumer;

/**
 * Checks that a stream brings every word, and in order.
 */
final class TextCheck implements Consumer<String> {

	private final int expected;

	private int seen;

	private boolean wrong;

	TextCheck(int expected) {
		this.expected = expected;
	}

	@Override
	public void accept(String text) {
		this.wrong |= !text.equals(Wire.word(this.seen));
		this.seen++;
	}

	void verify() {
		if (this.wrong || this.seen != this.expected) {
			throw new IllegalStateException("The text is wrong, after " + this.seen + " pieces of " + this.expected);
		}
	}

}
