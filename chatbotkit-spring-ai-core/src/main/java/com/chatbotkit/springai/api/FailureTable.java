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
 * The one table from what happened to whether it may pass by itself, and to whether it is
 * tried again.
 * <p>
 * Source: docs/contract.md#failures.
 */
final class FailureTable {

	/**
	 * The platform may do well at another time, for bots and models alike, and has run
	 * nothing.
	 */
	private static final Set<Integer> NOT_RUN = Set.of(429, 503);

	/**
	 * Something may have run before it went wrong.
	 */
	private static final Set<Integer> MAYBE_RUN = Set.of(500, 502, 504);

	/**
	 * Refused before anything ran.
	 */
	private static final Set<Integer> REFUSED = Set.of(402, 403, 404);

	private static final Set<Integer> CLIENT_ERRORS_TO_TRY_AGAIN = Set.of(408, 409, 425);

	/**
	 * A used up quota comes back with a new month or plan, not with another attempt.
	 */
	private static final Set<String> QUOTA = Set.of("insufficient_quota", "LIMITS_REACHED");

	private final ChatBotKitRetryPolicy policy;

	FailureTable(ChatBotKitRetryPolicy policy) {
		this.policy = policy;
	}

	/**
	 * An answer with a status that is no success.
	 */
	Verdict ofStatus(int status, @Nullable String code, @Nullable String type, boolean mayAct) {
		if (this.policy.excludeOnHttpCodes().contains(status)) {
			return Verdict.NON_TRANSIENT;
		}
		if (isQuota(code) || isQuota(type)) {
			return Verdict.NON_TRANSIENT;
		}
		if (this.policy.onHttpCodes().contains(status)
				|| (this.policy.onClientErrors() && CLIENT_ERRORS_TO_TRY_AGAIN.contains(status))
				|| NOT_RUN.contains(status) || (MAYBE_RUN.contains(status) && !mayAct)) {
			return Verdict.TRY_AGAIN;
		}
		return (status >= 500 && status != 501) ? Verdict.TRANSIENT : Verdict.NON_TRANSIENT;
	}

	/**
	 * An error event inside an answer that had begun: the same failures that a call
	 * reports with a 500.
	 */
	Verdict ofErrorEvent(@Nullable String code, @Nullable String type) {
		return (isQuota(code) || isQuota(type)) ? Verdict.NON_TRANSIENT : Verdict.TRANSIENT;
	}

	/**
	 * A connection that never stood.
	 */
	Verdict ofFailedConnect() {
		return Verdict.TRY_AGAIN;
	}

	/**
	 * A connection that was lost before the answer's headers.
	 */
	Verdict ofLostConnection(boolean mayAct) {
		return mayAct ? Verdict.TRANSIENT : Verdict.TRY_AGAIN;
	}

	/**
	 * Whether it is certain that nothing ran.
	 */
	static boolean isNotExecuted(ChatBotKitFailure failure, boolean isTransient) {
		// A connection that failed for good was broken by TLS, which may happen later.
		return (failure.status() == 0) ? isTransient && failure.code().equals(Failures.CONNECTION_FAILED)
				: NOT_RUN.contains(failure.status()) || REFUSED.contains(failure.status());
	}

	private static boolean isQuota(@Nullable String word) {
		return word != null && QUOTA.contains(word);
	}

	/**
	 * What follows from a failure.
	 */
	enum Verdict {

		/** It will fail again unless something is changed. */
		NON_TRANSIENT,

		/** It may pass by itself, but the request may have been run: not tried again. */
		TRANSIENT,

		/** It may pass by itself, and the request can be sent again without harm. */
		TRY_AGAIN

	}

}
