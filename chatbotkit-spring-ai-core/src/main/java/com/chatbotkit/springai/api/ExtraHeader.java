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

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.chatbotkit.springai.api.log.VisibleText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Validates the name and value of an additional request header when the client is built.
 * {@link Endpoint} adds the headers. HTTP clients validate headers differently, and only
 * when a request is sent.
 */
final class ExtraHeader {

	/** A token: RFC 9110, section 5.6.2. */
	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	/**
	 * Headers that the client sets on every request, so that another value would be lost,
	 * or would send the key of another account.
	 */
	private static final Set<String> OWN = Set.of("authorization", "accept", "accept-encoding", "content-type",
			"content-length", "host");

	/** Headers of a connection instead of a request: RFC 9110, section 7.6.1. */
	private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "expect", "http2-settings", "keep-alive",
			"proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding",
			"upgrade");

	private ExtraHeader() {
	}

	/**
	 * Returns the value without white space around it.
	 * @throws IllegalArgumentException if the name or value cannot be sent. The message
	 * does not contain the value, which may be a secret
	 */
	static String checked(String name, @Nullable String value) {
		Assert.isTrue(name != null && NAME.matcher(name).matches(), () -> "the header name \""
				+ ((name != null) ? VisibleText.of(name) : "") + "\" is not valid: use letters, digits and hyphens");
		String lower = name.toLowerCase(Locale.ROOT);
		Assert.isTrue(!OWN.contains(lower),
				() -> "the header " + name + " has no effect: the client sets this header on its own");
		Assert.isTrue(!OF_THE_CONNECTION.contains(lower), () -> "the header " + name
				+ " cannot be added: it belongs to the connection, which the HTTP client looks after");
		Assert.notNull(value, () -> "the header " + name + " has no value");
		String trimmed = value.strip();
		Assert.isTrue(trimmed.chars().allMatch((c) -> (c >= ' ' && c < 127) || c == '\t'),
				() -> "the value of the header " + name
						+ " has a line break or another character that no header can have: write visible ASCII on one line");
		String missing = MissingValue.problemOfWord(trimmed);
		Assert.isTrue(missing == null, () -> "the value of the header " + name + " " + missing);
		return trimmed;
	}

}
