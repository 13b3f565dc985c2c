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

import com.chatbotkit.springai.server.http.EndpointResponse;

/**
 * Checks the path of a request. Other paths get a redirect or an HTML page, as on the
 * platform (docs/contract.md#where).
 */
final class PathCheck {

	private static final Set<String> PATHS = Set.of("/v1/openai/chat/completions", "/api/v1/openai/chat/completions");

	private static final Map<String, String> HTML = Map.of("Content-Type", "text/html; charset=utf-8");

	private static final String NOT_FOUND = "<!DOCTYPE html><html><head><title>404: This page could not be found"
			+ "</title></head><body><h1>404</h1><h2>This page could not be found.</h2></body></html>";

	private PathCheck() {
	}

	static void check(String uri) {
		int query = uri.indexOf('?');
		String path = (query >= 0) ? uri.substring(0, query) : uri;
		String tidy = tidy(path);
		if (!tidy.equals(path)) {
			String target = tidy + uri.substring(path.length());
			throw new EarlyResponseException(EndpointResponse.of(308, Map.of("Location", target), target));
		}
		if (!PATHS.contains(path)) {
			throw new EarlyResponseException(EndpointResponse.of(404, HTML, NOT_FOUND));
		}
	}

	private static String tidy(String path) {
		String single = path.replaceAll("/{2,}", "/");
		return (single.length() > 1 && single.endsWith("/")) ? single.substring(0, single.length() - 1) : single;
	}

}
