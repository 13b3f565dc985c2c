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

import com.chatbotkit.springai.server.http.EndpointRequest;

/**
 * Checks the method and the media type of a request.
 */
final class MethodCheck {

	private MethodCheck() {
	}

	static void check(EndpointRequest request) {
		switch (request.method()) {
			case "HEAD" -> throw new EarlyResponseException(Responses.empty(200));
			case "OPTIONS" -> throw new EarlyResponseException(Responses.json(200, "{}"));
			case "POST" -> {
				if (!MediaType.parse(request.header("content-type")).isJson()) {
					throw NativeErrors.badRequest("Bad request");
				}
			}
			default -> throw NativeErrors.refuse("METHOD_NOT_ALLOWED", "Method not allowed");
		}
	}

}
