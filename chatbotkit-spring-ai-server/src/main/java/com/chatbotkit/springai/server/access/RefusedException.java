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

package com.chatbotkit.springai.server.access;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Refuses a request before any agent runs.
 */
public final class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String code;

	private final @Nullable Duration retryAfter;

	/**
	 * Creates a refusal.
	 * @param status the status, such as 429
	 * @param code the code for programs, such as {@code rate_limit_exceeded}
	 * @param message the message for the caller
	 * @param retryAfter how long to wait before a retry, or null if a retry does not help
	 */
	public RefusedException(int status, String code, String message, @Nullable Duration retryAfter) {
		super(message, null, false, false);
		this.status = status;
		this.code = code;
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns the status.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the code.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Returns how long to wait before a retry.
	 * @return the time, or null
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
