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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the keys of callers in Spring Boot's actuator endpoints, even with
 * {@code show-values=always}. It recognizes them by the names of properties and by the
 * keys themselves.
 */
final class KeySanitizer implements SanitizingFunction {

	private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]");

	/** The name in any spelling, also of an environment variable. */
	private static final Pattern SECRET = Pattern.compile("springaichatbotkitserverkeys.*secret(value)?");

	/** Shorter texts are no keys, and hiding them would damage other values. */
	private static final int MIN_LENGTH = 8;

	private final Supplier<List<String>> secrets;

	/**
	 * Creates a sanitizer.
	 * @param secrets returns the keys of all callers
	 */
	KeySanitizer(Supplier<List<String>> secrets) {
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
		String clean = shown;
		for (String secret : this.secrets.get()) {
			if (secret.length() >= MIN_LENGTH) {
				clean = clean.replace(secret, SanitizableData.SANITIZED_VALUE);
			}
		}
		return clean.equals(shown) ? data : data.withValue(clean);
	}

}
