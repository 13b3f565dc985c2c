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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimitHeaders}.
 */
class RateLimitHeadersTests {

	@ParameterizedTest
	@CsvSource({ "1s, PT1S", "6m0s, PT6M", "120ms, PT0.12S", "7.66s, PT7.66S", "1m26.4s, PT1M26.4S",
			"1d2h3m4s, P1DT2H3M4S", "2h, PT2H", "15, PT15S", "0.5, PT0.5S", "' 3s ', PT3S", "0s, PT0S" })
	void aDurationIsRead(String value, Duration expected) {
		HttpHeaders headers = headers("x-ratelimit-reset-requests", value);
		headers.set("x-ratelimit-limit-requests", "1");
		assertThat(RateLimitHeaders.read(headers)).isNotNull()
			.extracting(ChatCompletion.RateLimit::requestsReset)
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-1s", "1s later", "12x", "2026-11-22T12:00:00Z", "1767225600", "s", "1..2s",
			"99999999999999999999s" })
	void aDurationThatCannotBeReadIsNone(String value) {
		assertThat(RateLimitHeaders.read(headers("x-ratelimit-reset-tokens", value))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "None", "-1", "1.5", "1,000", "99999999999999999999" })
	void aCountThatCannotBeReadIsNone(String value) {
		assertThat(RateLimitHeaders.read(headers("x-ratelimit-limit-tokens", value))).isNull();
	}

	@Test
	void oneHeaderIsEnough() {
		for (String name : new String[] { "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests",
				"x-ratelimit-reset-requests", "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens",
				"x-ratelimit-reset-tokens" }) {
			assertThat(RateLimitHeaders.read(headers(name, "7"))).as(name).isNotNull();
		}
		assertThat(RateLimitHeaders.read(new HttpHeaders())).isNull();
	}

	private static HttpHeaders headers(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(name, value);
		return headers;
	}

}
