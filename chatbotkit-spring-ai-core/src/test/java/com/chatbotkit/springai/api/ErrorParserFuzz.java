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

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.chatbotkit.springai.fuzzing.Facts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

/**
 * What holds for every body of an error. It becomes one exception of the client, whose
 * message is one line of bounded length; what a server says in either of the two shapes
 * of an error is what is read; and so do headers with the same bytes.
 */
public final class ErrorParserFuzz {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int MOST_OF_MESSAGE = 5000;

	private static final FailureFactory FAILURES = ReadStream.failures();

	/** What each body is checked for. */
	public static final Facts FACTS = new Facts(List.of((body) -> checkStatus(302, body),
			(body) -> checkStatus(404, body), (body) -> checkStatus(429, body), (body) -> checkStatus(503, body),
			(body) -> check(FAILURES.ofUnexpectedContent(text(body), "", body)),
			(body) -> check(FAILURES.ofErrorEvent(ErrorBody.read(body))), ErrorParserFuzz::checkShapes));

	private ErrorParserFuzz() {
	}

	/**
	 * Checks one body.
	 */
	public static void fuzzerTestOneInput(byte[] body) {
		FACTS.checkOne(body);
	}

	private static void checkStatus(int status, byte[] body) {
		HttpHeaders headers = headers(new String(body, StandardCharsets.ISO_8859_1));
		check(FAILURES.ofStatus(status, headers, body));
		RateLimitHeaders.read(headers);
	}

	/**
	 * What is printed is parsed.
	 */
	private static void checkShapes(byte[] body) {
		String text = text(body);
		if (text.indexOf('\uFFFD') >= 0) {
			// Bytes that are none.
			return;
		}
		ServerError expected = new ServerError(text, null, text);
		String quoted = JSON.writeValueAsString(text);
		for (String json : new String[] { "{\"message\":" + quoted + ",\"code\":" + quoted + "}",
				"{\"error\":{\"code\":" + quoted + ",\"message\":" + quoted + "}}" }) {
			ServerError read = ErrorBody.read(json.getBytes(StandardCharsets.UTF_8));
			if (!read.equals(expected) && !expected.isEmpty()) {
				throw new AssertionError("expected " + expected + ", but was " + read);
			}
		}
	}

	private static HttpHeaders headers(String text) {
		HttpHeaders headers = new HttpHeaders();
		String value = text.substring(0, Math.min(200, text.length())).replaceAll("[\\r\\n\\x00]", " ");
		for (String name : new String[] { "Retry-After", "Location", "x-failure-code", "x-ratelimit-reset-requests",
				"x-ratelimit-limit-tokens" }) {
			headers.set(name, value);
		}
		return headers;
	}

	private static String text(byte[] body) {
		return new String(body, StandardCharsets.UTF_8);
	}

	private static void check(RuntimeException error) {
		message(error);
	}

	/**
	 * Returns the message of an exception of the client: one line of bounded length.
	 * @param error the exception, null for none
	 */
	static @Nullable String message(@Nullable Throwable error) {
		if (error == null) {
			return null;
		}
		String message = String.valueOf(error.getMessage());
		boolean line = message.length() <= MOST_OF_MESSAGE;
		for (int i = 0; line && i < message.length(); i++) {
			line = !Character.isISOControl(message.charAt(i));
		}
		if (!line || !(error instanceof ChatBotKitRequestException)) {
			throw new AssertionError("not one line of the client's exception: " + error);
		}
		return message;
	}

}
