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

package com.chatbotkit.springai.test.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says what differs between requests and a recording.
 */
final class Mismatch {

	private Mismatch() {
	}

	/** What differs from the exchange that comes closest. */
	static String describe(RecordedRequest received, List<RecordedExchange> left) {
		return left.stream()
			.map((exchange) -> differences(exchange.request(), received))
			.min(Comparator.comparingInt(List::size))
			.map((lines) -> "No recorded exchange fits this request. The closest one left differs in\n  "
					+ String.join("\n  ", lines))
			.orElse("No recorded exchange is left for this request: " + received.name() + " " + received.body());
	}

	private static List<String> differences(RecordedRequest expected, RecordedRequest received) {
		List<String> lines = new ArrayList<>();
		if (!expected.name().equals(received.name())) {
			lines.add("expected " + expected.name() + ", received " + received.name());
		}
		lines.addAll(JsonDifference.between(expected.body(), received.addressedAs(expected).body()));
		return lines;
	}

	/**
	 * Throws what is wrong, if anything is.
	 * @throws AssertionError that says what was asked for in vain and what was not asked
	 * for
	 */
	static void check(List<String> mismatches, List<RecordedExchange> left) {
		StringBuilder text = new StringBuilder();
		mismatches.forEach((mismatch) -> text.append(mismatch).append('\n'));
		left.forEach((exchange) -> text.append("Never asked for: ")
			.append(exchange.request().name())
			.append(' ')
			.append(exchange.request().body())
			.append('\n'));
		if (!text.isEmpty()) {
			throw new AssertionError(text.toString());
		}
	}

}
