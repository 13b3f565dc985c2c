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

package com.chatbotkit.springai.server.autoconfigure;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads when a key stops working. Spring Boot reads an {@link Instant} in one form only,
 * and its failure does not name that form.
 */
final class KeyExpiry {

	private KeyExpiry() {
	}

	/**
	 * Returns the time; null for never.
	 */
	static @Nullable Instant of(String key, @Nullable String setting) {
		if (!StringUtils.hasText(setting)) {
			return null;
		}
		String written = setting.strip();
		try {
			return written.contains("T") ? OffsetDateTime.parse(written).toInstant()
					: LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant();
		}
		catch (DateTimeException ex) {
			throw ServerPropertyChecks.invalid("keys." + key + ".expires", setting,
					"Set it to a date, such as 2027-01-01, which is its beginning in UTC, or to a time with a zone, "
							+ "such as 2027-01-01T09:30:00Z or 2027-01-01T09:30:00+02:00.");
		}
	}

}
