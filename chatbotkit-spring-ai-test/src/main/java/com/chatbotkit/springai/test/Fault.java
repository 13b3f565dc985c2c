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

package com.chatbotkit.springai.test;

import java.time.Duration;
import java.util.Map;

/**
 * A failure for {@link When#fail}, {@link BotScript#failTimes} and {@link Reply#failing}.
 * Its response is the one of docs/contract.md#failures.
 * <p>
 * A fault with an HTTP status is sent with that status to streaming clients too, because
 * the platform refuses such a request before its engine runs. Each fault of the engine
 * itself documents what a stream contains.
 */
public sealed interface Fault permits EngineFault, WireFault {

	/**
	 * The request has no secret key: 403 {@code NOT_AUTHORIZED}.
	 * @return the fault
	 */
	static Fault notAuthorized() {
		return code("NOT_AUTHORIZED", "Not authorized");
	}

	/**
	 * The secret key is wrong: 401 {@code NOT_AUTHENTICATED}.
	 * @return the fault
	 */
	static Fault notAuthenticated() {
		return code("NOT_AUTHENTICATED", "Not authenticated");
	}

	/**
	 * The request is refused, for example for a tool's schema: 400 {@code BAD_REQUEST}.
	 * @param message the platform's message
	 * @return the fault
	 */
	static Fault badRequest(String message) {
		return code("BAD_REQUEST", message);
	}

	/**
	 * The body is not JSON: 400 with a plain text.
	 * @return the fault
	 */
	static Fault invalidJson() {
		return status(400, Map.of(), "Invalid JSON");
	}

	/**
	 * The body is too large: 413 with a plain text.
	 * @return the fault
	 */
	static Fault tooLarge() {
		return status(413, Map.of(), "Body exceeded 1mb limit");
	}

	/**
	 * The method is wrong: 405 {@code METHOD_NOT_ALLOWED}.
	 * @return the fault
	 */
	static Fault wrongMethod() {
		return code("METHOD_NOT_ALLOWED", "Method not allowed");
	}

	/**
	 * The content type is wrong: 400 {@code BAD_REQUEST}.
	 * @return the fault
	 */
	static Fault wrongContentType() {
		return badRequest("Bad request");
	}

	/**
	 * The rate limit is reached: 429 {@code rate_limit_exceeded}, without a
	 * {@code Retry-After}.
	 * @return the fault
	 */
	static Fault rateLimited() {
		return ResponseFault.limit(Map.of(), "Rate limit reached for requests.", "rate_limit_exceeded");
	}

	/**
	 * The rate limit of a proxy is reached: 429 with a {@code Retry-After}.
	 * @param retryAfter the value of {@code Retry-After}, in whole seconds
	 * @return the fault
	 */
	static Fault rateLimited(Duration retryAfter) {
		return ResponseFault.limit(Map.of("Retry-After", Long.toString(retryAfter.toSeconds())),
				"Rate limit reached for requests.", "rate_limit_exceeded");
	}

	/**
	 * The account's quota is used up: 429 {@code insufficient_quota}.
	 * @return the fault
	 */
	static Fault quotaExceeded() {
		return ResponseFault.limit(Map.of(), "You exceeded your current quota.", "insufficient_quota");
	}

	/**
	 * The service is temporarily unavailable: 503 {@code SERVICE_UNAVAILABLE}.
	 * @return the fault
	 */
	static Fault serviceUnavailable() {
		return code("SERVICE_UNAVAILABLE", "Service unavailable");
	}

	/**
	 * The platform fails with an unexpected exception: 500 {@code GENERIC_ERROR}.
	 * @return the fault
	 */
	static Fault internalError() {
		return code("GENERIC_ERROR", "Internal error");
	}

	/**
	 * One of the platform's codes, such as {@code CONFLICT}, {@code TIMEOUT},
	 * {@code LIMITS_REACHED} or {@code BAD_GATEWAY}, with its status; 500 for an unknown
	 * one.
	 * @param code the code
	 * @param message the platform's message
	 * @return the fault
	 */
	static Fault code(String code, String message) {
		return ResponseFault.code(code, message);
	}

