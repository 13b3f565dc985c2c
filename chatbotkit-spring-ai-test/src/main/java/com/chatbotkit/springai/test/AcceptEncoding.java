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

package com.chatbotkit.springai.test;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The encodings of an {@code Accept-Encoding} header with their weights (RFC 9110,
 * 12.5.3).
 *
 * @param weights the weights by the names of the encodings, in lower case
 */
record AcceptEncoding(Map<String, Double> weights) {

	private static final Pattern WEIGHT = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");

	static AcceptEncoding of(@Nullable String header) {
		Map<String, Double> weights = new HashMap<>();
		for (String accepted : ((header != null) ? header : "").toLowerCase(Locale.ROOT).split(",", -1)) {
			String[] parts = accepted.split(";", -1);
			weights.put(parts[0].strip(), (parts.length > 1) ? weight(parts[1].strip()) : 1);
		}
		return new AcceptEncoding(weights);
	}

	/**
	 * A weight that cannot be read counts as 0, because every client reads plain text.
	 */
	private static double weight(String parameter) {
		String value = parameter.startsWith("q=") ? parameter.substring(2) : "";
		return WEIGHT.matcher(value).matches() ? Double.parseDouble(value) : 0;
	}

	/** Tells whether the client accepts gzip, and likes a plain answer no better. */
	boolean prefersGzip() {
		double gzip = this.weights.getOrDefault("gzip", this.weights.getOrDefault("*", 0.0));
		return gzip > 0 && gzip >= this.weights.getOrDefault("identity", 0.0);
	}

}
