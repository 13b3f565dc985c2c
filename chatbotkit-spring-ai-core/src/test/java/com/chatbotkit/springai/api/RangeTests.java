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
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Durations and numbers out of their range are refused where they are written, and not by
 * an overflow later on.
 */
class RangeTests {

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "P25D", "P200000D", "PT9223372036854775807S" })
	void aTimeoutIsMoreThanZeroAndAtMostTwentyFourDays(String text) {
		Duration timeout = Duration.parse(text);
		ChatBotKitTimeouts timeouts = ChatBotKitTimeouts.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> timeouts.withConnect(timeout))
			.withMessageContaining("connect timeout")
			.withMessageContaining("more than zero")
			.withMessageContaining("24 days");
		assertThatIllegalArgumentException().isThrownBy(() -> timeouts.withResponse(timeout))
			.withMessageContaining("response timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> timeouts.withStreamIdle(timeout))
			.withMessageContaining("stream-idle timeout");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT-1S", "P25D", "P200000D", "PT9223372036854775807S" })
	void aWaitIsFromZeroToTwentyFourDays(String text) {
		Duration interval = Duration.parse(text);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatBotKitRetryPolicy.builder().initialInterval(interval).build())
			.withMessageContaining("initial interval must be from 0 to 24 days");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatBotKitRetryPolicy.builder().maxInterval(interval).build())
			.withMessageContaining("maximum interval must be from 0 to 24 days");
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 101, Integer.MAX_VALUE })
	void attemptsAreFromOneToAHundred(int attempts) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatBotKitRetryPolicy.builder().maxAttempts(attempts).build())
			.withMessageContaining("max-attempts")
			.withMessageContaining("at least 1 and at most 100");
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.NEGATIVE_INFINITY, 0.5, 1001, Double.POSITIVE_INFINITY })
	void theMultiplierIsFromOneToAThousand(double multiplier) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatBotKitRetryPolicy.builder().multiplier(multiplier).build())
			.withMessageContaining("multiplier")
			.withMessageContaining("at least 1 and at most 1000");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 99, 600, 1000, 70000 })
	void aStatusIsFromAHundredTo599(int status) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatBotKitRetryPolicy.builder().onHttpCodes(Set.of(status)).build())
			.withMessageContaining("on-http-codes has " + status)
			.withMessageContaining("from 100 to 599");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatBotKitRetryPolicy.builder().excludeOnHttpCodes(Set.of(503, status)).build())
			.withMessageContaining("exclude-on-http-codes has " + status);
	}

	@Test
	void theEndsOfTheRangesAreInThem() {
		Duration longest = Duration.ofDays(24);
		assertThat(new ChatBotKitTimeouts(longest, longest, Duration.ofNanos(1)).connect()).isEqualTo(longest);
		ChatBotKitRetryPolicy policy = ChatBotKitRetryPolicy.builder()
			.maxAttempts(100)
			.initialInterval(Duration.ZERO)
			.maxInterval(longest)
			.multiplier(1000.0)
			.onHttpCodes(Set.of(100, 599))
			.build();
		assertThat(policy.maxAttempts()).isEqualTo(100);
	}

}
