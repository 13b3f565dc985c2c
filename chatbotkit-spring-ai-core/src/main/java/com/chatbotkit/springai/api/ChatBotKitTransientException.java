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

import org.springframework.ai.retry.TransientAiException;

/**
 * Thrown if a request fails temporarily: it may succeed later.
 *
 * @see ChatBotKitRequestException
 */
public final class ChatBotKitTransientException extends TransientAiException implements ChatBotKitRequestException {

	private static final long serialVersionUID = 1L;

	private final ChatBotKitFailure failure;

	private final boolean retryable;

	ChatBotKitTransientException(ChatBotKitFailure failure, boolean retryable, @Nullable Throwable cause) {
		super(failure.message(), cause);
		this.failure = failure;
		this.retryable = retryable;
	}

	@Override
	public ChatBotKitFailure getFailure() {
		return this.failure;
	}

	/**
	 * Whether a retry is safe.
	 */
	boolean isRetryable() {
		return this.retryable;
	}

}
