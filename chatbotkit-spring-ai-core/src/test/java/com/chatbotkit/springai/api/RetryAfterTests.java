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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code Retry-After} is read in seconds and as a date.
 */
class RetryAfterTests {

	private final RetryAfter retryAfter = new RetryAfter(
			Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "0 | 0", "7 | 7", " 7 | 7", "0060 | 60", "9999999999 | 9999999999", "99999999999 | 99999999999",
					"99999999999999999999 | 9223372036854775", "0000000000000000000007 | 7", "1.5 | 2", "0.2 | 1",
					"7, 9 | 9", "120,60 | 120", "Mon, 22 Nov 2026 12:00:30 GMT | 30",
					"Sunday, 22-Nov-26 12:00:30 GMT | 30", "Sun Nov 22 12:00:30 2026 | 30",
					"Sun, 22 Nov 2026 13:00:30 +0100 | 30", "Fri, 31 Dec 9999 23:59:59 GMT | 251606951999",
					"Sun, 22 Nov 2026 12:00:30 GMT | 30", "Sun, 22 Nov 2026 13:00:00 GMT | 3600",
					"Sun, 22 Nov 2026 11:59:59 GMT | 0", "Sat, 01 Jan 2000 00:00:00 GMT | 0" })
	void secondsAndDatesAreRead(String value, long seconds) {
		assertThat(this.retryAfter.parse(value)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-1", "1e3", "+7", "7 8", ",", "2026-11-22T12:00:30Z", "7s" })
	void whatCannotBeReadIsIgnored(String value) {
		assertThat(this.retryAfter.parse(value)).isNull();
	}

	@Test
	void ofSeveralHeadersTheLongestCounts() {
		assertThat(this.retryAfter.longest(List.of("7", "soon", "90"))).isEqualTo(Duration.ofSeconds(90));
		assertThat(this.retryAfter.longest(List.of("soon"))).isNull();
		assertThat(this.retryAfter.longest(List.of())).isNull();
	}

	@Test
	void noValueIsNoWait() {
		assertThat(this.retryAfter.parse(null)).isNull();
	}

}
