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

package com.chatbotkit.springai.server;

import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;

/**
 * Checks the secret key of a request, and the limits of its account.
 */
record AccessCheck(AccessPolicy policy) {

	/**
	 * Returns the secret key of a request if it is accepted.
	 * @throws EarlyResponseException if not
	 */
	String authenticate(EndpointRequest request) {
		String authorization = request.header("authorization");
		if (authorization == null) {
			throw missing(request.header("x-requested-with"));
		}
		// The platform ignores the scheme, and expects exactly one space after it.
		String[] parts = authorization.split(" ", -1);
		String secretKey = (parts.length > 1) ? JavaScriptNumbers.trim(parts[1]) : "";
		if (secretKey.isEmpty() || !this.policy.accepts(secretKey)) {
			throw NativeErrors.refuse("NOT_AUTHENTICATED", "Not authenticated");
		}
		return secretKey;
	}

	private static EarlyResponseException missing(@Nullable String requestedWith) {
		return "XMLHttpRequest".equals(requestedWith) ? NativeErrors.refuse("NOT_AUTHENTICATED", "Not authenticated")
				: NativeErrors.refuse("NOT_AUTHORIZED", "Not authorized");
	}

	void checkLimits(String secretKey) {
		switch (this.policy.limits(secretKey)) {
			case RATE_REACHED -> throw limit("Rate limit reached for requests.", "rate_limit_exceeded");
			case QUOTA_EXCEEDED -> throw limit("You exceeded your current quota.", "insufficient_quota");
			case WITHIN -> {
				return;
			}
		}
	}

	private static EarlyResponseException limit(String message, String code) {
		return new EarlyResponseException(Responses.openAi(429, message, code, code));
	}

}
