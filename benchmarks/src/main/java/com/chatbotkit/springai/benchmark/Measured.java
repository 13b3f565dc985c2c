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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one run brought, as one line of text.
 */
final class Measured {

	static final String START = "MEASURED";

	private final Map<String, Double> values = new LinkedHashMap<>();

	Measured with(String metric, double value) {
		this.values.put(metric, value);
		return this;
	}

	Map<String, Double> values() {
		return this.values;
	}

	String toLine() {
		StringBuilder line = new StringBuilder(START);
		this.values.forEach(
				(metric, value) -> line.append(' ').append(metric).append('=').append(format(value.doubleValue())));
		return line.toString();
	}

	static String format(double value) {
		return String.format(Locale.ROOT, "%.3f", value);
	}

	static boolean isLine(String line) {
		return line.startsWith(START);
	}

	static Measured parse(String line) {
		Measured measured = new Measured();
		String[] words = line.split(" ", -1);
		for (int i = 1; i < words.length; i++) {
			int equals = words[i].indexOf('=');
			measured.with(words[i].substring(0, equals), Double.parseDouble(words[i].substring(equals + 1)));
		}
		return measured;
	}

}
