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

/**
 * Implemented by both exceptions that a call or a stream can end with. Spring AI's
 * superclass of each says whether a retry may help; this interface says what happened.
 */
public sealed interface ChatBotKitRequestException
		permits ChatBotKitTransientException, ChatBotKitNonTransientException {

	/**
	 * Describes the failed request.
	 * @return the failure
	 */
	ChatBotKitFailure getFailure();

	/**
	 * Whether it is certain that neither a bot nor a model was executed: the connection
	 * was never made, or the server refused with a status that says so (402, 403, 404,
	 * 429, 503). If true, falling back to another bot or model cannot execute anything
	 * twice.
	 * @return true if certain; false if something may have been executed
	 */
	default boolean isNotExecuted() {
		return FailureTable.isNotExecuted(getFailure(), this instanceof ChatBotKitTransientException);
	}

}
