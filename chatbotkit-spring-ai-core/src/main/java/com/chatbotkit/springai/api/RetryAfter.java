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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Retry-After} header: seconds, or a date.
 * <p>
 * Source: <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110,
 * 10.2.3</a>.
 */
final class RetryAfter {

	/** More digits than any sensible wait, and few enough for a long. */
	private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");

	private final Clock clock;

	RetryAfter(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Reads a header's value.
	 * @return the wait, zero for a date that has passed, or null if there is no value or
	 * none that can be read
	 */
	@Nullable Duration parse(@Nullable String value) {
		if (value == null) {
			return null;
		}
		String text = value.trim();
		if (SECONDS.matcher(text).matches()) {
			return Duration.ofSeconds(Long.parseLong(text));
		}
		Instant date = date(text);
		if (date == null) {
			return null;
		}
		Duration wait = Duration.between(this.clock.instant(), date);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private static @Nullable Instant date(String text) {
		try {
			return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		catch (DateTimeException ex) {
			// RFC 9110 has a recipient ignore what it cannot read.
			return null;
		}
	}

}
