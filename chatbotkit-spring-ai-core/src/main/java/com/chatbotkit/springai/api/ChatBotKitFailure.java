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

import java.io.Serializable;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Describes a failed request. It contains neither the secret key nor the prompt.
 *
 * @param status the HTTP status; 200 for an error within a successful response; 0 without
 * a response
 * @param code the server's code, for example {@code NOT_FOUND}; without one, the name of
 * the status or of the failure, for example {@code BAD_GATEWAY} or
 * {@code CONNECTION_FAILED}
 * @param type the server's error type, for example {@code server_error}; without one,
 * {@code connections_in_use}, {@code unknown_path} or null
 * @param words the server's message, or one of this client; bounded in length
 * @param retryAfter how long the server asks to wait; null if it does not ask
 * @param target the target of the request, for example
 * {@code POST https://api.chatbotkit.com/v1/openai/chat/completions for bot/id=…}
 */
public record ChatBotKitFailure(int status, String code, @Nullable String type, String words,
		@Nullable Duration retryAfter, String target) implements Serializable {

	/** The type of a failure because all connections were in use. */
	static final String CONNECTIONS_IN_USE = "connections_in_use";

	/** The type of a 404 that does not come from ChatBotKit. */
	static final String UNKNOWN_PATH = "unknown_path";

	private static final Set<String> QUOTA = Set.of("insufficient_quota", "LIMITS_REACHED");

	/**
	 * Returns the failure in one sentence, which begins with status and code.
	 * @return the message of the exception that carries this failure
	 */
	public String message() {
		String prefix = (this.status > 0) ? this.status + " " + this.code : this.code;
		return prefix + ": " + this.words + " [" + this.target + "]";
	}

	/**
	 * Whether a quota of the account is used up. A retry does not help.
	 * @return true if the code or the type of the failure says so
	 */
	public boolean isQuotaExceeded() {
		return isQuota(this.code) || isQuota(this.type);
	}

	/**
	 * Whether all connections of the client were in use, so that a request to another bot
	 * or model would fail, too.
	 * @return true if the type of the failure says so
	 */
	public boolean isConnectionMissing() {
		return CONNECTIONS_IN_USE.equals(this.type);
	}

	/**
	 * Whether the server does not know the path, so that the base URL may be wrong:
	 * ChatBotKit answers an unknown bot with a code, and this answer has none.
	 * @return true if the type of the failure says so
	 */
	public boolean isPathUnknown() {
		return UNKNOWN_PATH.equals(this.type);
	}

	static boolean isQuota(@Nullable String codeOrType) {
		return codeOrType != null && QUOTA.contains(codeOrType);
	}

}
