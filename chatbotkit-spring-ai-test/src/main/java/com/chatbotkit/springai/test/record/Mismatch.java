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
 * Says why no recorded exchange fits.
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
			.orElse("All recorded exchanges have been asked for already, and then came " + name(received) + " "
					+ received.body());
	}

	private static List<String> differences(RecordedRequest expected, RecordedRequest received) {
		List<String> lines = new ArrayList<>();
		if (!name(expected).equals(name(received))) {
			lines.add("expected " + name(expected) + ", received " + name(received));
		}
		lines.addAll(JsonDifference.between(expected.body(), received.body()));
		return lines;
	}

	static String summary(List<String> mismatches, List<RecordedExchange> left) {
		StringBuilder text = new StringBuilder();
		mismatches.forEach((mismatch) -> text.append(mismatch).append('\n'));
		left.forEach((exchange) -> text.append("Never asked for: ")
			.append(name(exchange.request()))
			.append(' ')
			.append(exchange.request().body())
			.append('\n'));
		return text.toString();
	}

	private static String name(RecordedRequest request) {
		return request.method() + " " + request.path();
	}

}
