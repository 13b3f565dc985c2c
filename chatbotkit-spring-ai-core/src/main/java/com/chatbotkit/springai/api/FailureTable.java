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

import org.jspecify.annotations.Nullable;

/**
 * Decides for each failure whether it is transient and whether the request is retried.
 * <p>
 * Source: docs/contract.md#failures.
 */
final class FailureTable {

	/**
	 * Transient, and nothing was executed.
	 */
	private static final Set<Integer> NOT_RUN = Set.of(429, 503);

	/**
	 * Transient, and something may have been executed.
	 */
	private static final Set<Integer> MAYBE_RUN = Set.of(500, 502, 504);

	/**
	 * Permanent, and nothing was executed.
	 */
	private static final Set<Integer> REFUSED = Set.of(402, 403, 404);

	private static final Set<Integer> RETRYABLE_CLIENT_ERRORS = Set.of(408, 409, 425);

	private final ChatBotKitRetryPolicy policy;

	FailureTable(ChatBotKitRetryPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Decides on a response whose status is not a success.
	 * @param mayAct whether a bot was asked, which may have side effects
	 */
	RetryDecision ofStatus(int status, @Nullable String code, @Nullable String type, boolean mayAct) {
		if (this.policy.excludeOnHttpCodes().contains(status)) {
			return RetryDecision.NON_TRANSIENT;
		}
		if (ChatBotKitFailure.isQuota(code) || ChatBotKitFailure.isQuota(type)) {
			return RetryDecision.NON_TRANSIENT;
		}
		if (this.policy.onHttpCodes().contains(status)
				|| (this.policy.onClientErrors() && RETRYABLE_CLIENT_ERRORS.contains(status))
				|| NOT_RUN.contains(status) || (MAYBE_RUN.contains(status) && !mayAct)) {
			return RetryDecision.RETRY;
		}
		return (status >= 500 && status != 501) ? RetryDecision.TRANSIENT : RetryDecision.NON_TRANSIENT;
	}

	/**
	 * Decides on an error event in a stream. A call gets the same failures as a 500.
	 */
	RetryDecision ofErrorEvent(@Nullable String code, @Nullable String type) {
		return (ChatBotKitFailure.isQuota(code) || ChatBotKitFailure.isQuota(type)) ? RetryDecision.NON_TRANSIENT
				: RetryDecision.TRANSIENT;
	}

	/**
	 * Decides on a connection that was never made.
	 */
	RetryDecision ofFailedConnect() {
		return RetryDecision.RETRY;
	}

	/**
	 * Decides on a connection that was lost before the response headers.
	 */
	RetryDecision ofLostConnection(boolean mayAct) {
		return mayAct ? RetryDecision.TRANSIENT : RetryDecision.RETRY;
	}

	/**
	 * Whether it is certain that nothing was executed.
	 */
	static boolean isNotExecuted(ChatBotKitFailure failure, boolean isTransient) {
		// A permanent failure to connect comes from TLS, which may also fail later.
		return (failure.status() == 0) ? isTransient && failure.code().equals(FailureFactory.CONNECTION_FAILED)
				: NOT_RUN.contains(failure.status()) || REFUSED.contains(failure.status());
	}

	/**
	 * Consequence of a failure.
	 */
	enum RetryDecision {

		/** Permanent: the request fails again until something is changed. */
		NON_TRANSIENT,

		/** Temporary, but the request may have been executed: no retry. */
		TRANSIENT,

		/** Temporary, and a retry is safe. */
		RETRY

	}

}
