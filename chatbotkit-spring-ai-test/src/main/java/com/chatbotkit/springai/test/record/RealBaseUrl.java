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

package com.chatbotkit.springai.test.record;

import java.net.URI;
import java.util.Locale;

/**
 * Completes the base URL of the real endpoint, and refuses a URL that would send secret
 * keys in plain text.
 */
final class RealBaseUrl {

	static final String HOSTED = "https://api.chatbotkit.com/v1/openai";

	private RealBaseUrl() {
	}

	/**
	 * Returns the base URL without a trailing slash. A URL without a path gets the path
	 * of the endpoint on that host.
	 */
	static String of(String text) {
		URI uri = URI.create(text.trim());
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		String host = (uri.getHost() != null) ? uri.getHost().toLowerCase(Locale.ROOT) : "";
		if (host.isEmpty() || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
			throw new IllegalArgumentException("This is not a base URL to record from: write for example " + HOSTED);
		}
		if (!scheme.equals("https") && !(scheme.equals("http") && isLoopback(host))) {
			throw new IllegalArgumentException(
					"Recording from " + host + " would send the secret key in plain text: use https");
		}
		String path = uri.getRawPath().replaceFirst("/+$", "");
		if (path.isEmpty()) {
			path = URI.create(HOSTED).getHost().equals(host) ? "/v1/openai" : "/api/v1/openai";
		}
		return scheme + "://" + uri.getRawAuthority() + path;
	}

	private static boolean isLoopback(String host) {
		return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
	}

}
