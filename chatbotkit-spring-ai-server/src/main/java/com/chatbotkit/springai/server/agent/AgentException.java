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

package com.chatbotkit.springai.server.agent;

/**
 * Ends an answer with one of the platform's error codes (docs/contract.md#failures).
 */
public class AgentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String code;

	/**
	 * Creates an exception.
	 * @param code the code, such as {@code NOT_FOUND}; an unknown one is answered with
	 * status 500
	 * @param message the message for the client
	 */
	public AgentException(String code, String message) {
		super(message);
		this.code = code;
	}

	/**
	 * Returns the code.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

}
