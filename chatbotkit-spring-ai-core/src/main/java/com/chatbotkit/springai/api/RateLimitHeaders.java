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

package com.chatbotkit.springai.api;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads rate limits from a response's headers. A proxy in front of the endpoint may send
 * them; the endpoint itself does not.
 * <p>
 * Source: <a href=
 * "https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers">OpenAI,
 * rate limits in headers</a>.
 */
final class RateLimitHeaders {

	private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

	/**
	 * A part of a duration such as {@code 6m0s} or {@code 120ms}; of a bare number some
	 * proxies mean seconds.
	 */
	private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d|$)");

	private static final Map<String, Double> MILLIS = Map.of("ms", 1.0, "", 1000.0, "s", 1000.0, "m", 60_000.0, "h",
			3_600_000.0, "d", 86_400_000.0);

	private RateLimitHeaders() {
	}

	/**
	 * Reads what stands in the headers.
	 * @return the limits, or null if there are none that can be read
	 */
	static ChatCompletion.@Nullable RateLimit read(HttpHeaders headers) {
		ChatCompletion.RateLimit reported = new ChatCompletion.RateLimit(count(headers, "x-ratelimit-limit-requests"),
				count(headers, "x-ratelimit-remaining-requests"), duration(headers, "x-ratelimit-reset-requests"),
				count(headers, "x-ratelimit-limit-tokens"), count(headers, "x-ratelimit-remaining-tokens"),
				duration(headers, "x-ratelimit-reset-tokens"));
		return reported.equals(ChatCompletion.RateLimit.NONE) ? null : reported;
	}

	private static long count(HttpHeaders headers, String name) {
		String value = headers.getFirst(name);
		return (value != null && COUNT.matcher(value.trim()).matches()) ? Long.parseLong(value.trim()) : 0;
	}

	private static Duration duration(HttpHeaders headers, String name) {
		String value = headers.getFirst(name);
		if (value == null) {
			return Duration.ZERO;
		}
		String text = value.trim();
		Matcher part = PART.matcher(text);
		double millis = 0;
		int end = 0;
		while (end < text.length()) {
			if (!part.find() || part.start() != end) {
				return Duration.ZERO;
			}
			millis += Double.parseDouble(part.group(1)) * MILLIS.getOrDefault(part.group(2), 0.0);
			end = part.end();
		}
		return Duration.ofMillis(Math.round(millis));
	}

}
