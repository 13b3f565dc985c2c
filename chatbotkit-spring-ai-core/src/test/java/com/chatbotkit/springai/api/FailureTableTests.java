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

import java.util.Set;

import com.chatbotkit.springai.api.FailureTable.RetryDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which failures may pass, and which are tried again, for a bot and for a model.
 */
class FailureTableTests {

	@ParameterizedTest
	@CsvSource({ "400, NON_TRANSIENT, NON_TRANSIENT", "401, NON_TRANSIENT, NON_TRANSIENT",
			"402, NON_TRANSIENT, NON_TRANSIENT", "403, NON_TRANSIENT, NON_TRANSIENT",
			"404, NON_TRANSIENT, NON_TRANSIENT", "408, NON_TRANSIENT, NON_TRANSIENT",
			"409, NON_TRANSIENT, NON_TRANSIENT", "425, NON_TRANSIENT, NON_TRANSIENT", "429, RETRY, RETRY",
			"500, TRANSIENT, RETRY", "501, NON_TRANSIENT, NON_TRANSIENT", "502, TRANSIENT, RETRY", "503, RETRY, RETRY",
			"504, TRANSIENT, RETRY", "505, TRANSIENT, TRANSIENT", "599, TRANSIENT, TRANSIENT",
			"302, NON_TRANSIENT, NON_TRANSIENT" })
	void byDefault(int status, RetryDecision bot, RetryDecision model) {
		FailureTable table = new FailureTable(ChatBotKitRetryPolicy.defaults());
		assertThat(table.ofStatus(status, null, null, true)).isEqualTo(bot);
		assertThat(table.ofStatus(status, null, null, false)).isEqualTo(model);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "insufficient_quota, -", "-, insufficient_quota", "LIMITS_REACHED, -" })
	void aQuotaDoesNotPassEvenIfItsStatusIsToBeTriedAgain(@Nullable String code, @Nullable String type) {
		FailureTable table = new FailureTable(ChatBotKitRetryPolicy.builder().onHttpCodes(Set.of(429)).build());
		assertThat(table.ofStatus(429, code, type, false)).isEqualTo(RetryDecision.NON_TRANSIENT);
		assertThat(table.ofErrorEvent(code, type)).isEqualTo(RetryDecision.NON_TRANSIENT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 418, 500, 501 })
	void aStatusOfOnHttpCodesIsTriedAgainForBotsToo(int status) {
		FailureTable table = new FailureTable(ChatBotKitRetryPolicy.builder().onHttpCodes(Set.of(status)).build());
		assertThat(table.ofStatus(status, null, null, true)).isEqualTo(RetryDecision.RETRY);
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 503, 418 })
	void anExcludedStatusIsNeverTriedAgain(int status) {
		FailureTable table = new FailureTable(
				ChatBotKitRetryPolicy.builder().onHttpCodes(Set.of(status)).excludeOnHttpCodes(Set.of(status)).build());
		assertThat(table.ofStatus(status, null, null, false)).isEqualTo(RetryDecision.NON_TRANSIENT);
	}

	@ParameterizedTest
	@CsvSource({ "408, RETRY", "409, RETRY", "425, RETRY", "400, NON_TRANSIENT", "404, NON_TRANSIENT",
			"422, NON_TRANSIENT" })
	void clientErrorsThatMayPassAreTriedAgainOnWish(int status, RetryDecision verdict) {
		FailureTable table = new FailureTable(ChatBotKitRetryPolicy.builder().onClientErrors(true).build());
		assertThat(table.ofStatus(status, null, null, true)).isEqualTo(verdict);
	}

	@Test
	void anErrorEventMayPassAndIsNotTriedAgain() {
		assertThat(new FailureTable(ChatBotKitRetryPolicy.defaults()).ofErrorEvent("BOOM", "server_error"))
			.isEqualTo(RetryDecision.TRANSIENT);
	}

	@Test
	void aLostConnectionIsTriedAgainForAModelOnly() {
		FailureTable table = new FailureTable(ChatBotKitRetryPolicy.defaults());
		assertThat(table.ofLostConnection(true)).isEqualTo(RetryDecision.TRANSIENT);
		assertThat(table.ofLostConnection(false)).isEqualTo(RetryDecision.RETRY);
	}

	@ParameterizedTest
	@CsvSource({ "0, CONNECTION_FAILED, true, true", "0, CONNECTION_FAILED, false, false",
			"0, CONNECTION_LOST, true, false", "402, PAYMENT_REQUIRED, false, true", "429, TOO_MANY, true, true",
			"404, NOT_FOUND, false, true", "503, BUSY, true, true", "500, CONNECTION_FAILED, true, false",
			"200, CONNECTION_FAILED, true, false" })
	void onlySomeFailuresSayThatNothingRan(int status, String code, boolean isTransient, boolean certain) {
		ChatBotKitFailure failure = new ChatBotKitFailure(status, code, null, "No.", null, "the target");
		assertThat(FailureTable.isNotExecuted(failure, isTransient)).isEqualTo(certain);
	}

}
