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

package com.chatbotkit.springai.tool;

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.StringUtils;

/**
 * Provides the description of each tool, because the endpoint requires one.
 */
final class ToolDescriptions {

	private static final Pattern WORD_BOUNDARY = Pattern
		.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

	private ToolDescriptions() {
	}

	/**
	 * Returns the description of a tool, or its name as words if it has none:
	 * {@code getCurrentWeather} becomes "Get current weather".
	 */
	static String of(ToolDefinition tool) {
		String description = tool.description();
		return StringUtils.hasText(description) ? description : fromName(tool.name());
	}

	private static String fromName(String name) {
		StringBuilder sentence = new StringBuilder();
		WORD_BOUNDARY.splitAsStream(name).filter((word) -> !word.isEmpty()).forEach((word) -> {
			boolean acronym = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
			sentence.append(sentence.isEmpty() ? "" : " ").append(acronym ? word : word.toLowerCase(Locale.ROOT));
		});
		return sentence.isEmpty() ? "A tool" : StringUtils.capitalize(sentence.toString());
	}

}
