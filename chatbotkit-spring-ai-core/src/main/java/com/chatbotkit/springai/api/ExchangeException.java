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

import org.jspecify.annotations.Nullable;

/**
 * Signals a broken or missing response within this package. {@link FailureFactory} turns
 * it into the exception that callers get.
 */
final class ExchangeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	private final @Nullable String type;

	private final boolean permanent;

	ExchangeException(String code, String message) {
		this(code, message, null);
	}

	ExchangeException(String code, String message, @Nullable Throwable cause) {
		this(code, null, message, cause, false);
	}

	private ExchangeException(String code, @Nullable String type, String message, @Nullable Throwable cause,
			boolean permanent) {
		super(message, cause);
		this.code = code;
		this.type = type;
		this.permanent = permanent;
	}

	/**
	 * Creates the exception for a request that was not sent.
	 */
	static ExchangeException notSent(String code, String type, String message) {
		return new ExchangeException(code, type, message, null, false);
	}

	/**
	 * Creates the exception for a response whose status line or headers are not HTTP.
	 */
	static ExchangeException notHttp(String message, @Nullable Throwable cause) {
		return new ExchangeException(FailureFactory.REQUEST_FAILED, null,
				"the server's response cannot be read: " + message, cause, true);
	}

	boolean isPermanent() {
		return this.permanent;
	}

	String code() {
		return this.code;
	}

	@Nullable String type() {
		return this.type;
	}

	String message() {
		return String.valueOf(getMessage());
	}

}
