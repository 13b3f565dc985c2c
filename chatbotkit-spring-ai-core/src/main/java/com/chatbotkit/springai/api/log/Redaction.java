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

package com.chatbotkit.springai.api.log;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.http.HttpHeaders;

/**
 * Prepares URLs, headers and bodies for the log: in one line, without secret keys.
 */
final class Redaction {

	private static final String HIDDEN = "***";

	private static final String COVER = "*";

	private static final int LONGEST_OTHER = 64;

	private static final String BEARER = "Bearer ";

	/** Keys of ChatBotKit and of other services, which users may paste into a chat. */
	private static final Pattern KEY = Pattern.compile("\\bsk-[\\w-]{8,}");

	/**
	 * Headers that are logged. All others are hidden, because an additional header may
	 * contain the key of a gateway.
	 */
	private static final Set<String> SHOWN_HEADERS = Set.of("accept", "accept-encoding", "content-encoding",
			"content-length", "content-type", "date", "retry-after", "server", "traceparent", "transfer-encoding",
			"user-agent", "x-failure-code", "x-request-id");

	private static final String SHOWN_PREFIX = "x-ratelimit-";

	/** A shorter text is not a key, and covering it would garble the log. */
	private static final int SHORTEST_SECRET = 8;

	private final List<String> secrets;

	Redaction(HttpHeaders request) {
		String authorization = request.getFirst(HttpHeaders.AUTHORIZATION);
		String secretKey = (authorization != null && authorization.startsWith(BEARER))
				? authorization.substring(BEARER.length()) : "";
		this.secrets = (secretKey.length() >= SHORTEST_SECRET) ? SecretSpellings.of(secretKey)
				: Stream.of(secretKey).filter((key) -> !key.isEmpty()).toList();
	}

	/**
	 * Returns the number of characters that are needed to recognize a key.
	 */
	int longestSecret() {
		return this.secrets.stream().mapToInt(String::length).reduce(LONGEST_OTHER, Math::max);
	}

	/**
	 * Covers keys by as many characters as they have.
	 */
	String mask(String text) {
		String known = text;
		for (String secret : this.secrets) {
			known = known.replace(secret, COVER.repeat(secret.length()));
		}
		return KEY.matcher(known).replaceAll((key) -> COVER.repeat(key.group().length()));
	}

	String text(String text) {
		return oneLine(mask(text));
	}

	static String oneLine(String text) {
		return VisibleText.of(text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t"));
	}

	String headers(HttpHeaders headers) {
		StringJoiner shown = new StringJoiner(", ", "{", "}");
		headers.forEach((name, values) -> shown
			.add(name + ": " + (isShown(name.toLowerCase(Locale.ROOT)) ? text(String.join(", ", values)) : HIDDEN)));
		return shown.toString();
	}

	private static boolean isShown(String name) {
		return SHOWN_HEADERS.contains(name) || name.startsWith(SHOWN_PREFIX);
	}

}
