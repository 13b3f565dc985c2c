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

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Keeps keys off the pages of Spring Boot's actuator even where it is told to show
 * values.
 */
final class SecretSanitizer implements SanitizingFunction {

	private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]");

	/**
	 * The names in whatever spelling: of a property, of a bean's component, of an
	 * environment variable. A gateway's key may stand in a header.
	 */
	private static final Pattern SECRET = Pattern
		.compile("springaichatbotkit(.*secretkey|headers.*)|chatbotkitapisecret");

	@Override
	public SanitizableData apply(SanitizableData data) {
		String name = NOT_A_LETTER.matcher(data.getKey().toLowerCase(Locale.ROOT)).replaceAll("");
		return SECRET.matcher(name).matches() ? data.withSanitizedValue() : data;
	}

}
