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

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Replaces an exception of a library whose message repeats a key or the prompt.
 */
final class ConcealedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String type;

	ConcealedException(String type, @Nullable String message, @Nullable Throwable cause) {
		super(message, cause);
		this.type = type;
	}

	/**
	 * Returns the same text as the original exception, with its type.
	 */
	@Override
	@SuppressWarnings("OverrideThrowableToString")
	public String toString() {
		return (getMessage() != null) ? this.type + ": " + getMessage() : this.type;
	}

}
