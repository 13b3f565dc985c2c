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

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Warns of a property that one source sets twice, in two spellings and with two values:
 * Spring Boot reads one of them for both.
 */
final class SpellingCheck {

	private static final String PREFIX = PropertyKey.uniform(ChatBotKitProperties.PREFIX);

	private static final String HEADERS = PREFIX + "headers";

	private SpellingCheck() {
	}

	/**
	 * Checks the names of one source.
	 * @param variables whether they are environment variables, which have no dashes
	 */
	static void check(EnumerablePropertySource<?> source, boolean variables, Map<String, String> warnings) {
		Map<Object, String> seen = new HashMap<>();
		for (String name : source.getPropertyNames()) {
			String uniform = PropertyKey.uniform(name);
			if (!uniform.startsWith(PREFIX) || uniform.startsWith(HEADERS)) {
				continue;
			}
			String other = seen.putIfAbsent(variables ? uniform : ConfigurationPropertyName.adapt(name, '.'), name);
			if (other != null && !Objects.equals(source.getProperty(other), source.getProperty(name))) {
				warnings.putIfAbsent(name, other + " and " + name
						+ " are two spellings of one property, and have two values: remove one of them");
			}
		}
	}

}
