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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

import com.chatbotkit.springai.server.access.RefusedException;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.UnknownModelException;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.json.JsonStrings;
import org.jspecify.annotations.Nullable;

/**
 * Creates error responses that contain both OpenAI's format and the native one.
 */
final class OpenErrors {

	private static final Logger logger = System.getLogger(OpenErrors.class.getName());

	/** Codes of the platform that mean something else for a caller of an agent. */
	private static final Set<String> NOT_OF_AN_AGENT = Set.of("NOT_MODIFIED", "METHOD_NOT_ALLOWED");

	private static final Map<String, String> NO_RETRY = Map.of("x-should-retry", "false");

	private OpenErrors() {
	}

	/**
	 * Returns the answer to a request that was refused before an agent ran.
	 */
	static EndpointResponse answer(OpenRefusal refusal) {
		return answer(refusal, Map.of());
	}

	/**
	 * Returns the answer to a request whose agent failed. It must not be retried, because
	 * the agent would act again.
	 */
	static EndpointResponse failed(OpenRefusal refusal) {
		return answer(refusal, NO_RETRY);
	}

	private static EndpointResponse answer(OpenRefusal refusal, Map<String, String> more) {
		Map<String, String> headers = new HashMap<>(refusal.headers());
		headers.putAll(more);
		headers.put("Content-Type", "application/json");
		String code = JsonStrings.quote(refusal.code());
		return EndpointResponse.of(refusal.status(), headers, "{" + error(refusal) + ",\"message\":"
				+ JsonStrings.quote(refusal.words()) + ",\"code\":" + code + "}");
	}

	/**
	 * Returns the data of the event that ends a stream.
	 */
	static String event(OpenRefusal refusal) {
		return "{" + error(refusal) + "}";
	}

	private static String error(OpenRefusal refusal) {
		@Nullable String param = refusal.param();
		return "\"error\":{\"message\":" + JsonStrings.quote(refusal.words()) + ",\"type\":\"" + type(refusal.status())
				+ "\",\"param\":" + ((param != null) ? JsonStrings.quote(param) : "null") + ",\"code\":"
				+ JsonStrings.quote(refusal.code()) + "}";
	}

	private static String type(int status) {
		return switch (status) {
			case 403 -> "permission_error";
			case 429 -> "rate_limit_error";
			default -> (status < OpenRefusal.SERVER_ERROR) ? "invalid_request_error" : "server_error";
		};
	}

	/**
	 * Converts a failure for the client. One whose message the client must not see is
	 * logged.
	 */
	static OpenRefusal refusal(Throwable failure) {
		if (failure instanceof OpenRefusal refusal) {
			return refusal;
		}
		if (failure instanceof RefusedException refused) {
			return new OpenRefusal(refused.status(), refused.code(), null, words(refused), retry(refused.retryAfter()));
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AgentException known) {
				return new OpenRefusal((known instanceof UnknownModelException) ? 404 : status(known.code()),
						known.code(), null, words(known), Map.of());
			}
		}
		if (failure instanceof TimeoutException) {
			return new OpenRefusal(504, "timeout", null, "The agent took too long. Ask for less, or try again later.",
					Map.of());
		}
		// The message may be confidential.
		String incident = "err_" + UUID.randomUUID().toString().replace("-", "");
		logger.log(Level.ERROR, "An agent failed: " + incident, failure);
		return new OpenRefusal(OpenRefusal.SERVER_ERROR, "agent_failed", null,
				"The agent failed. The log of the server says why, at " + incident + ".", Map.of());
	}

	private static int status(String code) {
		return NOT_OF_AN_AGENT.contains(code) ? OpenRefusal.SERVER_ERROR : AgentException.status(code);
	}

	private static String words(RuntimeException exception) {
		String message = exception.getMessage();
		return (message != null) ? message : exception.toString();
	}

	private static Map<String, String> retry(@Nullable Duration after) {
		return (after != null) ? Map.of("Retry-After", Long.toString(Math.max(1, after.plusMillis(999).toSeconds())))
				: Map.of();
	}

}
