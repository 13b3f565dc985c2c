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

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The media type of a body.
 *
 * @param type the type in lower case and without parameters; empty if there is none
 * @param charset the character set, UTF-8 by default
 * @param parsed whether the platform's web framework parses such a body as JSON; it does
 * not if the parameters are malformed
 */
record MediaType(String type, Charset charset, boolean parsed) {

	private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

	// RFC 9110, section 8.3.1. Possessive, because otherwise each character would need a
	// stack frame.
	private static final Pattern WELL_FORMED = Pattern.compile(
			"application/(?:ld\\+)?json\\s*(?:; *" + TOKEN + " *= *(?:" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*+\") *)*+",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern CHARSET = Pattern.compile("; *charset *= *\"?([^\"; ]+)", Pattern.CASE_INSENSITIVE);

	static MediaType parse(@Nullable String header) {
		if (header == null) {
			return new MediaType("", StandardCharsets.UTF_8, false);
		}
		String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
		Matcher charset = CHARSET.matcher(header);
		return new MediaType(type, charset.find() ? charset(charset.group(1)) : StandardCharsets.UTF_8,
				WELL_FORMED.matcher(header).matches());
	}

	boolean isJson() {
		return this.type.equals("application/json");
	}

	private static Charset charset(String name) {
		try {
			return Charset.forName(name);
		}
		catch (IllegalCharsetNameException | UnsupportedCharsetException ex) {
			throw new EarlyResponseException(Responses.bare(400, "Invalid body"));
		}
	}

}