	/**
	 * A gateway in front of the platform answers with an HTML page.
	 * @param status the status, such as 502
	 * @return the fault
	 */
	static Fault gateway(int status) {
		return ResponseFault.gateway(status);
	}

	/**
	 * A response with the given status, headers and body.
	 * @param status the status
	 * @param headers the headers
	 * @param body the body; may be empty
	 * @return the fault
	 */
	static Fault status(int status, Map<String, String> headers, String body) {
		return ResponseFault.of(status, headers, body);
	}

	/**
	 * The bot does not exist: 404 {@code NOT_FOUND}; a stream ends empty.
	 * @return the fault
	 */
	static Fault unknownBot() {
		return brokenOff("NOT_FOUND", "Bot not found", 0);
	}

	/**
	 * The bot belongs to another account: 403 {@code NOT_AUTHORIZED}; a stream ends
	 * empty.
	 * @return the fault
	 */
	static Fault noAccess() {
		return brokenOff("NOT_AUTHORIZED", "Not authorized", 0);
	}

	/**
	 * The account has no subscription: 402 {@code NO_SUBSCRIPTION}; a stream ends empty.
	 * @return the fault
	 */
	static Fault noSubscription() {
		return brokenOff("NO_SUBSCRIPTION", "No subscription", 0);
	}

	/**
	 * The model does not exist: 400 {@code BAD_REQUEST}; a stream ends empty.
	 * @return the fault
	 */
	static Fault unknownModel() {
		return brokenOff("BAD_REQUEST", "Unknown model", 0);
	}

	/**
	 * The engine fails with an exception: the status of the code; a stream ends without
	 * an error and without a finish reason.
	 * @param code the code
	 * @param message the platform's message
	 * @param after the number of pieces sent before
	 * @return the fault
	 */
	static Fault brokenOff(String code, String message, int after) {
		return new EngineFault(code, message, after, false);
	}

	/**
	 * The engine reports an error: 500 {@code server_error}; a stream contains it as an
	 * event, followed by an ordinary finish reason.
	 * @param code the engine's code
	 * @param message the engine's message
	 * @return the fault
	 */
	static Fault engineError(String code, String message) {
		return engineErrorAfter(0, code, message);
	}

	/**
	 * The engine reports an error in the middle of its answer.
	 * @param after the number of pieces sent before
	 * @param code the engine's code
	 * @param message the engine's message
	 * @return the fault
	 */
	static Fault engineErrorAfter(int after, String code, String message) {
		return new EngineFault(code, message, after, true);
	}

	/**
	 * The connection is closed before the response begins.
	 * @return the fault
	 */
	static Fault connectionLost() {
		return new CutFault(-1);
	}

	/**
	 * The connection is closed in the middle of the response.
	 * @param chunks the number of chunks sent before. The first chunk of a stream has no
	 * text. Each half of a response that does not stream counts as a chunk
	 * @return the fault
	 */
	static Fault cutAfter(int chunks) {
		return new CutFault(chunks);
	}

	/**
	 * No response is sent, and the connection stays open.
	 * @return the fault
	 */
	static Fault stall() {
		return new StallFault(-1);
	}

	/**
	 * The response stops in the middle, and the connection stays open.
	 * @param chunks the number of chunks sent before, as in {@link #cutAfter}. A response
	 * with no more chunks is complete
	 * @return the fault
	 */
	static Fault stallAfter(int chunks) {
		return new StallFault(chunks);
	}

	/**
	 * Every chunk is delayed.
	 * @param pause the pause before each chunk
	 * @return the fault
	 */
	static Fault slow(Duration pause) {
		return new SlowFault(pause);
	}

	/**
	 * The response is split at arbitrary bytes, also inside a line or a character.
	 * @param size the bytes of each piece, at least 1
	 * @return the fault
	 */
	static Fault splitBytes(int size) {
		return new SplitFault(size);
	}

}
