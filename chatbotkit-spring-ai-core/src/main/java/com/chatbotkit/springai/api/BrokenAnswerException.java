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
 * Says what is wrong with an answer: its bytes, or its silence. It never leaves this
 * package: the caller learns it as the exception that {@link Failures} makes of it.
 */
final class BrokenAnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	private final @Nullable String type;

	BrokenAnswerException(String code, String message) {
		this(code, message, null);
	}

	BrokenAnswerException(String code, String message, @Nullable Throwable cause) {
		this(code, null, message, cause);
	}

	private BrokenAnswerException(String code, @Nullable String type, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.code = code;
		this.type = type;
	}

	/**
	 * Of a request that was not sent at all.
	 */
	static BrokenAnswerException notSent(String code, String type, String message) {
		return new BrokenAnswerException(code, type, message, null);
	}

	String code() {
		return this.code;
	}

	@Nullable String type() {
		return this.type;
	}

	String words() {
		return String.valueOf(getMessage());
	}

}
