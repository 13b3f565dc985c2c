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

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads the {@code Retry-After} header: seconds, or a date.
 * <p>
 * Source: <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110,
 * 10.2.3</a>.
 */
final class RetryAfter {

	/** Some servers send fractions of a second. */
	private static final Pattern SECONDS = Pattern.compile("(\\d+)(\\.\\d+)?");

	/** The most seconds that can be converted to milliseconds. */
	private static final long MAX_SECONDS = Long.MAX_VALUE / 1000;

	private static final int MAX_DIGITS = 15;

	private final Clock clock;

	RetryAfter(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Reads all values of a header.
	 * @return the longest wait, or null if none can be read
	 */
	@Nullable Duration longest(List<String> values) {
		return values.stream().map(this::parse).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
	}

	/**
	 * Reads one value.
	 * @return the wait, rounded up to seconds; zero for a date in the past; or null if
	 * there is no valid value
	 */
	@Nullable Duration parse(@Nullable String value) {
		if (value == null) {
			return null;
		}
		String text = value.trim();
		Matcher seconds = SECONDS.matcher(text);
		if (seconds.matches()) {
			return seconds(seconds.group(1), seconds.group(2) != null);
		}
		if (text.indexOf(',') > 0 && Character.isDigit(text.charAt(0))) {
			return longest(List.of(text.split(",")));
		}
		Instant date = date(text);
		if (date == null) {
			return null;
		}
		Duration wait = Duration.between(this.clock.instant(), date);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	/**
	 * Converts a number of any length. One that is too large is the longest wait.
	 */
	private static Duration seconds(String digits, boolean more) {
		String number = digits.replaceFirst("^0+(?=.)", "");
		long seconds = (number.length() > MAX_DIGITS) ? MAX_SECONDS : Long.parseLong(number);
		return Duration.ofSeconds(more ? seconds + 1 : seconds);
	}

	/**
	 * Parses a date without its day of the week, which may be wrong.
	 */
	private static @Nullable Instant date(String text) {
		HttpHeaders header = new HttpHeaders();
		header.set(HttpHeaders.RETRY_AFTER, text);
		try {
			if (text.indexOf(',') == 3) {
				return ZonedDateTime.parse(text.substring(4).trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			}
			ZonedDateTime date = header.getFirstZonedDateTime(HttpHeaders.RETRY_AFTER);
			return (date != null) ? date.toInstant() : null;
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			// An invalid value is ignored, as RFC 9110 requires.
			return null;
		}
	}

}
