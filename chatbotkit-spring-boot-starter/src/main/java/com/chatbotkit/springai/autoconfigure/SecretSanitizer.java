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

package com.chatbotkit.springai.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides secret keys in Spring Boot's actuator endpoints, even with
 * {@code show-values=always}. It recognizes them by the names of properties and by the
 * keys themselves.
 */
final class SecretSanitizer implements SanitizingFunction {

	private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]");

	/**
	 * Names in any spelling: of a property, of a record component of the properties bean
	 * or of an environment variable. A header may hold a gateway's key.
	 */
	private static final Pattern SECRET = Pattern
		.compile("springaichatbotkit(.*secretkey|headers.*)|chatbotkitapisecret");

	/**
	 * A property within a command line or JSON. Another source may override it, so its
	 * value is not always among the known keys.
	 */
	private static final Pattern WITHIN_TEXT = Pattern.compile(
			"(?i)(chatbotkit[\\w.\\[\\]-]{0,100}(?:secret[-_]?key|api[-_]secret)[\"']?\\s{0,5}[=:]\\s{0,5}[\"']?)[^\\s\"',;}]+");

	/** Shorter texts are not keys, and hiding them would damage other values. */
	private static final int MIN_LENGTH = 8;

	private final Supplier<Set<String>> secrets;

	/**
	 * Creates a sanitizer.
	 * @param secrets returns the keys in use, from all sources
	 */
	SecretSanitizer(Supplier<Set<String>> secrets) {
		this.secrets = secrets;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		String name = NOT_A_LETTER.matcher(data.getKey().toLowerCase(Locale.ROOT)).replaceAll("");
		if (SECRET.matcher(name).matches()) {
			return data.withSanitizedValue();
		}
		if (data.getValue() == null) {
			return data;
		}
		// A key also appears in the environment variable behind a placeholder, in the
		// command line and in SPRING_APPLICATION_JSON.
		String shown = data.getValue().toString();
		String clean = WITHIN_TEXT.matcher(shown)
			.replaceAll("$1" + SanitizableData.SANITIZED_VALUE.replace("$", "\\$"));
		for (String secret : this.secrets.get()) {
			if (secret.length() >= MIN_LENGTH) {
				clean = clean.replace(secret, SanitizableData.SANITIZED_VALUE)
					.replace(base64(secret), SanitizableData.SANITIZED_VALUE);
			}
		}
		return clean.equals(shown) ? data : data.withValue(clean);
	}

	private static String base64(String secret) {
		return Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
	}

}
