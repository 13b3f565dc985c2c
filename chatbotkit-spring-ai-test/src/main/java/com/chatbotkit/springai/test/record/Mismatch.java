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
 * Describes the differences between requests and a recording.
 */
final class Mismatch {

	private Mismatch() {
	}

	/** Describes the differences from the most similar unused exchange. */
	static String describe(RecordedRequest received, List<RecordedExchange> left) {
		return left.stream()
			.map((exchange) -> differences(exchange.request(), received))
			.min(Comparator.comparingInt(List::size))
			.map((lines) -> "No recorded exchange matches this request. The most similar unused one differs in\n  "
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
	 * Throws an error if requests and recording differ.
	 * @throws AssertionError with the unmatched requests and the unused exchanges
	 */
	static void check(List<String> mismatches, List<RecordedExchange> left) {
		StringBuilder text = new StringBuilder();
		mismatches.forEach((mismatch) -> text.append(mismatch).append('\n'));
		left.forEach((exchange) -> text.append("Recorded but not requested: ")
			.append(exchange.request().name())
			.append(' ')
			.append(exchange.request().body())
			.append('\n'));
		if (!text.isEmpty()) {
			throw new AssertionError(text.toString());
		}
	}

}
