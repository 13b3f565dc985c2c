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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.http.EndpointRequest;

/**
 * Reduces a request's target to its path where a client sends the whole URL, which a
 * server must accept (RFC 9112, 3.2.2).
 */
final class WholeUrls {

	private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#]*", Pattern.CASE_INSENSITIVE);

	private WholeUrls() {
	}

	static EndpointRequest reduced(EndpointRequest request) {
		Matcher origin = ORIGIN.matcher(request.uri());
		if (!origin.lookingAt()) {
			return request;
		}
		String path = request.uri().substring(origin.end());
		return new EndpointRequest(request.method(), path.startsWith("/") ? path : "/" + path, request.headers(),
				request.body());
	}

}
