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

package com.chatbotkit.springai.autoconfigure.health;

import java.time.Instant;

import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitFailure;
import org.jspecify.annotations.Nullable;

/**
 * Summarizes the requests to one bot or model.
 *
 * @param lastSuccess when it last answered, or null for never
 * @param lastFailure the last failure that affects its health, or null for none
 * @param failuresInARow number of such failures since it last answered
 */
record RequestSummary(@Nullable Instant lastSuccess, @Nullable Failed lastFailure, int failuresInARow) {

	static final RequestSummary EMPTY = new RequestSummary(null, null, 0);

	RequestSummary withSuccess(Instant now) {
		return new RequestSummary(now, this.lastFailure, 0);
	}

	RequestSummary withFailure(Throwable ex, Instant now) {
		FailureKind kind = FailureKind.of(ex);
		if (kind == FailureKind.REQUEST || !(ex instanceof ChatBotKitRequestException failed)) {
			return this;
		}
		ChatBotKitFailure failure = failed.getFailure();
		return new RequestSummary(this.lastSuccess, new Failed(now, kind, failure.status(), failure.code()),
				this.failuresInARow + 1);
	}

	/**
	 * One failure, without the message of the server.
	 *
	 * @param at the time of the failure
	 * @param kind the kind of failure
	 * @param status the HTTP status, or 0 without a response
	 * @param code the code of the server or of the client
	 */
	record Failed(Instant at, FailureKind kind, int status, String code) {

	}

}
