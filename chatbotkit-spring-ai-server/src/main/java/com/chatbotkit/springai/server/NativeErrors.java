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

package com.chatbotkit.springai.server;

import java.util.Map;
import java.util.Set;

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.UnknownModelException;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.json.JsonStrings;

/**
 * Creates error responses in the platform's native format from their codes
 * (docs/contract.md#failures).
 */
final class NativeErrors {

	static final String GENERIC_ERROR = "GENERIC_ERROR";

	// The platform has no specific response for these: its fallback writes the code
	// first.
	private static final Set<String> BY_FALLBACK = Set.of("INTERNAL_SERVER_ERROR", "NOT_IMPLEMENTED", "BAD_GATEWAY");

	private static final Set<String> IN_HEADER = Set.of("NOT_AUTHORIZED", "LIMITS_REACHED");

	private NativeErrors() {
	}

	static EarlyResponseException refuse(String code, String message) {
		return new EarlyResponseException(answer(code, message));
	}

	static EarlyResponseException badRequest(String message) {
		return refuse("BAD_REQUEST", message);
	}

	static EndpointResponse answer(Throwable failure) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		if (failure instanceof UnknownModelException unknown) {
			return codeFirst(unknown.code(), message);
		}
		return answer((failure instanceof AgentException known) ? known.code() : GENERIC_ERROR, message);
	}

	private static EndpointResponse answer(String code, String message) {
		int status = AgentException.status(code);
		if (!AgentException.codes().contains(code) || BY_FALLBACK.contains(code)) {
			return codeFirst(code, message);
		}
		if (code.equals("NOT_MODIFIED")) {
			return Responses.empty(status);
		}
		String json = "{\"message\":" + JsonStrings.quote(message) + ",\"code\":" + JsonStrings.quote(code) + "}";
		Map<String, String> headers = IN_HEADER.contains(code)
				? Map.of("Content-Type", "application/json", "x-failure-code", code) : Responses.JSON;
		return EndpointResponse.of(status, headers, json);
	}

	private static EndpointResponse codeFirst(String code, String message) {
		return Responses.json(AgentException.status(code),
				"{\"code\":" + JsonStrings.quote(code) + ",\"message\":" + JsonStrings.quote(message) + "}");
	}

}
