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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lists the forms in which a server may repeat a secret: as it is, percent-encoded, in
 * JSON, and in base64 at any position of the encoded text.
 */
public final class SecretSpellings {

	/** Base64 writes three bytes as four characters. */
	private static final int GROUP = 3;

	private SecretSpellings() {
	}

	/**
	 * Returns the spellings, the longest first.
	 * @param secret the secret, of any length but not empty
	 * @return the secret as it is and each other spelling, once each
	 */
	public static List<String> of(String secret) {
		Set<String> spellings = new LinkedHashSet<>();
		spellings.add(secret);
		spellings.add(secret.replace("/", "\\/"));
		String percent = URLEncoder.encode(secret, StandardCharsets.UTF_8);
		spellings.add(percent);
		spellings.add(percent.replaceAll("%([0-9A-F]{2})", "%25$1"));
		spellings.add(lowerHexadecimals(percent, '%', 2));
		String escaped = escaped(secret);
		spellings.add(escaped);
		spellings.add(lowerHexadecimals(escaped, 'u', 4));
		for (int before = 0; before < GROUP; before++) {
			String base64 = base64(secret, before);
			spellings.add(base64);
			spellings.add(base64.replace('+', '-').replace('/', '_'));
		}
		List<String> longestFirst = new ArrayList<>(spellings);
		longestFirst.sort(Comparator.comparingInt(String::length).reversed());
		return longestFirst;
	}

	/**
	 * Returns the characters in base64 that depend on the secret alone, if other bytes
	 * surround it, as in {@code Bearer …}.
	 * @param before the number of bytes before it, modulo {@link #GROUP}
	 */
	private static String base64(String secret, int before) {
		byte[] bytes = ("\0".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
		String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
		int from = (before == 0) ? 0 : before + 1;
		int to = encoded.length() - ((bytes.length % GROUP == 0) ? 0 : 1);
		return encoded.substring(Math.min(from, to), to);
	}

	/**
	 * Returns the secret as JSON in which all characters except letters, digits, dashes
	 * and underscores are escaped.
	 */
	private static String escaped(String secret) {
		StringBuilder escaped = new StringBuilder();
		secret.chars().forEach((c) -> {
			if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
				escaped.append((char) c);
			}
			else {
				escaped.append(String.format(Locale.ROOT, "\\u%04X", c));
			}
		});
		return escaped.toString();
	}

	private static String lowerHexadecimals(String text, char before, int digits) {
		StringBuilder lower = new StringBuilder(text);
		for (int i = 0; i + digits < text.length(); i++) {
			boolean escape = text.charAt(i) == before && (before == '%' || (i > 0 && text.charAt(i - 1) == '\\'));
			if (escape) {
				lower.replace(i + 1, i + 1 + digits, text.substring(i + 1, i + 1 + digits).toLowerCase(Locale.ROOT));
			}
		}
		return lower.toString();
	}

}
