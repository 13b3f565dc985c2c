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

package com.chatbotkit.springai.test.server;

import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link LocalServer} close the connection at this point of a response.
 */
public final class ConnectionCutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param cause the failure behind the cut, or null if the cut is intended
	 */
	public ConnectionCutException(@Nullable Throwable cause) {
		// A command, not a failure: no stack trace is needed.
		super("The connection is closed", cause, false, false);
	}

}
