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

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Collects delays in nanoseconds: those given, or those of texts that say when they were
 * sent.
 */
final class Delays implements Consumer<String> {

	private long[] nanos;

	private int count;

	Delays() {
		this(1 << 16);
	}

	Delays(int expected) {
		this.nanos = new long[expected];
	}

	@Override
	public void accept(String text) {
		add(Wire.age(text));
	}

	void add(long delay) {
		if (this.count == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, 2 * this.count);
		}
		this.nanos[this.count] = delay;
		this.count++;
	}

	void addAll(Delays others) {
		for (int i = 0; i < others.count; i++) {
			add(others.nanos[i]);
		}
	}

	/**
	 * Returns the first one in nanoseconds.
	 */
	long first() {
		return this.nanos[0];
	}

	int count() {
		return this.count;
	}

	double micros(double quantile) {
		if (this.count == 0) {
			return Double.NaN;
		}
		long[] sorted = Arrays.copyOf(this.nanos, this.count);
		Arrays.sort(sorted);
		return sorted[(int) Math.min(this.count - 1L, Math.round(quantile * this.count))] / 1000.0;
	}

}
