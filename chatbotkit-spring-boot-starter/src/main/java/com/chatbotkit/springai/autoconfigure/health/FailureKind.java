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

import java.util.Set;

import com.chatbotkit.springai.api.ChatBotKitRequestException;
import com.chatbotkit.springai.api.ChatBotKitFailure;

import org.springframework.ai.retry.TransientAiException;

/**
 * Classifies failed requests by what they mean for the health of the bot.
 */
enum FailureKind {

	/** Not the bot's: the request was invalid, or there were too many requests. */
	REQUEST,

	/** Temporary: the bot may answer again. */
	TRANSIENT,

	/** Permanent: the bot does not answer until the configuration changes. */
	PERMANENT,

	/** The account's: it has no subscription or no quota left. */
	ACCOUNT;

	/**
	 * Client errors that affect every request: wrong key, no subscription, no access, no
	 * such bot.
	 */
	private static final Set<Integer> ACCESS = Set.of(401, 402, 403, 404);

	private static final int NO_SUBSCRIPTION = 402;

	static FailureKind of(Throwable ex) {
		if (!(ex instanceof ChatBotKitRequestException failed)) {
			return REQUEST;
		}
		ChatBotKitFailure failure = failed.getFailure();
		if (failure.status() == NO_SUBSCRIPTION || failure.isQuotaExceeded()) {
			return ACCOUNT;
		}
		if (failure.status() / 100 == 4 && !ACCESS.contains(failure.status())) {
			return REQUEST;
		}
		return (ex instanceof TransientAiException) ? TRANSIENT : PERMANENT;
	}

}
