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

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;

/**
 * Lets pages of other origins read answers, as the platform does
 * (docs/contract.md#pages-of-other-origins).
 */
final class CorsHeaders {

	private static final Pattern PATH = Pattern.compile("(?:/api)?/v1(?:[/?].*)?");

	private static final Map<String, String> HEADERS = Map.of("Access-Control-Allow-Origin", "*",
			"Access-Control-Allow-Methods", "GET,POST", "Access-Control-Allow-Headers",
			"X-Requested-With, Accept, Content-Length, Content-Type, Authorization");

	private CorsHeaders() {
	}

	/** Returns the answer with the headers of its path. A redirect has none. */
	static EndpointResponse apply(EndpointRequest request, EndpointResponse answer) {
		if (answer.status() == 308 || !PATH.matcher(request.uri()).matches()) {
			return answer;
		}
		Map<String, String> headers = new HashMap<>(HEADERS);
		headers.putAll(answer.headers());
		return new EndpointResponse(answer.status(), headers, answer.body());
	}

}
