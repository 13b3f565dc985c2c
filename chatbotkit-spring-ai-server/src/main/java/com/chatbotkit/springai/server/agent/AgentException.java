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

import java.util.Map;
import java.util.Set;

/**
 * Ends an answer with one of the platform's error codes (docs/contract.md#failures).
 */
public class AgentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int SERVER_ERROR = 500;

	private static final Map<String, Integer> STATUSES = Map.ofEntries(Map.entry("NOT_MODIFIED", 304),
			Map.entry("BAD_REQUEST", 400), Map.entry("NOT_AUTHENTICATED", 401), Map.entry("NO_SUBSCRIPTION", 402),
			Map.entry("NOT_AUTHORIZED", 403), Map.entry("NOT_FOUND", 404), Map.entry("METHOD_NOT_ALLOWED", 405),
			Map.entry("TIMEOUT", 408), Map.entry("CONFLICT", 409), Map.entry("UNPROCESSABLE_ENTITY", 422),
			Map.entry("TOO_MANY_REQUESTS", 429), Map.entry("LIMITS_REACHED", 429),
			Map.entry("INTERNAL_SERVER_ERROR", SERVER_ERROR), Map.entry("NOT_IMPLEMENTED", 501),
			Map.entry("BAD_GATEWAY", 502), Map.entry("SERVICE_UNAVAILABLE", 503), Map.entry("GATEWAY_TIMEOUT", 504));

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

	/**
	 * Returns the platform's codes.
	 * @return all codes with a status of their own
	 */
	public static Set<String> codes() {
		return STATUSES.keySet();
	}

	/**
	 * Returns the HTTP status of a code.
	 * @param code the code
	 * @return the status, 500 for an unknown code
	 */
	public static int status(String code) {
		return STATUSES.getOrDefault(code, SERVER_ERROR);
	}

}
