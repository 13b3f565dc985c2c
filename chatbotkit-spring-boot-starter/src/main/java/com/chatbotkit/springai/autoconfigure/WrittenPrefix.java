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

import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Recognizes the prefix {@code spring.ai.chatbotkit} in the name of a property, even if
 * it is misspelt or misplaced.
 */
final class WrittenPrefix {

	private static final String OURS = "chatbotkit";

	/**
	 * Prefixes without dots and dashes. A property that begins with {@code chatbotkit}
	 * belongs to the application.
	 */
	private static final Set<String> SPELLINGS = Set.of("springaichatbotkit", "springchatbotkit", "aichatbotkit");

	private static final int MOST_ELEMENTS = 5;

	private static final int MOST_TYPOS = 3;

	private WrittenPrefix() {
	}

	/**
	 * Whether the name has exactly our prefix.
	 */
	static boolean isReal(ConfigurationPropertyName name) {
		return beginsWithSpringAi(name) && element(name, 2).equals(OURS);
	}

	/**
	 * Whether the name begins with {@code spring.ai.chat}, which belongs to Spring AI.
	 */
	static boolean isOfAnyChat(ConfigurationPropertyName name) {
		return beginsWithSpringAi(name) && element(name, 2).equals("chat") && name.getNumberOfElements() > 3;
	}

	/**
	 * Returns the number of elements of the prefix, or 0 if the name has another one.
	 */
	static int length(ConfigurationPropertyName name) {
		StringBuilder written = new StringBuilder();
		int elements = Math.min(name.getNumberOfElements(), MOST_ELEMENTS);
		for (int i = 0; i < elements; i++) {
			written.append(element(name, i));
			if (SPELLINGS.contains(written.toString())) {
				return i + 1;
			}
		}
		return (beginsWithSpringAi(name) && !isOfAnyChat(name)
				&& NearestProperty.distance(element(name, 2), OURS) <= MOST_TYPOS) ? 3 : 0;
	}

	private static boolean beginsWithSpringAi(ConfigurationPropertyName name) {
		return name.getNumberOfElements() > 2 && element(name, 0).equals("spring") && element(name, 1).equals("ai");
	}

	private static String element(ConfigurationPropertyName name, int index) {
		return name.getElement(index, Form.UNIFORM);
	}

}
