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

package com.chatbotkit.springai.server.open;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Refuses a request, or ends an answer, with an error for the client.
 */
final class OpenRefusal extends RuntimeException {

	static final int SERVER_ERROR = 500;

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String code;

	private final @Nullable String param;

	private final transient Map<String, String> headers;

	OpenRefusal(int status, String code, @Nullable String param, String message, Map<String, String> headers) {
		// No stack trace, because it is not an error of the server.
		super(message, null, false, false);
		this.status = status;
		this.code = code;
		this.param = param;
		this.headers = headers;
	}

	static OpenRefusal invalid(@Nullable String param, String message) {
		return new OpenRefusal(400, "invalid_request", param, message, Map.of());
	}

	int status() {
		return this.status;
	}

	boolean isServerError() {
		return this.status >= SERVER_ERROR;
	}

	String code() {
		return this.code;
	}

	@Nullable String param() {
		return this.param;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	String words() {
		String words = getMessage();
		return (words != null) ? words : this.code;
	}

}
